package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal.Reason;

/**
 * An agreement between two clubs, from proposal to end: PROPOSED, then APPROVED and ACTIVE, or REJECTED or
 * WITHDRAWN; ACTIVE and SUSPENDED in turn; at last EXPIRED. Each club acts only for itself: the one that did
 * not propose answers, the one that proposed withdraws, and each lifts only its own suspension, so that the
 * agreement rests for as long as either wants it to. COUNTERED and TERMINATED are kept for negotiation and
 * notice.
 *
 * <p>
 * Dates: an agreement holds from its effective to its expiration date, both inclusive. It serves two hosts,
 * which may live in different days. {@code today} is therefore, for {@link Approve} and {@link Activate}, the
 * later date of the two, and for {@link Propose} and {@link Expire} the earlier: the state may lead at the
 * beginning and lag at the end, and whether a visitor is admitted is decided by {@link Rulebook} on the
 * host's own date.
 */
public sealed interface Agreement {

  int REASON_LENGTH_MAX = 1_000;

  /** The state by its name in answers, such as {@code PROPOSED}. */
  default String state() {
    return switch (this) {
      case Unproposed _ -> "UNPROPOSED";
      case Proposed _ -> "PROPOSED";
      case Approved _ -> "APPROVED";
      case Active _ -> "ACTIVE";
      case Suspended _ -> "SUSPENDED";
      case Expired _ -> "EXPIRED";
      case Rejected _ -> "REJECTED";
      case Withdrawn _ -> "WITHDRAWN";
    };
  }

