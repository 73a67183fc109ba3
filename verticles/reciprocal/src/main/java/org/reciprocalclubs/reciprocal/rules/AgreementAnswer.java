package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.List;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal.Reason;

/** What the rules of agreements answer. */
final class AgreementAnswer {

  private AgreementAnswer() {}

  static Outcome<Event, AgreementRefusal> accepted(Event... events) {
    return new Outcome.Accepted<>(List.of(events));
  }

  static Outcome<Event, AgreementRefusal> refused(Reason reason) {
    return new Outcome.Refused<>(new AgreementRefusal(reason, List.of()));
  }

  /** Refused now, and possible from that day. */
  static Outcome<Event, AgreementRefusal> refused(Reason reason, LocalDate from) {
    return new Outcome.Refused<>(new AgreementRefusal(reason, List.of(), from));
  }

  static Outcome<Event, AgreementRefusal> wrong() {
    return refused(Reason.WRONG_STATE);
  }

  static Outcome<Event, AgreementRefusal> worded(String text, Event event) {
    return text.length() > Agreement.REASON_LENGTH_MAX ? refused(Reason.TEXT_TOO_LONG) : accepted(event);
  }
}
