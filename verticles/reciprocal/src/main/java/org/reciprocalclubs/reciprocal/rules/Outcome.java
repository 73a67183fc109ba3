package org.reciprocalclubs.reciprocal.rules;

import java.util.List;

/**
 * What became of a command: events to append, or a refusal. A command that was carried out before, sent
 * again, is accepted without events.
 *
 * @param <E> the aggregate's events
 * @param <R> the aggregate's refusals
 */
public sealed interface Outcome<E, R> {

  /** Append these, in this order, in one transaction. */
  record Accepted<E, R>(List<E> events) implements Outcome<E, R> {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** Nothing happened. */
  record Refused<E, R>(R refusal) implements Outcome<E, R> {}
}
