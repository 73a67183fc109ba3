package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.reciprocal.rules.Reservation.Act;
import org.reciprocalclubs.reciprocal.rules.Reservation.Command;
import org.reciprocalclubs.reciprocal.rules.Reservation.Declining;
import org.reciprocalclubs.reciprocal.rules.Reservation.Plan;

/** What the host can do with it in each state: {@code +} happens, {@code =} has, {@code -} cannot. */
class ReservationStatesTest {
  private static final Instant ENDS = Instant.parse("2026-06-17T07:00:00Z");
  private static final UUID VISIT = new UUID(6, 1);
  private static final Act HOST = new Act(Visitor.HOST, null, ENDS.minusSeconds(1));
  private static final Plan PLAN = new Plan(Visitor.HOST, Visitor.HOME, Visitor.MEMBER,
      LocalDate.of(2026, 6, 16), ENDS, false);
  private static final List<Reservation> STATES = List.of(new Reservation.Nothing(),
      new Reservation.Requested(PLAN), new Reservation.Confirmed(PLAN), new Reservation.Declined(PLAN),
      new Reservation.Cancelled(PLAN), new Reservation.CheckedIn(PLAN, VISIT), new Reservation.NoShow(PLAN),
      new Reservation.Expired(PLAN));

  @ParameterizedTest
  @CsvSource({
      // confirm, decline, cancel, arrive, give back, lapse
      "NOTHING,    -,-,-,=,=,=", "REQUESTED,  +,+,+,+,=,+", "CONFIRMED,  =,-,+,+,=,+",
      "DECLINED,   -,=,-,=,=,=", "CANCELLED,  -,-,=,=,=,=", "CHECKED_IN, -,-,-,=,+,=",
      "NO_SHOW,    -,-,-,+,=,=", "EXPIRED,    -,-,-,+,=,="})
  void what_is_possible_depends_on_the_state(String state, char confirm, char decline, char cancel,
      char arrive, char giveBack, char lapse) {
    assertThat(Stream.of(new Reservation.Confirm(HOST), new Reservation.Decline(HOST, Declining.OTHER_REASON),
        new Reservation.Cancel(HOST), new Reservation.Arrive(VISIT), new Reservation.GiveBack(VISIT),
        new Reservation.Lapse(ENDS)).map(command -> answer(state, command)))
        .containsExactly(confirm, decline, cancel, arrive, giveBack, lapse);
  }

  @Test
  void what_was_announced_stays_known_to_the_end() {
    assertThat(STATES).extracting(Reservation::plan).startsWith((Plan) null).endsWith(PLAN)
        .filteredOn(PLAN::equals).hasSize(STATES.size() - 1);
  }

  private static char answer(String name, Command command) {
    var state = STATES.stream().filter(each -> each.state().equals(name)).findFirst().orElseThrow();
    return switch (Reservation.decide(state, command)) {
      case Outcome.Accepted(var events) -> events.isEmpty() ? '=' : '+';
      case Outcome.Refused(var refusal) -> {
        assertThat(refusal.reason()).isEqualTo(ReservationRefusal.Reason.WRONG_STATE);
        yield '-';
      }
    };
  }
}
