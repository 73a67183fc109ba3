package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import com.google.protobuf.StringValue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeliveryTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with().adjusted(DeliveryTest::quick);
  private static final String IN_TRANSACTION = """
      select count(*) from pg_stat_activity where datname = current_database()
      and usename = 'clubs_app' and state like 'idle in transaction%'""";

  private final UUID club = Ids.uuid7();
  private final String name = "test." + club;
  private final List<UUID> delivered = new CopyOnWriteArrayList<>();
  private Store store;
  private EventTail tail;
  private Leases leases;
  private EventFeed feed;

  private static StoreSettings quick(StoreSettings settings) {
    var all = settings.background();
    var limits = new StoreSettings.Feed(50, 1_000, Duration.ofMillis(20), Duration.ofMillis(1),
        Duration.ofMillis(50), StoreSettings.GiveWay.defaults());
    return settings.with(new StoreSettings.Background(limits, all.lease(), all.jobs(), all.keepAnswers()));
  }

  @BeforeEach
  void start() {
    store = Store.open(DATABASE.vertx(), DATABASE.settings());
    tail = await(EventTail.start(store));
    leases = Leases.start(store);
    feed = EventFeed.start(store, tail, leases, new SimpleMeterRegistry());
  }

  @AfterEach
  void stop() {
    feed.status().forEach(each -> await(feed.unfollow(each.follower())));
    await(tail.stop());
    await(leases.stop());
    await(store.close());
  }

  private List<UUID> happen(int times) {
    var ids = new ArrayList<UUID>();
    for (int i = 0; i < times; i++) {
      var event = NewEvent.of(club, StringValue.of("x"), EventMeta.NONE);
      store.transact(Scope.club(club), tx -> tx.append(Ids.uuid7(), 0, event));
      ids.add(event.id());
    }
    return ids;
  }

  private List<UUID> ours(List<EventRecord> events) {
    return events.stream().filter(event -> event.club().equals(club)).map(EventRecord::id).toList();
  }

  private Future<Void> deliver(List<EventRecord> events) {
    delivered.addAll(ours(events));
    return Future.succeededFuture();
  }

  private FollowerStatus status() {
    return feed.status().stream().filter(each -> each.follower().equals(name)).findFirst().orElseThrow();
  }

  private void deliveredBecomes(List<UUID> expected) {
    Eventually.until("as many deliveries as events", () -> delivered.size() >= expected.size());
    assertThat(delivered).isEqualTo(expected);
  }

  @Test
  void every_event_is_delivered_in_order_and_a_restarted_follower_goes_on_where_it_was() {
    await(feed.deliver(name, EventFeed.ALL, this::deliver));
    var ids = happen(120);
    deliveredBecomes(ids);
    await(feed.unfollow(name));
    ids.addAll(happen(10));
    await(feed.deliver(name, EventFeed.ALL, this::deliver));
    deliveredBecomes(ids);
  }

  @Test
  void a_delivery_that_takes_its_time_holds_no_transaction_and_nobody_else_back() {
    var arrived = Promise.<Void>promise();
    var under = new AtomicBoolean();
    await(feed.deliver(name, EventFeed.ALL, events -> {
      under.compareAndSet(false, !ours(events).isEmpty());
      return under.get() ? arrived.future().compose(now -> deliver(events)) : Future.succeededFuture();
    }));
    var seen = new CopyOnWriteArrayList<UUID>();
    var live = new CopyOnWriteArrayList<UUID>();
    await(feed.follow(name + ".other", EventFeed.ALL, (tx, events) -> seen.addAll(ours(events))));
    var listening = tail.listen(events -> live.addAll(ours(events)));
    var ids = happen(1);
    Eventually.until("a delivery is under way", under::get);
    ids.addAll(happen(30));
    Eventually.until("the other follower has all", () -> seen.equals(ids));
    Eventually.until("the tail has all", () -> live.equals(ids));
    Eventually.until("no transaction is open", () -> DATABASE.count(IN_TRANSACTION) == 0);
    assertThat(delivered).isEmpty();
    arrived.complete();
    deliveredBecomes(ids);
    listening.run();
  }

  @Test
  void a_failing_delivery_is_tried_for_ever_and_no_event_is_called_poison() {
    var away = new AtomicBoolean(true);
    var tries = new AtomicInteger();
    await(feed.deliver(name, EventFeed.ALL, events -> {
      if (away.get()) {
        tries.incrementAndGet();
        return tries.get() % 2 == 0
            ? Future.failedFuture(new IOException("away"))
            : Future.failedFuture(new IllegalStateException("away"));
      }
      return deliver(events);
    }));
    var ids = happen(5);
    Eventually.until("many tries", () -> tries.get() > 4 * Follower.PATIENCE);
    assertThat(status().failures()).isGreaterThan(Follower.PATIENCE);
    assertThat(status().blocked()).isFalse();
    away.set(false);
    deliveredBecomes(ids);
    Eventually.until("no failures any more", () -> status().failures() == 0);
  }

  @Test
  void a_position_that_another_process_moved_during_a_delivery_is_not_overwritten() {
    var interfered = new AtomicBoolean();
    await(feed.deliver(name, EventFeed.ALL, events -> {
      if (!ours(events).isEmpty() && interfered.compareAndSet(false, true)) {
        Position last = events.getLast().position();
        return DATABASE.admin()
            .preparedQuery("update kit.position set xid = $2, seq = $3 where follower = $1")
            .execute(Tuple.of(name, last.xid(), last.seq()))
            .compose(moved -> deliver(events));
      }
      return deliver(events);
    }));
    var ids = happen(1);
    deliveredBecomes(ids);
    ids.addAll(happen(3));
    deliveredBecomes(ids);
    Eventually.until("its own position is saved", () -> Objects.requireNonNull(status().position())
        .seq() == DATABASE.count("select seq from kit.position where follower = $1", name));
  }
}
