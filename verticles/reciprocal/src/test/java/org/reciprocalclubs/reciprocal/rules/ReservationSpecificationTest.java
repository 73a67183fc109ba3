package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.reciprocalclubs.reciprocal.rules.Reservation.Act;
import org.reciprocalclubs.reciprocal.rules.Reservation.By;
import org.reciprocalclubs.reciprocal.rules.Reservation.Command;
import org.reciprocalclubs.reciprocal.rules.Reservation.Declining;
import org.reciprocalclubs.reciprocal.rules.Reservation.Event;
import org.reciprocalclubs.reciprocal.rules.Reservation.Plan;

class ReservationSpecificationTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 16);
  private static final Instant ENDS = Instant.parse("2026-06-17T07:00:00Z");
  private static final Instant BEFORE = ENDS.minusSeconds(1);
  private static final UUID VISIT = new UUID(6, 1);
  private static final Plan PLAN = plan(false);

  private static Plan plan(boolean approval) {
    return new Plan(Visitor.HOST, Visitor.HOME, Visitor.MEMBER, DAY, ENDS, approval);
  }

  private static Act act(By by) {
    return act(by, BEFORE);
  }

  private static Act act(By by, Instant at) {
    return new Act(by == By.HOST_CLUB ? Visitor.HOST : Visitor.HOME, by == By.MEMBER ? Visitor.MEMBER : null,
        at);
  }

  private static Reservation.Request request(Plan plan, By by) {
    return new Reservation.Request(act(by), plan, DAY, 0, false);
  }

  private static List<Event> accepted(Reservation state, Command command) {
    return Reservation.decide(state, command) instanceof Outcome.Accepted(var events) ? events : List.of();
  }

  private static @Nullable String refused(Reservation state, Command command) {
    return Reservation.decide(state, command) instanceof Outcome.Refused(var refusal)
        ? refusal.reason().name()
        : null;
  }

  @ParameterizedTest
  @EnumSource
  void it_is_confirmed_at_once_where_nobody_has_to_say_yes(By by) {
    assertThat(accepted(new Reservation.Nothing(), request(PLAN, by))).containsExactly(
        new Reservation.ReservationRequested(PLAN, by), new Reservation.ReservationConfirmed(true));
  }

  @Test
  void it_waits_for_a_host_that_has_to_say_yes_and_did_not_ask_itself() {
    var plan = plan(true);
    assertThat(accepted(new Reservation.Nothing(), request(plan, By.MEMBER)))
        .containsExactly(new Reservation.ReservationRequested(plan, By.MEMBER));
    assertThat(accepted(new Reservation.Nothing(), request(plan, By.HOST_CLUB))).hasSize(2);
    var waiting = new Reservation.Requested(plan);
    assertThat(refused(waiting, new Reservation.Confirm(act(By.HOME_CLUB)))).isEqualTo("NOT_THE_HOST");
    assertThat(refused(waiting, new Reservation.Confirm(act(By.MEMBER)))).isEqualTo("NOT_THE_HOST");
    assertThat(accepted(waiting, new Reservation.Confirm(act(By.HOST_CLUB))))
        .containsExactly(new Reservation.ReservationConfirmed(false));
    assertThat(refused(waiting, new Reservation.Confirm(act(By.HOST_CLUB, ENDS)))).isEqualTo("DAY_OVER");
  }

  @ParameterizedTest
  @CsvSource({"0,0,false,", "1,0,false,DAY_OVER", "-366,0,false,", "-367,0,false,TOO_FAR_AHEAD",
      "0,19,false,", "0,20,false,TOO_MANY", "0,0,true,DAY_TAKEN"})
  void a_day_can_be_announced_within_limits(int today, int live, boolean taken, @Nullable String reason) {
    assertThat(refused(new Reservation.Nothing(),
        new Reservation.Request(act(By.MEMBER), PLAN, DAY.plusDays(today), live, taken))).isEqualTo(reason);
  }

  @Test
  void a_day_that_has_ended_is_over_though_its_date_is_not() {
    assertThat(refused(new Reservation.Nothing(),
        new Reservation.Request(act(By.MEMBER, ENDS), PLAN, DAY, 0, false))).isEqualTo("DAY_OVER");
  }

  @Test
  void a_stranger_and_another_member_have_no_business_with_it() {
    for (var act : List.of(new Act(new UUID(9, 9), null, BEFORE),
        new Act(Visitor.HOME, new UUID(9, 8), BEFORE))) {
      assertThat(refused(new Reservation.Nothing(), new Reservation.Request(act, PLAN, DAY, 0, false)))
          .isEqualTo("NOT_YOURS");
      assertThat(refused(new Reservation.Confirmed(PLAN), new Reservation.Cancel(act)))
          .isEqualTo("NOT_YOURS");
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_of_the_three_cancels_what_is_live(By by) {
    assertThat(accepted(new Reservation.Confirmed(PLAN), new Reservation.Cancel(act(by))))
        .containsExactly(new Reservation.ReservationCancelled(by));
    assertThat(accepted(new Reservation.Requested(PLAN), new Reservation.Cancel(act(by)))).hasSize(1);
    assertThat(refused(new Reservation.NoShow(PLAN), new Reservation.Cancel(act(by))))
        .isEqualTo("WRONG_STATE");
  }

  @Test
  void what_was_done_is_done_once() {
    var host = act(By.HOST_CLUB);
    assertThat(Reservation.decide(new Reservation.Confirmed(PLAN), new Reservation.Confirm(host)))
        .isEqualTo(new Outcome.Accepted<>(List.of()));
    assertThat(Reservation.decide(new Reservation.Cancelled(PLAN), new Reservation.Cancel(host)))
        .isEqualTo(new Outcome.Accepted<>(List.of()));
    assertThat(Reservation.decide(new Reservation.Declined(PLAN),
        new Reservation.Decline(host, Declining.FULLY_BOOKED))).isEqualTo(new Outcome.Accepted<>(List.of()));
    assertThat(refused(new Reservation.Confirmed(PLAN),
        new Reservation.Decline(host, Declining.OTHER_REASON))).isEqualTo("WRONG_STATE");
    assertThat(refused(new Reservation.Confirmed(PLAN), request(PLAN, By.MEMBER))).isEqualTo("WRONG_STATE");
  }

  @Test
  void who_comes_has_kept_it_and_an_undone_visit_gives_it_back() {
    var arrive = new Reservation.Arrive(VISIT);
    var kept = new Reservation.CheckedIn(PLAN, VISIT);
    assertThat(accepted(new Reservation.Confirmed(PLAN), arrive))
        .containsExactly(new Reservation.ReservationKept(VISIT));
    assertThat(accepted(new Reservation.Requested(PLAN), arrive)).hasSize(1);
    assertThat(accepted(kept, arrive)).isEmpty();
    for (var ended : List.of(new Reservation.NoShow(PLAN), new Reservation.Expired(PLAN))) {
      assertThat(accepted(ended, arrive)).as("told after the day")
          .containsExactly(new Reservation.ReservationKept(VISIT));
    }
    for (var gone : List.of(new Reservation.Declined(PLAN), new Reservation.Cancelled(PLAN))) {
      assertThat(accepted(gone, arrive)).isEmpty();
    }
    assertThat(accepted(kept, new Reservation.GiveBack(VISIT)))
        .containsExactly(new Reservation.ReservationReopened(VISIT));
    assertThat(accepted(kept, new Reservation.GiveBack(new UUID(6, 2)))).isEmpty();
    assertThat(Reservation.evolve(kept, new Reservation.ReservationReopened(VISIT)))
        .isEqualTo(new Reservation.Confirmed(PLAN));
  }

  @Test
  void the_end_of_the_day_tells_who_did_not_come_and_what_was_not_answered() {
    assertThat(refused(new Reservation.Confirmed(PLAN), new Reservation.Lapse(BEFORE)))
        .isEqualTo("DAY_NOT_OVER");
    assertThat(accepted(new Reservation.Confirmed(PLAN), new Reservation.Lapse(ENDS)))
        .containsExactly(new Reservation.ReservationMissed());
    assertThat(accepted(new Reservation.Requested(PLAN), new Reservation.Lapse(ENDS)))
        .containsExactly(new Reservation.ReservationExpired());
    assertThat(accepted(new Reservation.CheckedIn(PLAN, VISIT), new Reservation.Lapse(ENDS))).isEmpty();
  }
}
