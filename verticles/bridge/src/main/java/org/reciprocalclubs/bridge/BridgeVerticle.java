package org.reciprocalclubs.bridge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.FollowerStatus;
import org.reciprocalclubs.kit.store.Position;

/**
 * Follows the feed out to NATS. All that waits for NATS waits on one worker thread of this verticle's own.
 */
final class BridgeVerticle extends VerticleBase {
  static final String FOLLOWER = "bridge.outbound";
  /** The thread checker speaks up after this long. */
  private static final long WORK_MINUTES = 2;

  private final BridgeSettings settings;
  private final EventFeed feed;
  private final EventTail tail;
  private final MeterRegistry meters;
  private @Nullable Outbound outbound;

  BridgeVerticle(BridgeSettings settings, EventFeed feed, EventTail tail, MeterRegistry meters) {
    this.settings = settings;
    this.feed = feed;
    this.tail = tail;
    this.meters = meters;
  }

  /** Completes while NATS may still be away. */
  @Override
  public Future<?> start() {
    WorkerExecutor worker = vertx.createSharedWorkerExecutor("clubs-nats-" + deploymentID(), 1, WORK_MINUTES,
        TimeUnit.MINUTES);
    var made = new Outbound(vertx, settings, new Announcer(Codecs.contract()), worker, meters);
    outbound = made;
    Gauge.builder("clubs.bridge.lag.events", this, BridgeVerticle::lagEvents).register(meters);
    Gauge.builder("clubs.bridge.lag.seconds", made, Outbound::lagSeconds).register(meters);
    made.connect();
    vertx.setPeriodic(settings.reconnectWait().toMillis(), tick -> made.connect());
    return feed.deliver(FOLLOWER, EventFeed.ALL, made);
  }

  /** @return {@code UP} or {@code AWAY} */
  String state() {
    var made = outbound;
    return made != null && made.connected() ? "UP" : "AWAY";
  }

  /** Events of the feed that NATS does not have yet, about: numbers that were never used count too. */
  private double lagEvents() {
    Position head = tail.head();
    return feed.status()
        .stream()
        .filter(each -> each.follower().equals(FOLLOWER) && each.holding())
        .map(FollowerStatus::position)
        .filter(Objects::nonNull)
        .mapToDouble(at -> head.isAfter(at) ? Math.max(1, head.seq() - at.seq()) : 0)
        .sum();
  }

  /** The follower has ended by now: it is deployed within this verticle. */
  @Override
  public Future<?> stop() {
    var made = outbound;
    return made == null ? Future.succeededFuture() : made.close();
  }
}
