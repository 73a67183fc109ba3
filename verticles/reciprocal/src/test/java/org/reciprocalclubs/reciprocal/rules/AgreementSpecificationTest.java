package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reciprocalclubs.reciprocal.rules.Agreement.Activate;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementActivated;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementApproved;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementExpired;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementProposed;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementRejected;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementResumed;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementSuspended;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementWithdrawn;
import org.reciprocalclubs.reciprocal.rules.Agreement.Approve;
import org.reciprocalclubs.reciprocal.rules.Agreement.Command;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Agreement.Expire;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Agreement.Propose;
import org.reciprocalclubs.reciprocal.rules.Agreement.Reject;
import org.reciprocalclubs.reciprocal.rules.Agreement.Resume;
import org.reciprocalclubs.reciprocal.rules.Agreement.Suspend;
import org.reciprocalclubs.reciprocal.rules.Agreement.Withdraw;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal.Reason;

class AgreementSpecificationTest {
  private static final UUID CITY = new UUID(1, 1);
  private static final UUID HARBOUR = new UUID(1, 2);
  private static final UUID STRANGER = new UUID(1, 3);
  private static final LocalDate FIRST = LocalDate.of(2026, 5, 1);
  private static final LocalDate LAST = LocalDate.of(2027, 4, 30);
  private static final Pact PACT = pact(HARBOUR, Terms.OPEN, new Period(FIRST, LAST));
  private static final Event PROPOSED = new AgreementProposed(PACT);
  private static final Event APPROVED = new AgreementApproved(HARBOUR, 1);
  private static final Event ACTIVATED = new AgreementActivated();
  private static final String LONG = "x".repeat(1_001);

  private final Specification<Agreement, Command, Event, AgreementRefusal> agreement = new Specification<>(
      new Agreement.Unproposed(), Agreement::decide, Agreement::evolve);

  @Test
  void a_club_proposes_to_another() {
    agreement.given().when(new Propose(PACT, false, FIRST)).then(PROPOSED);
  }

  @Test
  void a_club_has_no_agreement_with_itself() {
    var self = pact(CITY, Terms.OPEN, new Period(FIRST, LAST));
    agreement.given().when(new Propose(self, false, FIRST)).refused(because(Reason.SELF_AGREEMENT));
  }

  @Test
  void two_clubs_have_one_agreement_at_a_time() {
    agreement.given().when(new Propose(PACT, true, FIRST)).refused(because(Reason.PAIR_HAS_AGREEMENT));
  }

