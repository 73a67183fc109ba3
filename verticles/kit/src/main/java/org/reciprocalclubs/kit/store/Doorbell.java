package org.reciprocalclubs.kit.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Wakes whoever waits. Take {@link #next()} before looking whether there is work, wait on it after finding
 * none: a ring in between is not lost. Thread-safe.
 */
final class Doorbell {
  private final AtomicReference<Promise<Void>> waiting = new AtomicReference<>(Promise.promise());

  /** Completes at the next ring. */
  Future<Void> next() {
    return waiting.get().future();
  }

  void ring() {
    waiting.getAndSet(Promise.promise()).tryComplete();
  }

  /** Waits for a ring that was asked for before, or until the time is over. For virtual threads. */
  static void await(Vertx vertx, Future<Void> ring, Duration longest) {
    if (!ring.isComplete()) {
      var timer = vertx.timer(longest.toMillis());
      Future.any(ring, timer).await();
      timer.cancel();
    }
  }
}
