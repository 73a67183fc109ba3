package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.reciprocal.rules.Visit.Act;
import org.reciprocalclubs.reciprocal.rules.Visit.Command;
import org.reciprocalclubs.reciprocal.rules.Visit.Event;
import org.reciprocalclubs.reciprocal.rules.VisitRefusal.Reason;

/** Whatever a desk, an office, a member and a stranger do to a visit, in any order: there is an answer to it. */
class VisitWalkTest {
  private static final Instant AT = Visitor.at(Visitor.under(Terms.OPEN), "2026-06-16T18:00").request().at();
  private static final UUID KIOSK = new UUID(5, 1);
  private static final UUID OFFICE = new UUID(5, 2);
  private static final Bill UNSOUND = new Bill(List.of(), new Money(-1, "USD"));
  private static final House HOUSE = new House(List.of(new Opening.Window(
      EnumSet.allOf(DayOfWeek.class), LocalTime.of(8, 0), LocalTime.of(22, 0))), ZoneId.of("Europe/London"),
      Duration.ofHours(24));
  private static final int STEPS = 40_000;

  private final Random random = new Random(11);
  private final Set<Reason> refused = EnumSet.noneOf(Reason.class);
  private final Map<String, Visit> states = new LinkedHashMap<>();
  private final Map<Class<?>, Event> events = new LinkedHashMap<>();
  private int version;

  @Test
  void every_command_in_every_state_has_an_answer_and_every_state_is_reached() {
    walk();
    assertThat(new TreeSet<>(states.keySet())).containsExactly("ANNULLED", "CANCELLED", "CHECKED_IN",
        "CHECKED_OUT", "TURNED_AWAY", "UNOPENED");
    assertThat(refused).contains(Reason.values());
  }

  /** An event is stored only where the rules gave it; one that they could not have given is a bug, said so. */
  @Test
  void an_event_follows_from_a_state_or_is_said_not_to() {
    walk();
    int impossible = 0;
    for (var state : states.values()) {
      for (var event : events.values()) {
        try {
          assertThat(Visit.evolve(state, event).state()).isNotEmpty();
        } catch (IllegalStateException bug) {
          impossible++;
        }
      }
    }
    assertThat(impossible).isGreaterThan(events.size());
  }

  private void walk() {
    Visit state = new Visit.Unopened();
    for (int i = 0; i < STEPS; i++) {
      if (random.nextInt(12) == 0) {
        state = new Visit.Unopened();
        version = 0;
      }
      states.put(state.state(), state);
      state = step(state);
    }
  }

  private Visit step(Visit state) {
    var next = state;
    switch (Visit.decide(state, command())) {
      case Outcome.Refused(var refusal) -> refused.add(refusal.reason());
      case Outcome.Accepted(var given) -> {
        for (var event : given) {
          events.put(event.getClass(), event);
          next = Visit.evolve(next, event);
          version++;
        }
      }
    }
    return next;
  }

  private Command command() {
    return switch (random.nextInt(11)) {
      case 9 -> new Visit.Settle(act(), random.nextBoolean(), words());
      case 0, 1 -> checkIn();
      case 2 -> new Visit.CheckOut(act(), bill());
      case 3 -> new Visit.Annul(act());
      case 4 -> new Visit.Cancel(act(), words());
      case 5 -> new Visit.Verify(act());
      case 6 -> new Visit.Correct(act(), random.nextInt(40) == 0 ? VisitNotes.EVENTS_MAX : version,
          correction(), words());
      case 7 -> new Visit.CloseHouse(act(), HOUSE);
      default -> new Visit.Rate(act(), random.nextInt(7), words());
    };
  }

  private Command checkIn() {
    var inputs = Visitor.under(Terms.OPEN);
    var scan = new Visit.Scan(Visitor.VISIT, random.nextBoolean() ? KIOSK : OFFICE,
        random.nextBoolean() ? "sha256:aa" : "sha256:bb", AT);
    if (random.nextInt(4) == 0) {
      var inside = inputs.with(inputs.history().entered(Use.ofDay(1), new UUID(5, 3)));
      return new Visit.CheckIn(scan, random.nextInt(3) == 0 ? inputs.with(Agreed.NOTHING) : inside, bill(),
          Manner.HAPPENED);
    }
    if (random.nextInt(8) == 0) {
      var closed = Visitor.under(Terms.OPEN.with(new Caps(0, null, null)));
      return new Visit.CheckIn(scan, closed, bill(), Manner.OVERRIDDEN);
    }
    return new Visit.CheckIn(scan, random.nextInt(4) == 0 ? inputs.with(Agreed.NOTHING) : inputs, bill());
  }

  private Act act() {
    var club = List.of(Visitor.HOST, Visitor.HOST, Visitor.HOME, Visitor.HOME, new UUID(9, 9));
    var late = random.nextInt(20) == 0 ? 8_640_000L * 2 : random.nextInt(2_000);
    return new Act(club.get(random.nextInt(club.size())), random.nextBoolean() ? KIOSK : OFFICE,
        AT.plusSeconds(late));
  }

  private Correction correction() {
    var parts = new ArrayList<Integer>();
    for (int i = 0; i < 4; i++) {
      parts.add(random.nextInt(3));
    }
    return new Correction(parts.get(0) == 0 ? List.of("LUNCH") : null,
        parts.get(1) == 0 ? bill().cost() : null,
        parts.get(2) == 0 ? random.nextInt(60) - 4 : null,
        parts.get(3) == 0 ? AT.plusSeconds(random.nextInt(4_000) - 200) : null);
  }

  private Bill bill() {
    return random.nextInt(6) == 0 ? UNSOUND : Bill.NONE;
  }

  private String words() {
    return random.nextInt(8) == 0
        ? "x".repeat(Visit.REASON_LENGTH_MAX + 1)
        : random.nextInt(8) == 0 ? " " : "because";
  }
}
