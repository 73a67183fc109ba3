package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.function.BiFunction;

/**
 * Given events, when a command, then events or a refusal: {@code given(proposed).when(new
 * Approve(..)).then(..)}.
 *
 * @param <S> states
 * @param <C> commands
 * @param <E> events
 * @param <R> refusals
 */
record Specification<S, C, E, R>(S initial, BiFunction<S, C, Outcome<E, R>> decide,
    BiFunction<S, E, S> evolve) {

  @SafeVarargs
  final Given given(E... events) {
    S state = initial;
    for (E event : events) {
      state = evolve.apply(state, event);
    }
    return new Given(state);
  }

  /** A history that is over and the state that it led to. */
  final class Given {
    private final S state;

    private Given(S state) {
      this.state = state;
    }

    S state() {
      return state;
    }

    Answer when(C command) {
      return new Answer(decide.apply(state, command));
    }
  }

  /** What came of a command. */
  final class Answer {
    private final Outcome<E, R> outcome;

    private Answer(Outcome<E, R> outcome) {
      this.outcome = outcome;
    }

    @SafeVarargs
    final void then(E... events) {
      var expected = new ArrayList<E>();
      for (E event : events) {
        expected.add(event);
      }
      assertThat(outcome).isEqualTo(new Outcome.Accepted<E, R>(expected));
    }

    void refused(R refusal) {
      assertThat(outcome).isEqualTo(new Outcome.Refused<E, R>(refusal));
    }

    Outcome<E, R> outcome() {
      return outcome;
    }
  }
}
