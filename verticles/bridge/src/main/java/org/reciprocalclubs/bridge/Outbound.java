package org.reciprocalclubs.bridge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Courier;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Ids;

/**
 * Carries batches of the feed to stream CLUBS. A batch comes again when its position was not saved, after
 * any failure, and from another process: what the stream holds already is left out by its {@link Mark}.
 * Thread-safe; everything that waits for NATS runs on the one thread of the worker.
 */
final class Outbound implements Courier {
  private static final int WHOLE_PERCENT = 100;
  /** What is left to others after one batch, at most: it may have taken long because the server was away. */
  private static final long OTHERS_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  private final Vertx vertx;
  private final BridgeSettings settings;
  private final Announcer announcer;
  private final WorkerExecutor worker;
  private final NatsLink link;
  private final Counter published;
  private final Counter failures;
  private volatile @Nullable EventRecord waiting;
  private @Nullable Outlet outlet;
  private @Nullable Mark confirmed;
  private long seen;

  Outbound(Vertx vertx, BridgeSettings settings, Announcer announcer, WorkerExecutor worker,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.settings = settings;
    this.announcer = announcer;
    this.worker = worker;
    link = new NatsLink(settings);
    published = meters.counter("clubs.bridge.published");
    failures = meters.counter("clubs.bridge.failures");
  }

  /** Connects and makes the stream, if that is not so already; failures are left to the next call. */
  Future<?> connect() {
    return worker.executeBlocking(this::outlet);
  }

  boolean connected() {
    return link.up();
  }

  /** How long the oldest event that NATS does not have has been waiting. */
  double lagSeconds() {
    var oldest = waiting;
    return oldest == null ? 0 : Math.max(0, System.currentTimeMillis() - Ids.millis(oldest.id())) / 1000.0;
  }

  @Override
  public Future<Void> deliver(List<EventRecord> events) {
    waiting = events.getFirst();
    long start = System.nanoTime();
    return worker.executeBlocking(() -> publish(events)).onComplete(count -> {
      waiting = null;
      published.increment(count);
    }, failure -> failures.increment()).compose(count -> pace(count, start));
  }

  /**
   * A batch takes as long as its messages may, so that the next one does not come sooner. On a busy machine
   * publishing takes long: then the next one comes so much later that the others have their turn.
   */
  private Future<Void> pace(int count, long startNanos) {
    long took = System.nanoTime() - startNanos;
    long due = TimeUnit.SECONDS.toNanos(count) / settings.messagesPerSecond();
    long others = Math.min(took * WHOLE_PERCENT / settings.busyPercent() - took, OTHERS_NANOS_MAX);
    long early = TimeUnit.NANOSECONDS.toMillis(Math.max(due - took, others));
    return early <= 0 ? Future.succeededFuture() : vertx.timer(early).mapEmpty();
  }

  /** Ends the connection; nothing is under way by now. */
  Future<?> close() {
    return worker.executeBlocking(() -> {
      link.close();
      return true;
    });
  }

  private int publish(List<EventRecord> events)
      throws IOException, InterruptedException, JetStreamApiException {
    Outlet open = outlet();
    try {
      var missing = missing(events, open.mark());
      open.send(missing);
      return missing.size();
    } catch (IOException | InterruptedException | RuntimeException failure) {
      outlet = null;
      throw failure;
    } finally {
      confirmed = open.mark();
    }
  }

  /** What the stream does not hold; what it held before is not even put into words. */
  private List<Announcement> missing(List<EventRecord> events, @Nullable Mark held) {
    return events.stream()
        .filter(event -> !event.staysInside())
        .filter(event -> held == null || !held.isPast(event.position()))
        .map(announcer::of)
        .flatMap(all -> (held == null ? all : held.missing(all)).stream())
        .toList();
  }

  /** After each reconnection, and after each failure, the stream is asked anew. */
  private Outlet outlet() throws IOException, InterruptedException, JetStreamApiException {
    var connection = link.connection();
    long changes = link.changes();
    var open = outlet;
    if (open == null || changes != seen) {
      var limits = JetStreamOptions.builder().requestTimeout(settings.connectTimeout()).build();
      var reached = new ClubsStream(connection.jetStreamManagement(limits), settings.stream()).open();
      open = new Outlet(connection, connection.jetStream(limits), settings, newer(reached));
      outlet = open;
      seen = changes;
    }
    return open;
  }

  /** What this process knows to have arrived stays known, should the stream have been emptied meanwhile. */
  private ClubsStream.Reached newer(ClubsStream.Reached reached) {
    var known = confirmed;
    var found = reached.mark();
    boolean behind = known != null && (found == null || known.isPast(found.position()));
    return behind ? new ClubsStream.Reached(reached.sequence(), known) : reached;
  }
}
