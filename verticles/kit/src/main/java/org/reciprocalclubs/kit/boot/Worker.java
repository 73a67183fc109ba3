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

  private final String what;
  private final BooleanSupplier turn;
  private final Duration poll;
  private final Promise<Void> stopping = Promise.promise();
  private final Promise<Void> ended = Promise.promise();

  /**
   * @param what for the log
   * @param turn one look, and what it finds; says whether there may be more at once
   * @param poll pause when there was not
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
          Future.any(vertx.timer(poll.toMillis()), stopping.future()).await();
        }
      }
    } finally {
      ended.tryComplete();
    }
  }

  private boolean turn() {
    try {
      return turn.getAsBoolean();
    } catch (RuntimeException failure) {
      LOG.atWarn().setCause(failure).addKeyValue("what", what).log("what is due cannot be done");
      return false;
    }
  }

  @Override
  public Future<?> stop() {
    stopping.tryComplete();
    return ended.future();
  }
}