  @Test
  void contradictory_terms_are_refused_with_every_contradiction_named() {
    var terms = Terms.OPEN.with(new Caps(0, null, null));
    var pact = pact(HARBOUR, terms, new Period(LAST, FIRST));
    var outcome = agreement.given().when(new Propose(pact, false, FIRST)).outcome();
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
      var refusal = (AgreementRefusal) refused.refusal();
      assertThat(refusal.reason()).isEqualTo(Reason.TERMS_CONTRADICTORY);
      assertThat(refusal.problems()).extracting(Problem::field).containsExactly("caps.day", "expirationDate");
    });
  }

  @ParameterizedTest
  @CsvSource({"2027-04-30,", "2027-05-01,OVER"})
  void nothing_is_proposed_or_approved_that_is_over(LocalDate today, @Nullable Reason reason) {
    var propose = agreement.given().when(new Propose(PACT, false, today));
    var approve = agreement.given(PROPOSED).when(new Approve(HARBOUR, today));
    if (reason == null) {
      propose.then(PROPOSED);
      approve.then(APPROVED);
    } else {
      propose.refused(because(reason));
      approve.refused(because(reason));
    }
  }

  @Test
  void a_proposal_of_one_day_is_sound() {
    var pact = pact(HARBOUR, Terms.OPEN, new Period(FIRST, FIRST));
    agreement.given().when(new Propose(pact, false, FIRST)).then(new AgreementProposed(pact));
  }

  @Test
  void the_other_club_approves_and_it_can_be_activated_from_its_first_day() {
    agreement.given(PROPOSED).when(new Approve(HARBOUR, FIRST)).then(APPROVED);
    agreement.given(PROPOSED).when(new Approve(HARBOUR, FIRST.minusDays(1))).then(APPROVED);
    agreement.given(PROPOSED, APPROVED).when(new Activate(FIRST.minusDays(1)))
        .refused(because(Reason.NOT_YET));
    agreement.given(PROPOSED, APPROVED).when(new Activate(FIRST)).then(ACTIVATED);
  }

  @Test
  void what_cannot_be_put_into_force_is_withdrawn_and_says_why() {
    var given = agreement.given(PROPOSED, APPROVED);
    given.when(new Agreement.Abandon("LEDGER_AWAY")).then(new Agreement.AgreementAbandoned("LEDGER_AWAY"));
    assertThat(agreement.given(PROPOSED, APPROVED, new Agreement.AgreementAbandoned("LEDGER_AWAY")).state()
        .state()).isEqualTo("WITHDRAWN");
  }

  @Test
  void nobody_answers_their_own_terms() {
    agreement.given(PROPOSED).when(new Approve(CITY, FIRST)).refused(because(Reason.OWN_TERMS));
    agreement.given(PROPOSED).when(new Reject(CITY, "")).refused(because(Reason.OWN_TERMS));
  }

  @Test
  void the_other_club_rejects_and_says_why() {
    agreement.given(PROPOSED).when(new Reject(HARBOUR, "Too far"))
        .then(new AgreementRejected(HARBOUR, "Too far"));
    var longest = LONG.substring(1);
    agreement.given(PROPOSED).when(new Reject(HARBOUR, longest))
        .then(new AgreementRejected(HARBOUR, longest));
    agreement.given(PROPOSED).when(new Reject(HARBOUR, LONG)).refused(because(Reason.TEXT_TOO_LONG));
  }

  @Test
  void only_the_proposer_withdraws() {
    agreement.given(PROPOSED).when(new Withdraw(CITY)).then(new AgreementWithdrawn(CITY));
    agreement.given(PROPOSED).when(new Withdraw(HARBOUR)).refused(because(Reason.NOT_THE_PROPOSER));
  }

  @Test
  void either_side_suspends_and_lifts_its_own_suspension() {
    var byCity = new AgreementSuspended(CITY, "Unpaid");
    agreement.given(PROPOSED, APPROVED, ACTIVATED).when(new Suspend(CITY, "Unpaid")).then(byCity);
    var suspended = agreement.given(PROPOSED, APPROVED, ACTIVATED, byCity);
    suspended.when(new Suspend(CITY, "Again")).refused(because(Reason.ALREADY_SUSPENDED));
    suspended.when(new Resume(HARBOUR)).refused(because(Reason.NOT_SUSPENDED_BY_YOU));
    suspended.when(new Resume(CITY)).then(new AgreementResumed(CITY));
    suspended.when(new Suspend(HARBOUR, LONG)).refused(because(Reason.TEXT_TOO_LONG));
  }

  @Test
  void it_rests_for_as_long_as_either_side_wants_it_to() {
    var byCity = new AgreementSuspended(CITY, "");
    var byHarbour = new AgreementSuspended(HARBOUR, "Refit");
    agreement.given(PROPOSED, APPROVED, ACTIVATED, byCity).when(new Suspend(HARBOUR, "Refit"))
        .then(byHarbour);
    var resting = agreement.given(PROPOSED, APPROVED, ACTIVATED, byCity, byHarbour,
        new AgreementResumed(CITY));
    assertThat(resting.state()).isEqualTo(new Agreement.Suspended(PACT, Set.of(HARBOUR)));
    var active = agreement.given(PROPOSED, APPROVED, ACTIVATED, byHarbour, new AgreementResumed(HARBOUR));
    assertThat(active.state()).isEqualTo(new Agreement.Active(PACT));
  }

  @Test
  void it_expires_after_its_last_day_from_every_state_in_force() {
    var suspended = new AgreementSuspended(CITY, "");
    for (var given : List.of(agreement.given(PROPOSED, APPROVED),
        agreement.given(PROPOSED, APPROVED, ACTIVATED),
        agreement.given(PROPOSED, APPROVED, ACTIVATED, suspended))) {
      given.when(new Expire(LAST)).refused(because(Reason.NOT_OVER));
      given.when(new Expire(LAST.plusDays(1))).then(new AgreementExpired());
    }
  }

  @Test
  void without_a_last_day_it_never_expires() {
    var proposed = new AgreementProposed(pact(HARBOUR, Terms.OPEN, Period.from(FIRST)));
    agreement.given(proposed, APPROVED, ACTIVATED).when(new Expire(LocalDate.MAX))
        .refused(because(Reason.NOT_OVER));
  }

  @Test
  void a_club_that_has_no_part_in_it_does_nothing() {
    for (Command command : List.<Command>of(new Approve(STRANGER, FIRST), new Reject(STRANGER, ""),
        new Withdraw(STRANGER), new Suspend(STRANGER, ""), new Resume(STRANGER))) {
      agreement.given(PROPOSED).when(command).refused(because(Reason.NOT_A_PARTY));
      agreement.given(PROPOSED, APPROVED, ACTIVATED).when(command).refused(because(Reason.NOT_A_PARTY));
      agreement.given().when(command).refused(because(Reason.WRONG_STATE));
    }
  }

  static Stream<List<Event>> histories() {
    return Stream.of(List.of(), List.of(PROPOSED), List.of(PROPOSED, APPROVED),
        List.of(PROPOSED, APPROVED, ACTIVATED),
        List.of(PROPOSED, APPROVED, ACTIVATED, new AgreementSuspended(CITY, "")),
        List.of(PROPOSED, APPROVED, ACTIVATED, new AgreementExpired()),
        List.of(PROPOSED, new AgreementRejected(HARBOUR, "")),
        List.of(PROPOSED, new AgreementWithdrawn(CITY)));
  }

  @ParameterizedTest
  @MethodSource("histories")
  void every_other_command_in_every_other_state_is_refused(List<Event> events) {
    var given = agreement.given(events.toArray(new Event[0]));
    var state = given.state().state();
    refusedUnless(given, new Propose(PACT, false, FIRST), state.equals("UNPROPOSED"));
    refusedUnless(given, new Approve(HARBOUR, FIRST), state.equals("PROPOSED"));
    refusedUnless(given, new Reject(HARBOUR, ""), state.equals("PROPOSED"));
    refusedUnless(given, new Withdraw(CITY), state.equals("PROPOSED"));
    refusedUnless(given, new Activate(FIRST), state.equals("APPROVED"));
    refusedUnless(given, new Agreement.Abandon("LEDGER_AWAY"), state.equals("APPROVED"));
    refusedUnless(given, new Suspend(HARBOUR, ""), state.equals("ACTIVE") || state.equals("SUSPENDED"));
    refusedUnless(given, new Resume(CITY), state.equals("SUSPENDED"));
    refusedUnless(given, new Expire(LAST.plusDays(1)),
        List.of("APPROVED", "ACTIVE", "SUSPENDED").contains(state));
  }

  private void refusedUnless(Specification<Agreement, Command, Event, AgreementRefusal>.Given given,
      Command command, boolean accepted) {
    if (accepted) {
      assertThat(given.when(command).outcome()).isInstanceOf(Outcome.Accepted.class);
    } else {
      given.when(command).refused(because(Reason.WRONG_STATE));
    }
  }

  @ParameterizedTest
  @CsvSource({"0,UNPROPOSED", "1,PROPOSED", "2,APPROVED", "3,ACTIVE", "4,SUSPENDED", "5,EXPIRED",
      "6,REJECTED", "7,WITHDRAWN"})
  void every_state_has_a_name(int history, String name) {
    var events = histories().toList().get(history);
    var state = agreement.given(events.toArray(new Event[0])).state();
    assertThat(state.state()).isEqualTo(name);
    assertThat(state.pact()).isEqualTo(history == 0 ? null : PACT);
  }

  @Test
  void a_history_without_a_proposal_is_a_bug() {
    assertThatThrownBy(() -> agreement.given(ACTIVATED)).isInstanceOf(IllegalStateException.class);
  }

  private static Pact pact(UUID partner, Terms terms, Period period) {
    return new Pact(new UUID(2, 1), CITY, partner, TermsVersion.seal(1, terms, period));
  }

  private static AgreementRefusal because(Reason reason) {
    return new AgreementRefusal(reason, List.of());
  }
}
