package org.reciprocalclubs.kit.store;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's own live view of the feed, for push and subscriptions: one reader, a bounded ring of the
 * newest events, nothing durable. Any number of clients are answered from memory. Thread-safe; for event
 * loops too.
 */
public final class EventTail {
  /** One read of the table reaches back this part of the ring at most. */
  private static final int REACH_BACK_PART = 4;

  private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);

  private final Vertx vertx;
  private final FeedReader reader;
  private final EventRing ring;
  private final StoreSettings.Feed limits;
  private final TailReader loop;
  private final List<Consumer<List<EventRecord>>> listeners = new CopyOnWriteArrayList<>();
  private final Object gate = new Object();
  private @Nullable Future<Void> reachingBack;
  private String deployment = "";

  private EventTail(Store store, Position head) {
    vertx = store.vertx();
    limits = store.settings().background().feed();
    reader = new FeedReader(store.feedPool());
    ring = new EventRing(limits.ring(), head);
    loop = new TailReader(reader, ring, limits, this::publish);
  }

  /**
   * Starts the reader at the newest event; events that happened before are read when somebody asks for them.
   */
  public static Future<EventTail> start(Store store) {
    return new FeedReader(store.feedPool()).head().compose(head -> {
      var tail = new EventTail(store, head);
      store.onAppend(tail::wake);
      var options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
      return tail.vertx.deployVerticle(tail.loop, options).map(id -> {
        tail.deployment = id;
        return tail;
      });
    });
  }

  /**
   * Calls the listener with every batch of events from now on, in order, on the caller's context when it has
   * one and on the reader's thread otherwise (then it must be quick).
   *
   * @return ends the listening
   */
  public Runnable listen(Consumer<List<EventRecord>> listener) {
    Context context = Vertx.currentContext();
    Consumer<List<EventRecord>> added = context == null
        ? listener
        : batch -> context.runOnContext(now -> listener.accept(batch));
    listeners.add(added);
    return () -> listeners.remove(added);
  }

  /** @return the newest event that has been read */
  public Position head() {
    return ring.head();
  }

  /**
   * What happened after a position: from memory, else by one bounded read of the table that all askers share.
   *
   * @return empty, honestly, when the position is of another epoch, ahead of the feed, or further back than
   * the ring holds
   */
  public Future<Optional<List<EventRecord>>> since(Position position) {
    Position head = ring.head();
    if (!position.sameEpoch(head)) {
      return Future.succeededFuture(Optional.empty());
    }
    if (position.isAfter(head)) {
      return loop.readOnce().map(read -> ring.after(position, limits.ring()));
    }
    return sinceAtMost(position, REACH_BACK_PART);
  }

  private Future<Optional<List<EventRecord>>> sinceAtMost(Position position, int reads) {
    var found = ring.after(position, limits.ring());
    if (found.isPresent() || reads == 0 || ring.room() == 0 || !position.sameEpoch(ring.head())) {
      return Future.succeededFuture(found);
    }
    return reachBack().compose(done -> sinceAtMost(position, reads - 1));
  }

  private Future<Void> reachBack() {
    Promise<Void> mine = Promise.promise();
    synchronized (gate) {
      if (reachingBack != null) {
        return reachingBack;
      }
      reachingBack = mine.future();
    }
    Position floor = ring.floor();
    int wanted = Math.min(ring.room(), Math.max(1, limits.ring() / REACH_BACK_PART));
    reader.upTo(floor, wanted).<Void>map(slice -> {
      takeIn(floor, slice, wanted);
      return null;
    }).onComplete(done -> {
      synchronized (gate) {
        reachingBack = null;
      }
      mine.handle(done);
    });
    return mine.future();
  }

  /** The oldest event read only marks the new floor, unless it is the first of all. */
  private void takeIn(Position floor, FeedReader.Slice slice, int wanted) {
    if (!slice.epoch().equals(floor.epoch())) {
      return;
    }
    var older = slice.events();
    if (older.size() < wanted) {
      ring.prepend(older, floor, Position.start(floor.epoch()));
    } else {
      ring.prepend(older.subList(1, older.size()), floor, older.getFirst().position());
    }
  }

  /** Says that there may be news; several calls cost one read. */
  public void wake() {
    loop.wake();
  }

  /** Events after a position as far as memory reaches; for followers, which read the table otherwise. */
  Optional<List<EventRecord>> remembered(Position position, int limit) {
    return ring.after(position, limit);
  }

  FeedReader reader() {
    return reader;
  }

  private void publish(List<EventRecord> batch) {
    for (var listener : listeners) {
      try {
        listener.accept(batch);
      } catch (RuntimeException failure) {
        LOG.atError().setCause(failure).log("a listener of the feed failed");
      }
    }
  }

  /** Stops reading. */
  public Future<Void> stop() {
    return vertx.undeploy(deployment);
  }
}
