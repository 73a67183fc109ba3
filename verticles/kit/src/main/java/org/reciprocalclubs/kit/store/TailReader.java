package org.reciprocalclubs.kit.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop that moves events from the table into the ring: at a ring of the bell, else at every poll. */
final class TailReader extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TailReader.class);
  private final FeedReader reader;
  private final EventRing ring;
  private final StoreSettings.Feed limits;
  private final Consumer<List<EventRecord>> published;
  private final Doorbell bell = new Doorbell();
  private final Promise<Void> ended = Promise.promise();
  private volatile Promise<Void> read = Promise.promise();
  private volatile boolean stopping;
  private boolean away;

  TailReader(FeedReader reader, EventRing ring, StoreSettings.Feed limits,
      Consumer<List<EventRecord>> published) {
    this.reader = reader;
    this.ring = ring;
    this.limits = limits;
    this.published = published;
  }

  void wake() {
    bell.ring();
  }

  /** Completes after a read that began after this call. */
  Future<Void> readOnce() {
    Promise<Void> running = read;
    bell.ring();
    return running.future().compose(over -> {
      bell.ring();
      return read.future();
    });
  }

  @Override
  public Future<?> start() {
    context.runOnContext(now -> run());
    return Future.succeededFuture();
  }

  private void run() {
    try {
      while (!stopping) {
        Future<Void> ring = bell.next();
        boolean more = step();
        Promise<Void> done = read;
        read = Promise.promise();
        done.tryComplete();
        if (!more && !stopping) {
          pause(ring);
        }
      }
    } finally {
      read.tryComplete();
      ended.tryComplete();
    }
  }

  /** At least the settling time passes between two reads, however often the bell rings. */
  private void pause(Future<Void> ring) {
    vertx.timer(limits.settle().toMillis()).await();
    Duration rest = limits.poll().minus(limits.settle());
    if (!rest.isZero()) {
      Doorbell.await(vertx, ring, rest);
    }
  }

  /** @return whether there may be more at once */
  private boolean step() {
    try {
      Position head = ring.head();
      var slice = SqlProblems.await(reader.after(head, limits.batch()));
      back();
      if (!slice.epoch().equals(head.epoch())) {
        ring.restart(SqlProblems.await(reader.head()));
        return false;
      }
      if (slice.events().isEmpty()) {
        return false;
      }
      ring.append(slice.events());
      published.accept(slice.events());
      return slice.events().size() == limits.batch();
    } catch (RuntimeException failure) {
      lost(failure);
      return false;
    }
  }

  private void lost(RuntimeException failure) {
    if (!away) {
      away = true;
      LOG.atWarn().setCause(failure).log("the feed cannot be read");
    }
  }

  private void back() {
    if (away) {
      away = false;
      LOG.info("the feed is read again");
    }
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    bell.ring();
    return ended.future();
  }
}
