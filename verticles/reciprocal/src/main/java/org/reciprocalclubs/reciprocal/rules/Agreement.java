package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agreement between two clubs, from proposal to end: PROPOSED, then COUNTERED any number of times, then
 * APPROVED and ACTIVE, or REJECTED or WITHDRAWN; ACTIVE and SUSPENDED in turn; at last EXPIRED, or TERMINATED
 * where one gave notice. Each club acts only for itself: the one that did not write the terms answers, the
 * one that proposed withdraws, and each lifts only its own suspension, so that the agreement rests for as
 * long as either wants it to. The rules are in {@link Negotiation}, {@link Amending} and {@link Ending}.
 *
 * <p>
 * Dates: an agreement holds from its effective to its expiration date, both inclusive. It serves two hosts,
 * which may live in different days. {@code today} is therefore, for {@link Propose}, {@link Counter},
 * {@link Expire} and {@link Remind} the earlier date of the two, and for everything else the later: the
 * state may lead at the beginning and lag at the end, and whether a visitor is admitted is decided by
 * {@link Rulebook} on the host's own date.
 */
public sealed interface Agreement {

  int REASON_LENGTH_MAX = 1_000;
  int NOTICE_DAYS_MAX = 730;
  /** Versions that two clubs may put to each other before they agree. */
  int COUNTERED_VERSIONS_MAX = 50;
  /** Versions of one agreement in all its life, those included that came to nothing. */
  int VERSIONS_MAX = 500;

  /** The state by its name in answers, such as {@code PROPOSED}. */
  default String state() {
    return switch (this) {
      case Unproposed _ -> "UNPROPOSED";
      case Proposed _ -> "PROPOSED";
      case Countered _ -> "COUNTERED";
      case Approved _ -> "APPROVED";
      case Active _ -> "ACTIVE";
      case Suspended _ -> "SUSPENDED";
      case Expired _ -> "EXPIRED";
      case Terminated _ -> "TERMINATED";
      case Rejected _ -> "REJECTED";
      case Withdrawn _ -> "WITHDRAWN";
    };
  }

  /** Who agrees on what; {@code null} before there is a proposal. */
  @Nullable
  Pact pact();

  record Unproposed() implements Agreement {
    @Override
    public @Nullable Pact pact() {
      return null;
    }
  }

  record Proposed(Pact pact) implements Agreement {}
  record Countered(Pact pact) implements Agreement {}
  record Approved(Pact pact) implements Agreement {}
  record Active(Pact pact) implements Agreement {}

  /** Resting, because the clubs in {@code by} want it to: one or both. */
  record Suspended(Pact pact, Set<UUID> by) implements Agreement {
    public Suspended {
      by = Set.copyOf(by);
    }
  }

  record Expired(Pact pact) implements Agreement {}
  record Terminated(Pact pact) implements Agreement {}
  record Rejected(Pact pact) implements Agreement {}
  record Withdrawn(Pact pact) implements Agreement {}

  /** Two clubs and the terms between them. Each hosts the other's members. */
  record Pact(UUID id, UUID proposer, UUID partner, TermsVersion version, Course course) {

    /** As first proposed, without days of notice. */
    public Pact(UUID id, UUID proposer, UUID partner, TermsVersion version) {
      this(id, proposer, partner, version, Course.of(proposer, 0));
    }

    boolean has(UUID club) {
      return club.equals(proposer) || club.equals(partner);
    }

    Pact with(Course other) {
      return new Pact(id, proposer, partner, version, other);
    }

    /** The last day of the agreement, amendments and notice considered; {@code null} is for good. */
    public @Nullable LocalDate lastDay() {
      var next = course.amendments().next();
      return cut((next == null ? version : next.version()).period()).expiration();
    }

    /** The terms in force; with notice given they end with it. */
    public TermsVersion inForce() {
      return new TermsVersion(version.number(), version.hash(), version.terms(), cut(version.period()));
    }

    /** What follows the terms in force; {@code null} too if notice ends the agreement before. */
    public Course.@Nullable Offer following() {
      var next = course.amendments().next();
      if (next == null || cut(next.version().period()).isEmpty()) {
        return null;
      }
      var sealed = next.version();
      return new Course.Offer(next.author(),
          new TermsVersion(sealed.number(), sealed.hash(), sealed.terms(), cut(sealed.period())));
    }