  /** What it means at a desk. */
  default Agreed agreed() {
    return switch (this) {
      case Unproposed _,Proposed _,Rejected _,Withdrawn _ -> Agreed.NOTHING;
      case Approved(Pact pact) -> pact.signed(Agreed.Force.LIVE);
      case Active(Pact pact) -> pact.signed(Agreed.Force.LIVE);
      case Suspended(Pact pact, _) -> pact.signed(Agreed.Force.SUSPENDED);
      case Expired(Pact pact) -> pact.signed(Agreed.Force.ENDED);
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
  record Approved(Pact pact) implements Agreement {}
  record Active(Pact pact) implements Agreement {}

  /** Resting, because the clubs in {@code by} want it to: one or both. */
  record Suspended(Pact pact, Set<UUID> by) implements Agreement {
    public Suspended {
      by = Set.copyOf(by);
    }
  }

  record Expired(Pact pact) implements Agreement {}
  record Rejected(Pact pact) implements Agreement {}
  record Withdrawn(Pact pact) implements Agreement {}

  /** Two clubs and the terms between them. Each hosts the other's members. */
  record Pact(UUID id, UUID proposer, UUID partner, TermsVersion version) {
    boolean has(UUID club) {
      return club.equals(proposer) || club.equals(partner);
    }

    Agreed.Signed signed(Agreed.Force force) {
      return new Agreed.Signed(id, force, version);
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
   */
  record Propose(Pact pact, boolean pairTaken, LocalDate today) implements Command {}

  record Approve(UUID by, LocalDate today) implements Act {}

  record Reject(UUID by, String reason) implements Act {}

  record Withdraw(UUID by) implements Act {}

  record Suspend(UUID by, String reason) implements Act {}

  record Resume(UUID by) implements Act {}

  /** Of the clock. */
  record Activate(LocalDate today) implements Command {}

  /** Of the clock. */
  record Expire(LocalDate today) implements Command {}

  sealed interface Event {}

  record AgreementProposed(Pact pact) implements Event {}

  record AgreementApproved(UUID by, int termsVersion) implements Event {}

  record AgreementActivated() implements Event {}

  record AgreementRejected(UUID by, String reason) implements Event {}

  record AgreementWithdrawn(UUID by) implements Event {}

  record AgreementSuspended(UUID by, String reason) implements Event {}

  record AgreementResumed(UUID by) implements Event {}

  record AgreementExpired() implements Event {}

  static Outcome<Event, AgreementRefusal> decide(Agreement state, Command command) {
    var pact = state.pact();
    if (command instanceof Act act && pact != null && !pact.has(act.by())) {
      return refused(Reason.NOT_A_PARTY);
    }
    return switch (command) {
      case Propose propose -> state instanceof Unproposed ? propose(propose) : wrong();
      case Approve approve -> state instanceof Proposed(Pact p) ? approve(p, approve) : wrong();
      case Reject reject -> state instanceof Proposed(Pact p) ? reject(p, reject) : wrong();
      case Withdraw(UUID by) -> state instanceof Proposed(Pact p) ? withdraw(p, by) : wrong();
      case Suspend suspend -> suspend(state, suspend);
      case Resume(UUID by) -> state instanceof Suspended(_, Set<UUID> clubs) ? resume(clubs, by) : wrong();
      case Activate(LocalDate today) -> state instanceof Approved(Pact p) ? activate(p, today) : wrong();
      case Expire(LocalDate today) -> expire(state, today);
    };
  }

  private static Outcome<Event, AgreementRefusal> propose(Propose propose) {
    var pact = propose.pact();
    if (pact.proposer().equals(pact.partner())) {
      return refused(Reason.SELF_AGREEMENT);
    }
    if (propose.pairTaken()) {
      return refused(Reason.PAIR_HAS_AGREEMENT);
    }
    var problems = problems(pact.version());
    if (!problems.isEmpty()) {
      return new Outcome.Refused<>(new AgreementRefusal(Reason.TERMS_CONTRADICTORY, problems));
    }
    return pact.version().period().overBy(propose.today())
        ? refused(Reason.OVER)
        : accepted(new AgreementProposed(pact));
  }

  private static List<Problem> problems(TermsVersion version) {
    var problems = new ArrayList<>(version.terms().problems());
    if (version.period().isEmpty()) {
      problems.add(new Problem("expirationDate", "The last day is before the first."));
    }
    return problems;
  }

  private static Outcome<Event, AgreementRefusal> approve(Pact pact, Approve approve) {
    if (approve.by().equals(pact.proposer())) {
      return refused(Reason.OWN_TERMS);
    }
    var period = pact.version().period();
    if (period.overBy(approve.today())) {
      return refused(Reason.OVER);
    }
    var approved = new AgreementApproved(approve.by(), pact.version().number());
    return period.begunBy(approve.today())
        ? accepted(approved, new AgreementActivated())
        : accepted(approved);
  }

  private static Outcome<Event, AgreementRefusal> reject(Pact pact, Reject reject) {
    if (reject.by().equals(pact.proposer())) {
      return refused(Reason.OWN_TERMS);
    }
    return worded(reject.reason(), new AgreementRejected(reject.by(), reject.reason()));
  }

  private static Outcome<Event, AgreementRefusal> withdraw(Pact pact, UUID by) {
    return by.equals(pact.proposer())
        ? accepted(new AgreementWithdrawn(by))
        : refused(Reason.NOT_THE_PROPOSER);
  }

  private static Outcome<Event, AgreementRefusal> suspend(Agreement state, Suspend suspend) {
    return switch (state) {
      case Active _ -> worded(suspend.reason(), new AgreementSuspended(suspend.by(), suspend.reason()));
      case Suspended(_, Set<UUID> clubs) -> clubs.contains(suspend.by())
          ? refused(Reason.ALREADY_SUSPENDED)
          : worded(suspend.reason(), new AgreementSuspended(suspend.by(), suspend.reason()));
      case Unproposed _,Proposed _,Approved _,Expired _,Rejected _,Withdrawn _ -> wrong();
    };
  }

  private static Outcome<Event, AgreementRefusal> resume(Set<UUID> clubs, UUID by) {
    return clubs.contains(by) ? accepted(new AgreementResumed(by)) : refused(Reason.NOT_SUSPENDED_BY_YOU);
  }

  private static Outcome<Event, AgreementRefusal> activate(Pact pact, LocalDate today) {
    return pact.version().period().begunBy(today)
        ? accepted(new AgreementActivated())
        : refused(Reason.NOT_YET);
  }

  private static Outcome<Event, AgreementRefusal> expire(Agreement state, LocalDate today) {
    return switch (state) {
      case Approved(Pact pact) -> expire(pact, today);
      case Active(Pact pact) -> expire(pact, today);
      case Suspended(Pact pact, _) -> expire(pact, today);
      case Unproposed _,Proposed _,Expired _,Rejected _,Withdrawn _ -> wrong();
    };
  }

  private static Outcome<Event, AgreementRefusal> expire(Pact pact, LocalDate today) {
    return pact.version().period().overBy(today)
        ? accepted(new AgreementExpired())
        : refused(Reason.NOT_OVER);
  }

  private static Outcome<Event, AgreementRefusal> worded(String text, Event event) {
    return text.length() > REASON_LENGTH_MAX ? refused(Reason.TEXT_TOO_LONG) : accepted(event);
  }

  private static Outcome<Event, AgreementRefusal> wrong() {
    return refused(Reason.WRONG_STATE);
  }

  private static Outcome<Event, AgreementRefusal> refused(Reason reason) {
    return new Outcome.Refused<>(new AgreementRefusal(reason, List.of()));
  }

  private static Outcome<Event, AgreementRefusal> accepted(Event... events) {
    return new Outcome.Accepted<>(List.of(events));
  }

  /** The state after an event that {@link #decide} gave for this state. */
  static Agreement evolve(Agreement state, Event event) {
    return switch (event) {
      case AgreementProposed(Pact pact) -> new Proposed(pact);
      case AgreementApproved _ -> new Approved(known(state));
      case AgreementActivated _ -> new Active(known(state));
      case AgreementRejected _ -> new Rejected(known(state));
      case AgreementWithdrawn _ -> new Withdrawn(known(state));
      case AgreementSuspended(UUID by, _) -> suspended(known(state), suspenders(state), by);
      case AgreementResumed(UUID by) -> resumed(known(state), suspenders(state), by);
      case AgreementExpired _ -> new Expired(known(state));
    };
  }

  private static Agreement suspended(Pact pact, Set<UUID> before, UUID by) {
    var clubs = new HashSet<>(before);
    clubs.add(by);
    return new Suspended(pact, clubs);
  }

  private static Agreement resumed(Pact pact, Set<UUID> before, UUID by) {
    var clubs = new HashSet<>(before);
    clubs.remove(by);
    return clubs.isEmpty() ? new Active(pact) : new Suspended(pact, clubs);
  }

  private static Set<UUID> suspenders(Agreement state) {
    return state instanceof Suspended(_, Set<UUID> clubs) ? clubs : Set.of();
  }

  private static Pact known(Agreement state) {
    var pact = state.pact();
    if (pact == null) {
      throw new IllegalStateException("An agreement's first event is AgreementProposed");
    }
    return pact;
  }
}
