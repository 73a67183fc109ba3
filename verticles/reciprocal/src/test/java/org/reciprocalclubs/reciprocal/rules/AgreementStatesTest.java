package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;

/** Amendments, notices and reminders are of agreements that are signed and have not ended. */
class AgreementStatesTest {
  private static final UUID CITY = new UUID(1, 1);
  private static final UUID HARBOUR = new UUID(1, 2);
  private static final LocalDate LAST = LocalDate.of(2027, 4, 30);
  private static final Pact PACT = new Pact(new UUID(2, 1), CITY, HARBOUR,
      TermsVersion.seal(1, Terms.OPEN, new Period(LocalDate.of(2026, 5, 1), LAST)));
  private static final TermsVersion NEXT = TermsVersion.seal(2, Terms.OPEN.with(new Caps(1, 4, 48)),
      Period.from(LAST.plusDays(1)));
  private static final List<Event> LATER = List.of(new Agreement.AmendmentProposed(HARBOUR, NEXT),
      new Agreement.AmendmentRejected(CITY, 2), new Agreement.TerminationNoticed(CITY, LAST.minusDays(30)),
      new Agreement.TerminationRevoked(CITY),
      new Agreement.AgreementRenewalDue(new Course.Reminder(LAST, 30), 30));

  static Stream<Agreement> signed() {
    return Stream.of(new Agreement.Approved(PACT), new Agreement.Active(PACT),
        new Agreement.Suspended(PACT, Set.of(CITY)));
  }

  static Stream<Agreement> others() {
    return Stream.of(new Agreement.Unproposed(), new Agreement.Proposed(PACT), new Agreement.Countered(PACT),
        new Agreement.Expired(PACT), new Agreement.Terminated(PACT), new Agreement.Rejected(PACT),
        new Agreement.Withdrawn(PACT));
  }

  @ParameterizedTest
  @MethodSource("signed")
  void they_leave_a_signed_agreement_in_its_state(Agreement state) {
    for (var event : LATER) {
      assertThat(Agreement.evolve(state, event).state()).isEqualTo(state.state());
    }
  }

  @ParameterizedTest
  @MethodSource("others")
  void they_follow_from_no_other_state(Agreement state) {
    for (var event : LATER) {
      assertThatThrownBy(() -> Agreement.evolve(state, event)).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("others")
  void they_are_commanded_in_no_other_state(Agreement state) {
    var today = LAST.minusDays(60);
    for (var command : List.of(new Agreement.ApproveAmendment(CITY, today),
        new Agreement.RejectAmendment(CITY), new Agreement.WithdrawAmendment(CITY),
        new Agreement.Terminate(CITY, null, "", today), new Agreement.RevokeTermination(CITY, today),
        new Agreement.BeginAmendment(LAST.plusDays(1)), new Agreement.Remind(60, today),
        new Agreement.Expire(LAST.plusDays(1)), new Agreement.Suspend(CITY, ""),
        new Agreement.Resume(CITY))) {
      assertThat(Agreement.decide(state, command)).isEqualTo(AgreementAnswer.wrong());
    }
  }
}
