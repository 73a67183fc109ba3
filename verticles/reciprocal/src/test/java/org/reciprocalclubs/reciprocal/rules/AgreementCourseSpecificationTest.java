package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementActivated;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementApproved;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementCountered;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementExpired;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementProposed;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementRenewalDue;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementTerminated;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementWithdrawn;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentApproved;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentBegun;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentProposed;
import org.reciprocalclubs.reciprocal.rules.Agreement.ApproveAmendment;
import org.reciprocalclubs.reciprocal.rules.Agreement.BeginAmendment;
import org.reciprocalclubs.reciprocal.rules.Agreement.Command;
import org.reciprocalclubs.reciprocal.rules.Agreement.Counter;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Agreement.Expire;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Agreement.Propose;
import org.reciprocalclubs.reciprocal.rules.Agreement.ProposeAmendment;
import org.reciprocalclubs.reciprocal.rules.Agreement.Remind;
import org.reciprocalclubs.reciprocal.rules.Agreement.RevokeTermination;
import org.reciprocalclubs.reciprocal.rules.Agreement.Terminate;
import org.reciprocalclubs.reciprocal.rules.Agreement.TerminationNoticed;
import org.reciprocalclubs.reciprocal.rules.Agreement.Withdraw;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal.Reason;

class AgreementCourseSpecificationTest {
  private static final UUID CITY = new UUID(1, 1);
  private static final UUID HARBOUR = new UUID(1, 2);
  private static final LocalDate FIRST = LocalDate.of(2026, 5, 1);
  private static final LocalDate LAST = LocalDate.of(2027, 4, 30);
  private static final Wording SAME = new Wording(Terms.OPEN, new Period(FIRST, LAST));
  private static final Event PROPOSED = new AgreementProposed(
      new Pact(new UUID(2, 1), CITY, HARBOUR, SAME.seal(1), Course.of(CITY, 30)));
  private static final Event[] ACTIVE = {PROPOSED, new AgreementApproved(HARBOUR, 1),
      new AgreementActivated()};
  private static final Wording RENEWAL = new Wording(Terms.OPEN,
      new Period(LAST.plusDays(1), LAST.plusYears(1)));
  private static final Event OPENED = new AmendmentProposed(CITY, RENEWAL.seal(2));
  private static final Event RENEWED = new AmendmentApproved(HARBOUR, 2);

  private final Specification<Agreement, Command, Event, AgreementRefusal> agreement = new Specification<>(
      new Agreement.Unproposed(), Agreement::decide, Agreement::evolve);

  private Specification<Agreement, Command, Event, AgreementRefusal>.Given active(Event... more) {
    var events = new ArrayList<>(List.of(ACTIVE));
    events.addAll(List.of(more));
    return agreement.given(events.toArray(Event[]::new));
  }

  private static AgreementRefusal because(Reason reason, @Nullable LocalDate day) {
    return new AgreementRefusal(reason, List.of(), day);
  }

  @Test
  void whoever_did_not_write_the_terms_counters_and_notice_stays_unless_said() {
    var counter = new Counter(HARBOUR, SAME, null, FIRST, null);
    var countered = new AgreementCountered(HARBOUR, SAME.seal(2), 30);
    agreement.given(PROPOSED).when(counter).then(countered);
    agreement.given(PROPOSED, countered).when(counter).refused(because(Reason.OWN_TERMS, null));
    agreement.given(PROPOSED, countered).when(new Counter(CITY, SAME, 5, FIRST, null))
        .then(new AgreementCountered(CITY, SAME.seal(3), 5));
    agreement.given(PROPOSED, countered).when(new Withdraw(CITY)).then(new AgreementWithdrawn(CITY));
    agreement.given(PROPOSED, countered).when(new Withdraw(HARBOUR))
        .refused(because(Reason.NOT_THE_PROPOSER, null));
  }

  @Test
  void the_clubs_do_not_counter_each_other_for_ever() {
    var last = new AgreementCountered(HARBOUR, SAME.seal(Agreement.COUNTERED_VERSIONS_MAX), 30);
    agreement.given(PROPOSED, last).when(new Counter(CITY, SAME, null, FIRST, null))
        .refused(because(Reason.TOO_MANY_VERSIONS, null));
  }

