package org.reciprocalclubs.kit.store;

import java.util.List;

/** What a follower does with the events of its types: straight-line code on a virtual thread. */
@FunctionalInterface
public interface BatchHandler {
  /**
   * Handles a batch within the transaction that also saves the follower's position: both happen or neither.
   * The scope is {@link Scope#nobody()} until {@link Tx#as} names a club. It may be called again with the
   * same events after a failure, and with smaller batches, so it must have no effect outside the transaction
   * that cannot be repeated.
   *
   * @param events in feed order, at least one
   */
  void handle(Tx tx, List<EventRecord> events);
}
