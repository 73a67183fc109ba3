package org.reciprocalclubs.reciprocal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for steps that are due and does them, one after the other, on a virtual thread. One per process. */
final class ActivationWorker extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ActivationWorker.class);

  private final ActivationSaga saga;
  private final Duration poll;
  private final Promise<Void> stopping = Promise.promise();
  private final Promise<Void> ended = Promise.promise();

  /** @param poll pause when nothing was due */
  ActivationWorker(ActivationSaga saga, Duration poll) {
    this.saga = saga;
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
      return saga.turn();
    } catch (RuntimeException failure) {
      LOG.atWarn().setCause(failure).log("activations cannot be carried on");
      return false;
    }
  }

  @Override
  public Future<?> stop() {
    stopping.tryComplete();
    return ended.future();
  }
}