  @ParameterizedTest
  @CsvSource({"2026-04-30,", "2026-05-01,2026-05-02"})
  void a_day_has_one_agreement(LocalDate endedOn, @Nullable LocalDate free) {
    var pact = ((AgreementProposed) PROPOSED).pact();
    var answer = agreement.given().when(new Propose(pact, false, FIRST, endedOn));
    if (free == null) {
      answer.then(PROPOSED);
    } else {
      answer.refused(because(Reason.DATES_OVERLAP, free));
    }
  }

  @Test
  void a_renewal_begins_the_day_after_and_the_agreement_does_not_expire_between() {
    active().when(new ProposeAmendment(CITY, RENEWAL, FIRST)).then(OPENED);
    active(OPENED).when(new ApproveAmendment(CITY, FIRST)).refused(because(Reason.OWN_TERMS, null));
    active(OPENED).when(new ApproveAmendment(HARBOUR, FIRST)).then(RENEWED);
    active(OPENED, RENEWED).when(new Expire(LAST.plusDays(1))).refused(because(Reason.NOT_OVER, null));
    active(OPENED, RENEWED).when(new BeginAmendment(LAST)).refused(because(Reason.NOT_YET, null));
    active(OPENED, RENEWED).when(new BeginAmendment(LAST.plusDays(1))).then(new AmendmentBegun(2));
    active(OPENED, RENEWED, new AmendmentBegun(2)).when(new Expire(LAST.plusYears(1).plusDays(1)))
        .then(new AgreementExpired());
  }

  @Test
  void an_amendment_neither_reaches_back_nor_leaves_a_hole() {
    var today = new Wording(Terms.OPEN, new Period(FIRST.plusDays(9), null));
    active().when(new ProposeAmendment(CITY, today, FIRST.plusDays(9)))
        .refused(because(Reason.AMENDMENT_TOO_SOON, FIRST.plusDays(10)));
    var late = new Wording(Terms.OPEN, new Period(LAST.plusDays(2), null));
    active().when(new ProposeAmendment(CITY, late, FIRST))
        .refused(because(Reason.AMENDMENT_TOO_LATE, LAST.plusDays(1)));
    active(OPENED).when(new ProposeAmendment(HARBOUR, RENEWAL, FIRST))
        .refused(because(Reason.AMENDMENT_EXISTS, null));
  }

  @ParameterizedTest
  @CsvSource({"2026-06-29,2026-06-30", "2026-06-30,", "2027-04-30,ENDS"})
  void notice_keeps_its_days_and_ends_before_the_agreement_does(LocalDate lastDay, @Nullable String first) {
    var answer = active().when(new Terminate(CITY, lastDay, "", LocalDate.of(2026, 5, 31)));
    if (first == null) {
      answer.then(new TerminationNoticed(CITY, lastDay));
    } else if (first.equals("ENDS")) {
      answer.refused(because(Reason.ENDS_BEFORE, null));
    } else {
      answer.refused(because(Reason.NOTICE_TOO_SHORT, LocalDate.parse(first)));
    }
  }

  @Test
  void notice_goes_before_a_renewal_and_ends_with_the_day() {
    var noticed = new TerminationNoticed(CITY, LocalDate.of(2026, 7, 1));
    active(OPENED, RENEWED, noticed).when(new BeginAmendment(LAST.plusDays(1)))
        .refused(because(Reason.NO_AMENDMENT, null));
    active(OPENED, RENEWED, noticed).when(new Expire(LocalDate.of(2026, 7, 2)))
        .then(new AgreementTerminated());
    active(noticed).when(new RevokeTermination(CITY, LocalDate.of(2026, 7, 2)))
        .refused(because(Reason.OVER, null));
  }

  @Test
  void a_reminder_comes_once_for_each_last_day() {
    var due = new AgreementRenewalDue(new Course.Reminder(LAST, 30), 30);
    active().when(new Remind(30, LAST.minusDays(31))).refused(because(Reason.NOT_YET, null));
    active().when(new Remind(30, LAST.minusDays(30))).then(due);
    active(due).when(new Remind(30, LAST.minusDays(29))).then();
    active(due, OPENED, RENEWED).when(new Remind(30, LAST.minusDays(29)))
        .refused(because(Reason.NOT_YET, null));
  }
}
