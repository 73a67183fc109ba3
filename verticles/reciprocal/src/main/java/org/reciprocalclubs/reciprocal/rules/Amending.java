package org.reciprocalclubs.reciprocal.rules;

import static org.reciprocalclubs.reciprocal.rules.AgreementAnswer.accepted;
import static org.reciprocalclubs.reciprocal.rules.AgreementAnswer.refused;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentAct;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentApproved;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentBegun;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentProposed;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentRejected;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentWithdrawn;
import org.reciprocalclubs.reciprocal.rules.Agreement.ApproveAmendment;
import org.reciprocalclubs.reciprocal.rules.Agreement.BeginAmendment;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Agreement.ProposeAmendment;
import org.reciprocalclubs.reciprocal.rules.Agreement.RejectAmendment;
import org.reciprocalclubs.reciprocal.rules.Agreement.WithdrawAmendment;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal.Reason;

/**
 * New terms for an agreement that both have signed. They begin on a day to come, so that nobody who was let
 * in is judged by them afterwards, and at the latest on the day after the last one agreed so far, so that the
 * agreement has no hole. A renewal is an amendment that moves the last day.
 */
final class Amending {

  private Amending() {}

  static Outcome<Event, AgreementRefusal> amend(Pact pact, AmendmentAct command) {
    return switch (command) {
      case ProposeAmendment propose -> propose(pact, propose);
      case ApproveAmendment approve -> approve(pact, approve);
      case RejectAmendment(var by) -> {
        var open = pact.course().amendments().open();
        yield open == null
            ? refused(Reason.NO_AMENDMENT)
            : by.equals(open.author())
                ? refused(Reason.OWN_TERMS)
                : accepted(new AmendmentRejected(by, open.version().number()));
      }
      case WithdrawAmendment(var by) -> {
        var open = pact.course().amendments().open();
        yield open == null
            ? refused(Reason.NO_AMENDMENT)
            : by.equals(open.author())
                ? accepted(new AmendmentWithdrawn(by, open.version().number()))
                : refused(Reason.NOT_THE_PROPOSER);
      }
    };
  }

  private static Outcome<Event, AgreementRefusal> propose(Pact pact, ProposeAmendment propose) {
    var amendments = pact.course().amendments();
    if (pact.course().notice() != null) {
      return refused(Reason.NOTICE_GIVEN);
    }
    if (amendments.open() != null || amendments.next() != null) {
      return refused(Reason.AMENDMENT_EXISTS);
    }
    if (amendments.newest() >= Agreement.VERSIONS_MAX) {
      return refused(Reason.TOO_MANY_VERSIONS);
    }
    var version = propose.wording().seal(amendments.newest() + 1);
    var problems = version.problems();
    if (!problems.isEmpty()) {
      return new Outcome.Refused<>(new AgreementRefusal(Reason.TERMS_CONTRADICTORY, problems));
    }
    var misdated = misdated(pact, version.period(), propose.today());
    return misdated == null
        ? accepted(new AmendmentProposed(propose.by(), version))
        : new Outcome.Refused<>(misdated);
  }

  private static @Nullable AgreementRefusal misdated(Pact pact, Period period, LocalDate today) {
    var begun = pact.version().period().effective();
    var first = (begun.isAfter(today) ? begun : today).plusDays(1);
    if (period.effective().isBefore(first)) {
      return new AgreementRefusal(Reason.AMENDMENT_TOO_SOON, List.of(), first);
    }
    var last = pact.lastDay();
    return last != null && period.effective().isAfter(last.plusDays(1))
        ? new AgreementRefusal(Reason.AMENDMENT_TOO_LATE, List.of(), last.plusDays(1))
        : null;
  }

  private static Outcome<Event, AgreementRefusal> approve(Pact pact, ApproveAmendment approve) {
    var amendments = pact.course().amendments();
    var open = amendments.open();
    if (open == null) {
      return refused(Reason.NO_AMENDMENT);
    }
    if (approve.by().equals(open.author())) {
      return refused(Reason.OWN_TERMS);
    }
    if (pact.course().notice() != null) {
      return refused(Reason.NOTICE_GIVEN);
    }
    var misdated = misdated(pact, open.version().period(), approve.today());
    return misdated == null
        ? accepted(new AmendmentApproved(approve.by(), open.version().number()))
        : new Outcome.Refused<>(misdated);
  }

  static Outcome<Event, AgreementRefusal> begin(Pact pact, BeginAmendment begin) {
    var next = pact.following();
    if (next == null) {
      return refused(Reason.NO_AMENDMENT);
    }
    return next.version().period().begunBy(begin.today())
        ? accepted(new AmendmentBegun(next.version().number()))
        : refused(Reason.NOT_YET);
  }
}
