package org.reciprocalclubs.reciprocal.rules;

import static org.reciprocalclubs.reciprocal.rules.AgreementAnswer.accepted;
import static org.reciprocalclubs.reciprocal.rules.AgreementAnswer.refused;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementExpired;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementRenewalDue;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementTerminated;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Agreement.Remind;
import org.reciprocalclubs.reciprocal.rules.Agreement.RevokeTermination;
import org.reciprocalclubs.reciprocal.rules.Agreement.Terminate;
import org.reciprocalclubs.reciprocal.rules.Agreement.TerminationNoticed;
import org.reciprocalclubs.reciprocal.rules.Agreement.TerminationRevoked;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal.Reason;

/** How a signed agreement ends: by its date, or by notice; and the reminders before. */
final class Ending {

  private Ending() {}

  static Outcome<Event, AgreementRefusal> terminate(Pact pact, Terminate terminate) {
    if (pact.course().notice() != null) {
      return refused(Reason.NOTICE_GIVEN);
    }
    var first = terminate.today().plusDays(pact.course().noticeDays());
    var wanted = terminate.lastDay();
    var lastDay = wanted == null ? first : wanted;
    if (lastDay.isBefore(first)) {
      return refused(Reason.NOTICE_TOO_SHORT, first);
    }
    var agreed = pact.lastDay();
    if (agreed != null && !lastDay.isBefore(agreed)) {
      return refused(Reason.ENDS_BEFORE);
    }
    return AgreementAnswer.worded(terminate.reason(), new TerminationNoticed(terminate.by(), lastDay));
  }

  static Outcome<Event, AgreementRefusal> revoke(Pact pact, RevokeTermination revoke) {
    var notice = pact.course().notice();
    if (notice == null) {
      return refused(Reason.NO_NOTICE);
    }
    if (!notice.by().equals(revoke.by())) {
      return refused(Reason.NOTICE_NOT_YOURS);
    }
    return revoke.today().isAfter(notice.lastDay())
        ? refused(Reason.OVER)
        : accepted(new TerminationRevoked(revoke.by()));
  }

  static Outcome<Event, AgreementRefusal> expire(Pact pact, LocalDate today) {
    var last = pact.lastDay();
    if (last == null || !today.isAfter(last)) {
      return refused(Reason.NOT_OVER);
    }
    return accepted(pact.course().notice() == null ? new AgreementExpired() : new AgreementTerminated());
  }

  static Outcome<Event, AgreementRefusal> remind(Pact pact, Remind remind) {
    var last = pact.lastDay();
    // the last day has moved since the reminder was planned; another is planned for the new one
    if (last == null || remind.today().isBefore(last.minusDays(remind.days()))) {
      return refused(Reason.NOT_YET);
    }
    if (remind.today().isAfter(last)) {
      return refused(Reason.OVER);
    }
    var reminder = new Course.Reminder(last, remind.days());
    return pact.course().reminded().contains(reminder)
        ? new Outcome.Accepted<>(List.of())
        : accepted(new AgreementRenewalDue(reminder,
            Math.toIntExact(ChronoUnit.DAYS.between(remind.today(), last))));
  }
}