    private Period cut(Period period) {
      var notice = course.notice();
      return notice == null || period.overBy(notice.lastDay())
          ? period
          : new Period(period.effective(), notice.lastDay());
    }
  }

  sealed interface Command {}

  /** Of one of the two clubs. */
  sealed interface Act extends Command {
    UUID by();
  }

  /**
   * The first command.
   *
   * @param pairTaken whether the two clubs have an agreement that has not ended, read in the same transaction
   * @param endedOn the last day of the latest one that has ended; {@code null} if there was none
   */
  record Propose(Pact pact, boolean pairTaken, LocalDate today, @Nullable LocalDate endedOn)
      implements
        Command {
    public Propose(Pact pact, boolean pairTaken, LocalDate today) {
      this(pact, pairTaken, today, null);
    }
  }

  /**
   * Terms of the other club's own.
   *
   * @param noticeDays {@code null}: as they stand
   * @param endedOn as in {@link Propose}
   */
  record Counter(UUID by, Wording wording, @Nullable Integer noticeDays, LocalDate today,
      @Nullable LocalDate endedOn) implements Act {}

  record Approve(UUID by, LocalDate today) implements Act {}

  record Reject(UUID by, String reason) implements Act {}

  record Withdraw(UUID by) implements Act {}

  record Suspend(UUID by, String reason) implements Act {}

  record Resume(UUID by) implements Act {}

  /** On terms that are to follow those in force. */
  sealed interface AmendmentAct extends Act {}

  record ProposeAmendment(UUID by, Wording wording, LocalDate today) implements AmendmentAct {}

  record ApproveAmendment(UUID by, LocalDate today) implements AmendmentAct {}

  record RejectAmendment(UUID by) implements AmendmentAct {}

  record WithdrawAmendment(UUID by) implements AmendmentAct {}

  /** @param lastDay {@code null}: the first that the notice allows */
  record Terminate(UUID by, @Nullable LocalDate lastDay, String reason, LocalDate today) implements Act {}

  record RevokeTermination(UUID by, LocalDate today) implements Act {}

  /** Of the clock. */
  record BeginAmendment(LocalDate today) implements Command {}

  /** Of the clock: so many days before the last. */
  record Remind(int days, LocalDate today) implements Command {}

  /** Of the clock. */
  record Activate(LocalDate today) implements Command {}

  /** Of the clock. */
  record Expire(LocalDate today) implements Command {}

  /**
   * Of the platform: what both approved cannot be put into force.
   *
   * @param code why, such as {@code AGREEMENT_ENDED}
   */
  record Abandon(String code) implements Command {}

  sealed interface Event {}

  record AgreementProposed(Pact pact) implements Event {}

  record AgreementApproved(UUID by, int termsVersion) implements Event {}

  record AgreementActivated() implements Event {}

  record AgreementRejected(UUID by, String reason) implements Event {}

  record AgreementWithdrawn(UUID by) implements Event {}

  record AgreementSuspended(UUID by, String reason) implements Event {}

  record AgreementResumed(UUID by) implements Event {}

  record AgreementExpired() implements Event {}

  record AgreementCountered(UUID by, TermsVersion version, int noticeDays) implements Event {}

  record AmendmentProposed(UUID by, TermsVersion version) implements Event {}

  record AmendmentApproved(UUID by, int termsVersion) implements Event {}

  record AmendmentRejected(UUID by, int termsVersion) implements Event {}

  record AmendmentWithdrawn(UUID by, int termsVersion) implements Event {}

  record AmendmentBegun(int termsVersion) implements Event {}

  record TerminationNoticed(UUID by, LocalDate lastDay) implements Event {}

  record TerminationRevoked(UUID by) implements Event {}

  record AgreementTerminated() implements Event {}

  record AgreementRenewalDue(Course.Reminder reminder, int daysLeft) implements Event {}

  record AgreementAbandoned(String code) implements Event {}

  static Outcome<Event, AgreementRefusal> decide(Agreement state, Command command) {
    return AgreementTable.decide(state, command);
  }

  /** The state after an event that {@link #decide} gave for this state. */
  static Agreement evolve(Agreement state, Event event) {
    return AgreementTable.evolve(state, event);
  }
}
