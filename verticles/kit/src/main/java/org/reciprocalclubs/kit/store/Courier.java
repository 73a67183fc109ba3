package org.reciprocalclubs.kit.store;

import io.vertx.core.Future;
import java.util.List;

/** Carries events to somewhere outside the database, such as a message broker. */
@FunctionalInterface
public interface Courier {
  /**
   * Carries a batch; no transaction is open meanwhile, so however slow the outside is, nobody else is held
   * back. Called on the follower's own virtual thread, one batch at a time, and again with the same events
   * when the future fails, when their position could not be saved, or when another process takes over: the
   * outside must know what it already has. Events that cannot be carried are never skipped.
   *
   * @param events in feed order, at least one
   * @return completes when the outside has them durably; ends within seconds either way, because whoever
   * stops the follower waits for it
   */
  Future<Void> deliver(List<EventRecord> events);
}
