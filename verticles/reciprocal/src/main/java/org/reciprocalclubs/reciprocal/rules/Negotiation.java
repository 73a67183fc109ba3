package org.reciprocalclubs.reciprocal.rules;

import static org.reciprocalclubs.reciprocal.rules.AgreementAnswer.accepted;
import static org.reciprocalclubs.reciprocal.rules.AgreementAnswer.refused;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementApproved;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementCountered;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementProposed;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementRejected;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementWithdrawn;
import org.reciprocalclubs.reciprocal.rules.Agreement.Approve;
import org.reciprocalclubs.reciprocal.rules.Agreement.Counter;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Agreement.Propose;
import org.reciprocalclubs.reciprocal.rules.Agreement.Reject;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal.Reason;

/**
 * From the first proposal until both clubs have said yes or one has said no. Whoever did not write the terms
 * on the table answers them, with yes, no, or terms of its own.
 */
final class Negotiation {

  private Negotiation() {}

  static Outcome<Event, AgreementRefusal> propose(Propose propose) {
    var pact = propose.pact();
    if (pact.proposer().equals(pact.partner())) {
      return refused(Reason.SELF_AGREEMENT);
    }
    if (propose.pairTaken()) {
      return refused(Reason.PAIR_HAS_AGREEMENT);
    }
    var unsound = unsound(pact.version(), pact.course().noticeDays());
    if (unsound == null) {
      unsound = misdated(pact.version().period(), propose.today(), propose.endedOn());
    }
    return unsound == null ? accepted(new AgreementProposed(pact)) : new Outcome.Refused<>(unsound);
  }

  static Outcome<Event, AgreementRefusal> counter(Pact pact, Counter counter) {
    var course = pact.course();
    if (counter.by().equals(course.author())) {
      return refused(Reason.OWN_TERMS);
    }
    if (pact.version().number() >= Agreement.COUNTERED_VERSIONS_MAX) {
      return refused(Reason.TOO_MANY_VERSIONS);
    }
    var version = counter.wording().seal(pact.version().number() + 1);
    var said = counter.noticeDays();
    int noticeDays = said == null ? course.noticeDays() : said;
    var unsound = unsound(version, noticeDays);
    if (unsound == null) {
      unsound = misdated(version.period(), counter.today(), counter.endedOn());
    }
    return unsound == null
        ? accepted(new AgreementCountered(counter.by(), version, noticeDays))
        : new Outcome.Refused<>(unsound);
  }

  private static @Nullable AgreementRefusal unsound(TermsVersion version, int noticeDays) {
    var problems = new ArrayList<>(version.problems());
    if (noticeDays < 0 || noticeDays > Agreement.NOTICE_DAYS_MAX) {
      problems.add(new Problem("noticeDays", "Days of notice are 0 to " + Agreement.NOTICE_DAYS_MAX + "."));
    }
    return problems.isEmpty() ? null : new AgreementRefusal(Reason.TERMS_CONTRADICTORY, problems);
  }

  /** @param endedOn the last day of the latest agreement that the two had before; a day has one agreement */
  private static @Nullable AgreementRefusal misdated(Period period, LocalDate today,
      @Nullable LocalDate endedOn) {
    if (period.overBy(today)) {
      return new AgreementRefusal(Reason.OVER, List.of());
    }
    return endedOn != null && !period.effective().isAfter(endedOn)
        ? new AgreementRefusal(Reason.DATES_OVERLAP, List.of(), endedOn.plusDays(1))
        : null;
  }

  static Outcome<Event, AgreementRefusal> approve(Pact pact, Approve approve) {
    if (approve.by().equals(pact.course().author())) {
      return refused(Reason.OWN_TERMS);
    }
    if (pact.version().period().overBy(approve.today())) {
      return refused(Reason.OVER);
    }
    return accepted(new AgreementApproved(approve.by(), pact.version().number()));
  }

  static Outcome<Event, AgreementRefusal> reject(Pact pact, Reject reject) {
    return reject.by().equals(pact.course().author())
        ? refused(Reason.OWN_TERMS)
        : AgreementAnswer.worded(reject.reason(), new AgreementRejected(reject.by(), reject.reason()));
  }

  static Outcome<Event, AgreementRefusal> withdraw(Pact pact, UUID by) {
    return by.equals(pact.proposer())
        ? accepted(new AgreementWithdrawn(by))
        : refused(Reason.NOT_THE_PROPOSER);
  }
}
