package org.reciprocalclubs.reciprocal.rules;

import static org.reciprocalclubs.reciprocal.rules.AgreementAnswer.accepted;
import static org.reciprocalclubs.reciprocal.rules.AgreementAnswer.refused;
import static org.reciprocalclubs.reciprocal.rules.AgreementAnswer.wrong;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.rules.Agreement.Abandon;
import org.reciprocalclubs.reciprocal.rules.Agreement.Act;
import org.reciprocalclubs.reciprocal.rules.Agreement.Activate;
import org.reciprocalclubs.reciprocal.rules.Agreement.Active;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementAbandoned;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementActivated;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementApproved;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementCountered;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementExpired;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementProposed;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementRejected;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementRenewalDue;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementResumed;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementSuspended;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementTerminated;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementWithdrawn;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentAct;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentApproved;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentBegun;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentProposed;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentRejected;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentWithdrawn;
import org.reciprocalclubs.reciprocal.rules.Agreement.Approve;
import org.reciprocalclubs.reciprocal.rules.Agreement.Approved;
import org.reciprocalclubs.reciprocal.rules.Agreement.BeginAmendment;
import org.reciprocalclubs.reciprocal.rules.Agreement.Command;
import org.reciprocalclubs.reciprocal.rules.Agreement.Counter;
import org.reciprocalclubs.reciprocal.rules.Agreement.Countered;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Agreement.Expire;
import org.reciprocalclubs.reciprocal.rules.Agreement.Expired;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Agreement.Propose;
import org.reciprocalclubs.reciprocal.rules.Agreement.Proposed;
import org.reciprocalclubs.reciprocal.rules.Agreement.Reject;
import org.reciprocalclubs.reciprocal.rules.Agreement.Rejected;
import org.reciprocalclubs.reciprocal.rules.Agreement.Remind;
import org.reciprocalclubs.reciprocal.rules.Agreement.Resume;
import org.reciprocalclubs.reciprocal.rules.Agreement.RevokeTermination;
import org.reciprocalclubs.reciprocal.rules.Agreement.Suspend;
import org.reciprocalclubs.reciprocal.rules.Agreement.Suspended;
import org.reciprocalclubs.reciprocal.rules.Agreement.Terminate;
import org.reciprocalclubs.reciprocal.rules.Agreement.Terminated;
import org.reciprocalclubs.reciprocal.rules.Agreement.TerminationNoticed;
import org.reciprocalclubs.reciprocal.rules.Agreement.TerminationRevoked;
import org.reciprocalclubs.reciprocal.rules.Agreement.Unproposed;
import org.reciprocalclubs.reciprocal.rules.Agreement.Withdraw;
import org.reciprocalclubs.reciprocal.rules.Agreement.Withdrawn;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal.Reason;

/** Which command is possible in which state of an agreement, and what each event makes of it. */
final class AgreementTable {

  private AgreementTable() {}

  static Outcome<Event, AgreementRefusal> decide(Agreement state, Command command) {
    var pact = state.pact();
    if (command instanceof Act act && pact != null && !pact.has(act.by())) {
      return refused(Reason.NOT_A_PARTY);
    }
    return switch (command) {
      case Propose propose -> state instanceof Unproposed ? Negotiation.propose(propose) : wrong();
      case Counter counter -> of(offered(state), p -> Negotiation.counter(p, counter));
      case Approve approve -> of(offered(state), p -> Negotiation.approve(p, approve));
      case Reject reject -> of(offered(state), p -> Negotiation.reject(p, reject));
      case Withdraw(UUID by) -> of(offered(state), p -> Negotiation.withdraw(p, by));
      case Suspend suspend -> suspend(state, suspend);
      case Resume(UUID by) -> state instanceof Suspended(_, Set<UUID> clubs) ? resume(clubs, by) : wrong();
      case AmendmentAct amendment -> of(signed(state), p -> Amending.amend(p, amendment));
      case Terminate terminate -> of(signed(state), p -> Ending.terminate(p, terminate));
      case RevokeTermination revoke -> of(signed(state), p -> Ending.revoke(p, revoke));
      case Activate activate -> state instanceof Approved(Pact p) ? activate(p, activate) : wrong();
      case BeginAmendment begin -> of(signed(state), p -> Amending.begin(p, begin));
      case Remind remind -> of(signed(state), p -> Ending.remind(p, remind));
      case Expire(var today) -> of(signed(state), p -> Ending.expire(p, today));
      case Abandon(var code) -> state instanceof Approved ? accepted(new AgreementAbandoned(code)) : wrong();
    };
  }

  private static Outcome<Event, AgreementRefusal> of(@Nullable Pact pact,
      Function<Pact, Outcome<Event, AgreementRefusal>> rule) {
    return pact == null ? wrong() : rule.apply(pact);
  }

