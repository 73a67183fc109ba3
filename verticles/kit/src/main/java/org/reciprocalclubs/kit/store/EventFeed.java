package org.reciprocalclubs.kit.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Durable, ordered followers of what happened. A follower gets one batch at a time, in feed order, in the
 * transaction that also saves its position, so its effects happen exactly once. Of all processes one runs a
 * given follower. A failing batch is tried again with longer and longer pauses, then event by event; an event
 * that keeps failing blocks its follower, for everyone to see in {@link #status()}, the log and the metrics,
 * and is never skipped. Thread-safe.
 *
 * <pre>{@code
 * feed.follow("notification.visits", Set.of(VisitOpened.getDescriptor().getFullName()), (tx, events) -> {
 *   for (var event : events) {
 *     tx.as(Scope.club(event.club()));
 *     tx.query("insert into notification.notice ...", ...);
 *   }
 * });
 * }</pre>
 */
public final class EventFeed {
  /** Every type. */
  public static final Set<String> ALL = Set.of();
  /** Bus address on which processes tell each other that there is news. */
  public static final String WAKE_ADDRESS = "kit.feed.wake";

  private final Store store;
  private final Vertx vertx;
  private final EventTail tail;
  private final Leases leases;
  private final MeterRegistry meters;
  private final Map<String, Follower> followers = new ConcurrentHashMap<>();
  private final AtomicBoolean announcing = new AtomicBoolean();

  private EventFeed(Store store, EventTail tail, Leases leases, MeterRegistry meters) {
    this.store = store;
    this.vertx = store.vertx();
    this.tail = tail;
    this.leases = leases;
    this.meters = meters;
  }

  /** Connects to the other processes' signals and to the commits of this one. */
  public static EventFeed start(Store store, EventTail tail, Leases leases, MeterRegistry meters) {
    var feed = new EventFeed(store, tail, leases, meters);
    store.onAppend(feed::wake);
    tail.listen(batch -> feed.followers.values().forEach(Follower::wake));
    feed.vertx.eventBus().consumer(WAKE_ADDRESS, message -> tail.wake());
    return feed;
  }

  /**
   * Starts a follower. Called within a verticle it ends with that verticle. The handler runs on its own
   * virtual thread, not on the caller's context.
   *
   * @param follower unique, lasting name: its position is kept under it
   * @param types full protobuf names of the events it wants, or {@link #ALL}
   * @return completes when it runs; fails when this process has a follower of that name
   */
  public Future<Void> follow(String follower, Set<String> types, BatchHandler handler) {
    return follow(follower, types, usual(), handler);
  }

  /**
   * The same with batches of another size, for a follower to whom each batch is dear.
   *
   * @param batch events at a time, at most
   */
  public Future<Void> follow(String follower, Set<String> types, int batch, BatchHandler handler) {
    return begin(
        new Follower.Subscription(follower, Set.copyOf(types), new Effect.Inside(handler), batch));
  }

  /**
   * Starts a follower whose effect lies outside the database: it waits for the courier outside any
   * transaction and then saves its position in a short one, so an event may be delivered again. A failed
   * delivery is tried again for ever, with longer and longer pauses, for everyone to see in
   * {@link #status()}; no event is blamed for it, and no other follower waits. Otherwise as {@link #follow}.
   */
  public Future<Void> deliver(String follower, Set<String> types, Courier courier) {
    return begin(
        new Follower.Subscription(follower, Set.copyOf(types), new Effect.Outside(courier), usual()));
  }

  private int usual() {
    return store.settings().background().feed().batch();
  }

  private Future<Void> begin(Follower.Subscription subscription) {
    String follower = subscription.name();
    var loop = new Follower(subscription, store, tail, leases, meters);
    if (followers.putIfAbsent(follower, loop) != null) {
      return Future.failedFuture(new IllegalArgumentException("this process has a follower of that name"));
    }
    loop.ended().onComplete(over -> followers.remove(follower, loop));
    var options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
    return vertx.deployVerticle(loop, options).onFailure(never -> followers.remove(follower, loop))
        .mapEmpty();
  }

  /**
   * Ends a follower of this process; another may take over. Completes when its handler has returned for good.
   */
  public Future<Void> unfollow(String follower) {
    var loop = followers.get(follower);
    return loop == null ? Future.succeededFuture() : vertx.undeploy(loop.deploymentID());
  }

  /** Says that events were committed: wakes this process at once and the others within moments. */
  public void wake() {
    tail.wake();
    if (vertx.isClustered() && announcing.compareAndSet(false, true)) {
      vertx.setTimer(store.settings().background().feed().settle().toMillis(), due -> {
        announcing.set(false);
        vertx.eventBus().publish(WAKE_ADDRESS, "");
      });
    }
  }

  /** @return the followers of this process */
  public List<FollowerStatus> status() {
    return followers.values().stream().map(Follower::status).toList();
  }
}
