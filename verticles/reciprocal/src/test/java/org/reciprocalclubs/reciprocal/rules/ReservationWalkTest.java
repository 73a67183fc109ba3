package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.reciprocal.rules.Reservation.Act;
import org.reciprocalclubs.reciprocal.rules.Reservation.Command;
import org.reciprocalclubs.reciprocal.rules.Reservation.Declining;
import org.reciprocalclubs.reciprocal.rules.Reservation.Event;
import org.reciprocalclubs.reciprocal.rules.Reservation.Plan;
import org.reciprocalclubs.reciprocal.rules.ReservationRefusal.Reason;

/** Whatever a member, two clubs, a stranger, the door and the clock do to a reservation, in any order. */
class ReservationWalkTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 16);
  private static final Instant ENDS = Instant.parse("2026-06-17T07:00:00Z");
  private static final int STEPS = 40_000;

  private final Random random = new Random(7);
  private final Set<Reason> refused = EnumSet.noneOf(Reason.class);
  private final Map<String, Reservation> states = new LinkedHashMap<>();
  private final Map<Class<?>, Event> events = new LinkedHashMap<>();

  @Test
  void every_command_in_every_state_has_an_answer_and_every_state_is_reached() {
    walk();
    assertThat(new TreeSet<>(states.keySet())).containsExactly("CANCELLED", "CHECKED_IN", "CONFIRMED",
        "DECLINED", "EXPIRED", "NOTHING", "NO_SHOW", "REQUESTED");
    assertThat(refused).contains(Reason.values());
    assertThat(events.keySet()).containsExactlyInAnyOrder(Event.class.getPermittedSubclasses());
  }

  /** An event is stored only where the rules gave it; without an announcement there is nothing to change. */
  @Test
  void only_an_announcement_follows_from_nothing() {
    walk();
    int impossible = 0;
    for (var state : states.values()) {
      for (var event : events.values()) {
        try {
          assertThat(Reservation.evolve(state, event).state()).isNotEmpty();
        } catch (IllegalStateException bug) {
          impossible++;
        }
      }
    }
    assertThat(impossible).isEqualTo(events.size() - 1);
  }

  /** Whoever was let in, and whatever comes after: nobody who came is called absent. */
  @Test
  void who_came_is_never_a_no_show_unless_the_visit_is_undone() {
    for (int i = 0; i < STEPS; i++) {
      var command = command();
      if (!(command instanceof Reservation.GiveBack)) {
        var state = new Reservation.CheckedIn(plan(), visit());
        assertThat(after(state, command)).isEqualTo(state);
      }
    }
  }

  private void walk() {
    Reservation state = new Reservation.Nothing();
    for (int i = 0; i < STEPS; i++) {
      if (random.nextInt(10) == 0) {
        state = new Reservation.Nothing();
      }
      states.put(state.state(), state);
      state = after(state, command());
    }
  }

  private Reservation after(Reservation state, Command command) {
    var next = state;
    switch (Reservation.decide(state, command)) {
      case Outcome.Refused(var refusal) -> refused.add(refusal.reason());
      case Outcome.Accepted(var given) -> {
        for (var event : given) {
          events.put(event.getClass(), event);
          next = Reservation.evolve(next, event);
        }
      }
    }
    return next;
  }

  private Command command() {
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> new Reservation.Request(act(), plan(), DAY.minusDays(random.nextInt(-2, 400)),
          random.nextInt(Reservation.LIVE_MAX + 2), random.nextInt(5) == 0);
      case 3 -> new Reservation.Confirm(act());
      case 4 -> new Reservation.Decline(act(), Declining.values()[random.nextInt(4)]);
      case 5 -> new Reservation.Cancel(act());
      case 6 -> new Reservation.Arrive(visit());
      case 7 -> new Reservation.GiveBack(visit());
      default -> new Reservation.Lapse(at());
    };
  }

  private Plan plan() {
    return new Plan(Visitor.HOST, Visitor.HOME, Visitor.MEMBER, DAY, ENDS, random.nextBoolean());
  }

  private UUID visit() {
    return new UUID(6, random.nextInt(2));
  }

  private Act act() {
    var club = List.of(Visitor.HOST, Visitor.HOST, Visitor.HOME, new UUID(9, 9)).get(random.nextInt(4));
    return new Act(club, switch (random.nextInt(5)) {
      case 0 -> Visitor.MEMBER;
      case 1 -> new UUID(9, 8);
      default -> null;
    }, at());
  }

  private Instant at() {
    return ENDS.plusSeconds(random.nextInt(-100_000, 3_000));
  }
}
