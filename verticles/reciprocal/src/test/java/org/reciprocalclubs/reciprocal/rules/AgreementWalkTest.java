package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.reciprocal.rules.Agreement.Command;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal.Reason;

/** Whatever two clubs, a stranger and the clock do to an agreement, in any order: there is an answer to it. */
class AgreementWalkTest {
  private static final UUID CITY = new UUID(1, 1);
  private static final UUID HARBOUR = new UUID(1, 2);
  private static final UUID STRANGER = new UUID(1, 3);
  private static final LocalDate FIRST = LocalDate.of(2026, 5, 1);
  private static final int STEPS = 60_000;

  private final Random random = new Random(7);
  private final Set<Reason> refused = EnumSet.noneOf(Reason.class);
  private final Map<String, Agreement> states = new TreeMap<>();
  private final Map<Class<?>, Agreement.Event> events = new LinkedHashMap<>();

  @Test
  void every_command_in_every_state_has_an_answer_and_every_state_is_reached() {
    walk();
    assertThat(states.keySet()).containsExactly("ACTIVE", "APPROVED", "COUNTERED", "EXPIRED", "PROPOSED",
        "REJECTED", "SUSPENDED", "TERMINATED", "UNPROPOSED", "WITHDRAWN");
    assertThat(refused).contains(Reason.WRONG_STATE, Reason.NOT_A_PARTY, Reason.OWN_TERMS,
        Reason.NO_AMENDMENT,
        Reason.AMENDMENT_EXISTS, Reason.NOTICE_GIVEN, Reason.NO_NOTICE, Reason.NOTICE_NOT_YOURS,
        Reason.NOTICE_TOO_SHORT, Reason.ENDS_BEFORE, Reason.AMENDMENT_TOO_SOON, Reason.AMENDMENT_TOO_LATE,
        Reason.DATES_OVERLAP, Reason.TERMS_CONTRADICTORY, Reason.TEXT_TOO_LONG, Reason.NOT_THE_PROPOSER);
  }

  /** An event is stored only where the rules gave it; one that they could not have given is a bug, said so. */
  @Test
  void an_event_follows_from_a_state_or_is_said_not_to() {
    walk();
    int impossible = 0;
    for (var state : states.values()) {
      for (var event : events.values()) {
        try {
          assertThat(Agreement.evolve(state, event).state()).isNotEmpty();
        } catch (IllegalStateException | NullPointerException bug) {
          impossible++;
        }
      }
    }
    assertThat(impossible).isGreaterThan(events.size());
  }

  private void walk() {
    Agreement state = new Agreement.Unproposed();
    for (int i = 0; i < STEPS; i++) {
      state = step(state);
      states.put(state.state(), state);
      if (random.nextInt(25) == 0) {
        state = new Agreement.Unproposed();
      }
    }
  }

  private Agreement step(Agreement state) {
    var next = state;
    switch (Agreement.decide(state, command(state))) {
      case Outcome.Refused(var refusal) -> refused.add(refusal.reason());
      case Outcome.Accepted(var given) -> {
        for (var event : given) {
          events.put(event.getClass(), event);
          next = Agreement.evolve(next, event);
        }
      }
    }
    return next;
  }

  private Command command(Agreement state) {
    var by = List.of(CITY, HARBOUR, CITY, HARBOUR, CITY, HARBOUR, STRANGER).get(random.nextInt(7));
    var today = FIRST.plusDays(random.nextInt(420) - 30);
    if (state instanceof Agreement.Unproposed) {
      return new Agreement.Propose(new Pact(new UUID(2, 1), CITY, HARBOUR, wording().seal(1),
          Course.of(CITY, random.nextInt(60) - 5)), random.nextInt(9) == 0, today, ended());
    }
    return switch (random.nextInt(19)) {
      case 0 -> new Agreement.Counter(by, wording(), random.nextBoolean() ? null : 10, today, ended());
      case 1, 2 -> new Agreement.Approve(by, today);
      case 3 -> new Agreement.Reject(by, reason());
      case 4 -> new Agreement.Withdraw(by);
      case 5 -> new Agreement.Suspend(by, reason());
      case 6 -> new Agreement.Resume(by);
      case 7, 8 -> new Agreement.ProposeAmendment(by, wording(), today);
      case 9 -> new Agreement.ApproveAmendment(by, today);
      case 10 -> new Agreement.RejectAmendment(by);
      case 11 -> new Agreement.WithdrawAmendment(by);
      case 12 -> new Agreement.Terminate(by, random.nextBoolean() ? null : today.plusDays(random.nextInt(90)),
          reason(), today);
      case 13 -> new Agreement.RevokeTermination(by, today);
      case 14 -> new Agreement.BeginAmendment(today);
      case 15 -> new Agreement.Remind(random.nextBoolean() ? 30 : 60, today);
      case 16 -> new Agreement.Activate(today);
      case 17 -> random.nextInt(9) == 0 ? new Agreement.Abandon("TEST") : new Agreement.Activate(today);
      default -> new Agreement.Expire(today);
    };
  }

  private Wording wording() {
    var first = FIRST.plusDays(random.nextInt(300));
    var last = random.nextInt(4) == 0 ? null : first.plusDays(random.nextInt(200) - 5);
    var terms = random.nextInt(12) == 0 ? Terms.OPEN.with(new Caps(0, null, null)) : Terms.OPEN;
    return new Wording(terms, new Period(first, last));
  }

  private LocalDate ended() {
    return FIRST.minusDays(20).plusDays(random.nextInt(30));
  }

  private String reason() {
    return random.nextInt(15) == 0 ? "x".repeat(1_001) : "because";
  }
}