  /** The pact if it waits for an answer. */
  private static @Nullable Pact offered(Agreement state) {
    return switch (state) {
      case Proposed(Pact pact) -> pact;
      case Countered(Pact pact) -> pact;
      case Unproposed _,Approved _,Active _,Suspended _,Expired _,Terminated _,Rejected _,Withdrawn _ -> null;
    };
  }

  /** The pact if both have signed it and it has not ended. */
  private static @Nullable Pact signed(Agreement state) {
    return switch (state) {
      case Approved(Pact pact) -> pact;
      case Active(Pact pact) -> pact;
      case Suspended(Pact pact, _) -> pact;
      case Unproposed _,Proposed _,Countered _,Expired _,Terminated _,Rejected _,Withdrawn _ -> null;
    };
  }

  private static Outcome<Event, AgreementRefusal> suspend(Agreement state, Suspend suspend) {
    var event = new AgreementSuspended(suspend.by(), suspend.reason());
    return switch (state) {
      case Active _ -> AgreementAnswer.worded(suspend.reason(), event);
      case Suspended(_, Set<UUID> clubs) -> clubs.contains(suspend.by())
          ? refused(Reason.ALREADY_SUSPENDED)
          : AgreementAnswer.worded(suspend.reason(), event);
      case Unproposed _,Proposed _,Countered _,Approved _ -> wrong();
      case Expired _,Terminated _,Rejected _,Withdrawn _ -> wrong();
    };
  }

  private static Outcome<Event, AgreementRefusal> resume(Set<UUID> clubs, UUID by) {
    return clubs.contains(by) ? accepted(new AgreementResumed(by)) : refused(Reason.NOT_SUSPENDED_BY_YOU);
  }

  private static Outcome<Event, AgreementRefusal> activate(Pact pact, Activate activate) {
    return pact.inForce().period().begunBy(activate.today())
        ? accepted(new AgreementActivated())
        : refused(Reason.NOT_YET);
  }

  static Agreement evolve(Agreement state, Event event) {
    return switch (event) {
      case AgreementProposed(Pact pact) -> new Proposed(pact);
      case AgreementCountered(UUID by, var version, int days) -> {
        var pact = known(state);
        yield new Countered(new Pact(pact.id(), pact.proposer(), pact.partner(), version,
            pact.course().countered(new Course.Offer(by, version), days)));
      }
      case AgreementApproved _ -> new Approved(known(state));
      case AgreementActivated _ -> new Active(known(state));
      case AgreementRejected _ -> new Rejected(known(state));
      case AgreementWithdrawn _,AgreementAbandoned _ -> new Withdrawn(known(state));
      case AgreementSuspended(UUID by, _) -> suspended(known(state), suspenders(state), by);
      case AgreementResumed(UUID by) -> resumed(known(state), suspenders(state), by);
      case AmendmentProposed(UUID by, var version) ->
        with(state, course -> course.opened(new Course.Offer(by, version)));
      case AmendmentApproved _ -> with(state, Course::agreed);
      case AmendmentRejected _,AmendmentWithdrawn _ -> with(state, Course::closed);
      case AmendmentBegun _ -> begun(state);
      case TerminationNoticed(UUID by, var day) ->
        with(state, course -> course.noticed(new Course.Notice(by, day)));
      case TerminationRevoked _ -> with(state, course -> course.noticed(null));
      case AgreementRenewalDue(var reminder, _) -> with(state, course -> course.reminded(reminder));
      case AgreementExpired _ -> new Expired(known(state));
      case AgreementTerminated _ -> new Terminated(known(state));
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

  private static Agreement begun(Agreement state) {
    var pact = known(state);
    var next = Objects.requireNonNull(pact.course().amendments().next());
    return with(state, new Pact(pact.id(), pact.proposer(), pact.partner(), next.version(),
        pact.course().begun()));
  }

  private static Agreement with(Agreement state, Function<Course, Course> change) {
    var pact = known(state);
    return with(state, pact.with(change.apply(pact.course())));
  }

  /** The same state of a signed agreement, of another pact. */
  private static Agreement with(Agreement state, Pact pact) {
    return switch (state) {
      case Approved _ -> new Approved(pact);
      case Active _ -> new Active(pact);
      case Suspended(_, Set<UUID> clubs) -> new Suspended(pact, clubs);
      case Unproposed _,Proposed _,Countered _,Expired _,Terminated _,Rejected _,Withdrawn _ ->
        throw new IllegalStateException("Only a signed agreement is amended or ended");
    };
  }

  private static Pact known(Agreement state) {
    var pact = state.pact();
    if (pact == null) {
      throw new IllegalStateException("An agreement's first event is AgreementProposed");
    }
    return pact;
  }
}
