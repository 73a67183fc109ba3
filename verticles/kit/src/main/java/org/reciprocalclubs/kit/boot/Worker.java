package org.reciprocalclubs.kit.boot;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what is due and does it, again and again, on a virtual thread of its own: for what has no hour
 * that a job could be planned for.
 */
public final class Worker extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** Failures in a row that are told with all that is known of them. */
  private static final int TOLD = 3;
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int DOUBLINGS_MAX = 20;

  private final String what;
  private final BooleanSupplier turn;
  private final Duration poll;
  private final Promise<Void> stopping = Promise.promise();
  private final Promise<Void> ended = Promise.promise();
  private int failures;

  /**
   * @param what for the log
   * @param turn one look, and what it finds; says whether there may be more at once
   * @param poll pause when there was not; doubled with each failure in a row, up to half a minute
   */
  public Worker(String what, BooleanSupplier turn, Duration poll) {
    this.what = what;
    this.turn = turn;
    this.poll = poll;
  }

  @Override
  public Future<?> start() {
    context.runOnContext(_ -> run());
    return Future.succeededFuture();
  }

  private void run() {
    try {
      while (!stopping.future().isComplete()) {
        if (!turn()) {
          Future.any(vertx.timer(pause(poll, failures).toMillis()), stopping.future()).await();
        }
      }
    } finally {
      ended.tryComplete();
    }
  }

  private boolean turn() {
    try {
      boolean more = turn.getAsBoolean();
      if (failures > TOLD) {
        LOG.atInfo().addKeyValue("what", what).addKeyValue("failures", failures)
            .log("what is due is done again");
      }
      failures = 0;
      return more;
    } catch (RuntimeException failure) {
      failed(failure);
      return false;
    }
  }

  /** An outage of hours is a few lines of the log. */
  private void failed(RuntimeException failure) {
    failures++;
    if (failures <= TOLD) {
      LOG.atWarn().setCause(failure).addKeyValue("what", what).log("what is due cannot be done");
    } else if (failures == TOLD + 1) {
      LOG.atError().setCause(failure).addKeyValue("what", what)
          .log("what is due cannot be done; that it is tried on is not told again");
    }
  }

  /** How long until the next look, after so many failures in a row. */
  static Duration pause(Duration poll, int failures) {
    if (failures == 0) {
      return poll;
    }
    var pause = poll.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
    return pause.compareTo(LONGEST) < 0 ? pause : poll.compareTo(LONGEST) < 0 ? LONGEST : poll;
  }

  @Override
  public Future<?> stop() {
    stopping.tryComplete();
    return ended.future();
  }
}
