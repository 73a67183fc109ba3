package org.reciprocalclubs.kit.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop of one durable follower, on a virtual thread of its own. */
final class Follower extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  /** Tries of a batch before it is taken event by event, and of an event before it is called poison. */
  static final int PATIENCE = 3;
  /** How often a position is saved that only passed over events of other types. */
  private static final long SAVE_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * What was asked for.
   *
   * @param batch events read at a time, at most
   */
  record Subscription(String name, Set<String> types, Effect effect, int batch) {
    boolean wants(EventRecord event) {
      return types.isEmpty() || types.contains(event.type());
    }
  }

  private final Subscription subscription;
  private final Store store;
  private final EventTail tail;
  private final Leases leases;
  private final StoreSettings.Feed limits;
  private final FollowerPosition row;
  private final String lease;
  private final Counter handled;
  private final Counter failed;
  private final GiveWay giveWay;
  private final Doorbell bell = new Doorbell();
  private final Promise<Void> halted = Promise.promise();
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean stopping;
  /** Pause after what was just handled: the next events may come together, and doors come first. */
  private Duration rest = Duration.ZERO;
  /** What is read while the batch before it is handled; of whoever is far behind. */
  private @Nullable Ahead ahead;
  private volatile @Nullable Position position;
  private volatile @Nullable UUID poison;
  private volatile int failures;
  private @Nullable Position saved;
  private @Nullable Position oneByOneUntil;
  private long savedNanos;

  /** Events after a position, on their way. */
  private record Ahead(Position from, Future<FeedReader.Slice> read) {}

  Follower(Subscription subscription, Store store, EventTail tail, Leases leases, MeterRegistry meters) {
    this.subscription = subscription;
    this.store = store;
    this.tail = tail;
    this.leases = leases;
    limits = store.settings().background().feed();
    giveWay = new GiveWay(limits.giveWay(), MachineLoad.here());
    row = new FollowerPosition(store, subscription.name());
    lease = "kit.follower/" + subscription.name();
    handled = meters.counter("clubs.feed.handled", "follower", subscription.name());
    failed = meters.counter("clubs.feed.failures", "follower", subscription.name());
    Gauge.builder("clubs.feed.blocked", this, me -> me.poison == null ? 0 : 1)
        .tag("follower", subscription.name()).register(meters);
  }

  void wake() {
    bell.ring();
  }

  Future<Void> ended() {
    return ended.future();
  }

  FollowerStatus status() {
    return new FollowerStatus(subscription.name(), leases.holding(lease), position, poison, failures);
  }

  @Override
  public Future<?> start() {
    context.runOnContext(now -> run());
    return Future.succeededFuture();
  }

  private void run() {
    try {
      while (!stopping) {
        Future<Void> news = bell.next();
        Duration pause = turn();
        if (!pause.isZero() && !stopping) {
          Doorbell.await(vertx, failures == 0 && rest.isZero() ? news : halted.future(), pause);
        }
      }
      leases.release(List.of(lease)).otherwiseEmpty().await();
    } finally {
      ended.tryComplete();
    }
  }

  /** @return how long to wait before the next turn, at most */
  private Duration turn() {
    try {
      if (!leases.holding(lease)) {
        position = null;
        if (!SqlProblems.await(leases.acquire(lease))) {
          return store.settings().background().lease().renew();
        }
      }
      return advance();
    } catch (LeaseLost lost) {
      position = null;
      return limits.poll();
    } catch (RuntimeException failure) {
      return failed(failure);
    }
  }

  /**
   * What happens within one pause is handled together: under load a follower has few large batches, and costs
   * those who wait at the desk little.
   *
   * @return pause before the next turn
   */
  private Duration advance() {
    Position at = position;
    if (at == null) {
      at = row.load();
      saved = at;
      position = at;
    }
    Position from = at;
    var events = after(from);
    rest = Duration.ZERO;
    if (events.isEmpty()) {
      savePassedOver(from);
      return limits.poll();
    }
    var wanted = events.stream().filter(subscription::wants).toList();
    if (wanted.isEmpty()) {
      passOver(events.getLast().position());
    } else if (oneByOneUntil != null && from.compareTo(oneByOneUntil) < 0) {
      handle(wanted.subList(0, 1), wanted.getFirst().position());
    } else {
      handle(wanted, events.getLast().position());
    }
    boolean newest = events.size() < subscription.batch() && events.getLast().position().equals(position);
    rest = newest && rest.compareTo(limits.poll()) < 0 ? limits.poll() : rest;
    return rest;
  }

  private List<EventRecord> after(Position from) {
    var read = ahead;
    ahead = null;
    if (read != null && read.from.equals(from)) {
      return begun(SqlProblems.await(read.read).events());
    }
    return tail.remembered(from, subscription.batch())
        .orElseGet(() -> begun(SqlProblems.await(tail.reader().after(from, subscription.batch())).events()));
  }

  /** Begins to read what comes after a full batch: the database reads while this one is worked on. */
  private List<EventRecord> begun(List<EventRecord> batch) {
    if (batch.size() == subscription.batch()) {
      var end = batch.getLast().position();
      ahead = new Ahead(end, tail.reader().after(end, subscription.batch()));
    }
    return batch;
  }

  private void passOver(Position next) {
    position = next;
    savePassedOver(next);
  }

  /** Also when nothing comes after it: what is saved says in the end how far the follower is. */
  private void savePassedOver(Position at) {
    if (!at.equals(saved) && System.nanoTime() - savedNanos > SAVE_NANOS) {
      store.perform(Scope.nobody(), tx -> row.move(tx, savedPosition(), at));
      saved(at);
    }
  }

  private void handle(List<EventRecord> batch, Position next) {
    long begun = System.nanoTime();
    switch (subscription.effect()) {
      case Effect.Inside(var handler) -> within(handler, batch, next);
      case Effect.Outside(var courier) -> outside(courier, batch, next);
    }
    handled.increment(batch.size());
    position = next;
    saved(next);
    relieved();
    rest = giveWay.after(begun, batch.getLast().at());
  }

  private void within(BatchHandler handler, List<EventRecord> batch, Position next) {
    try {
      store.perform(Scope.nobody(), tx -> {
        row.move(tx, savedPosition(), next);
        handler.handle(tx, batch);
      });
    } catch (StoreAway | LeaseLost later) {
      throw later;
    } catch (StoreBusy tooMuch) {
      smaller(batch, next);
      throw tooMuch;
    } catch (RuntimeException failure) {
      refused(batch, next);
      throw failure;
    }
  }

  /**
   * The lease is renewed meanwhile; should it be lost all the same, the position refuses to move from where
   * it was.
   */
  private void outside(Courier courier, List<EventRecord> batch, Position next) {
    try {
      courier.deliver(batch).await();
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException("A courier failed", failure);
    }
    store.perform(Scope.nobody(), tx -> row.move(tx, savedPosition(), next));
  }

  private Position savedPosition() {
    return Objects.requireNonNull(saved);
  }

  private void saved(Position next) {
    saved = next;
    savedNanos = System.nanoTime();
  }

  private void refused(List<EventRecord> batch, Position next) {
    if (failures + 1 < PATIENCE) {
      return;
    }
    if (!smaller(batch, next) && poison == null) {
      poison = batch.getFirst().id();
      LOG.atError().addKeyValue("follower", subscription.name()).addKeyValue("event", poison)
          .addKeyValue("type", batch.getFirst().type()).log("a follower is blocked by an event");
    }
  }

  /**
   * A batch that fails again and again is tried event by event: one may be to blame, or all together too
   * much.
   *
   * @return false for a batch of one
   */
  private boolean smaller(List<EventRecord> batch, Position next) {
    if (batch.size() > 1 && failures + 1 >= PATIENCE) {
      oneByOneUntil = next;
      failures = 0;
    }
    return batch.size() > 1;
  }

  private void relieved() {
    failures = 0;
    if (poison != null) {
      LOG.atWarn().addKeyValue("follower", subscription.name()).log("a follower is no longer blocked");
      poison = null;
    }
  }

  private Duration failed(RuntimeException failure) {
    failed.increment();
    failures = Math.min(failures + 1, 30);
    if (failures <= PATIENCE) {
      LOG.atWarn().setCause(failure).addKeyValue("follower", subscription.name()).log("a follower failed");
    }
    long pauseMs = limits.poll().toMillis() << Math.min(failures - 1, 20);
    return Duration.ofMillis(Math.min(pauseMs, limits.backoff().toMillis()));
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    halted.tryComplete();
    bell.ring();
    return ended.future();
  }
}
