package org.reciprocalclubs.kit.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what this process works on, so that a stop can wait for it. Thread-safe. */
final class InFlight {
  private static final long LOOK_AGAIN_MILLIS = 20;

  private final Vertx vertx;
  private final AtomicInteger count = new AtomicInteger();

  InFlight(Vertx vertx) {
    this.vertx = vertx;
  }

  void began() {
    count.incrementAndGet();
  }

  void ended() {
    count.decrementAndGet();
  }

  Future<Boolean> ended(Duration limit) {
    Promise<Boolean> done = Promise.promise();
    look(done, System.nanoTime() + limit.toNanos());
    return done.future();
  }

  private void look(Promise<Boolean> done, long untilNanos) {
    if (count.get() == 0) {
      done.complete(true);
    } else if (System.nanoTime() - untilNanos >= 0) {
      done.complete(false);
    } else {
      vertx.setTimer(LOOK_AGAIN_MILLIS, _ -> look(done, untilNanos));
    }
  }
}
