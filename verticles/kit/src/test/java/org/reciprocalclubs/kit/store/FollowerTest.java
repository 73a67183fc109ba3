package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FollowerTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("demo").adjusted(FollowerTest::quick);
  private final UUID club = Ids.uuid7();
  private final String name = "test." + club;
  private final List<Node> nodes = new ArrayList<>();
  private Node node;

  /** One process's share of the machinery. */
  private record Node(Store store, EventTail tail, Leases leases, EventFeed feed,
      SimpleMeterRegistry meters) {
    FollowerStatus status(String follower) {
      return feed.status().stream().filter(each -> each.follower().equals(follower)).findFirst()
          .orElseThrow();
    }
  }

  private static StoreSettings quick(StoreSettings settings) {
    var all = settings.background();
    var feed = new StoreSettings.Feed(50, 1_000, Duration.ofMillis(20), Duration.ofMillis(1),
        Duration.ofMillis(50), StoreSettings.GiveWay.defaults());
    var lease = new StoreSettings.Lease(Duration.ofMillis(600), Duration.ofMillis(100));
    return settings.with(new StoreSettings.Background(feed, lease, all.jobs(), all.keepAnswers()));
  }

  private Node start() {
    Store store = Store.open(DATABASE.vertx(), DATABASE.settings());
    EventTail tail = await(EventTail.start(store));
    Leases leases = Leases.start(store);
    var meters = new SimpleMeterRegistry();
    var made = new Node(store, tail, leases, EventFeed.start(store, tail, leases, meters), meters);
    nodes.add(made);
    return made;
  }

  private void stop(Node stopped) {
    for (var each : stopped.feed.status()) {
      await(stopped.feed.unfollow(each.follower()));
    }
    await(stopped.tail.stop());
    await(stopped.leases.stop());
    await(stopped.store.close());
    nodes.remove(stopped);
  }

  @BeforeEach
  void oneNode() {
    node = start();
  }

  @AfterEach
  void stopAll() {
    List.copyOf(nodes).forEach(this::stop);
  }

  private void write(Tx tx, List<EventRecord> events) {
    events.stream().filter(event -> event.club().equals(club)).forEach(event -> Sample.effect(tx, event));
  }

  private List<UUID> happen(int times) {
    var ids = new ArrayList<UUID>();
    for (int i = 0; i < times; i++) {
      ids.add(Sample.happened(node.store, club));
    }
    return ids;
  }

  private List<UUID> effects() {
    var ids = new ArrayList<UUID>();
    DATABASE.admin("select event from demo.effect where club = $1 order by n", club)
        .forEach(row -> ids.add(row.getUUID(0)));
    return ids;
  }

  private void effectsBecome(List<UUID> expected) {
    Eventually.until("as many effects as events", () -> effects().size() >= expected.size());
    assertThat(effects()).isEqualTo(expected);
  }

  @Test
  void a_follower_handles_every_event_once_in_order() {
    await(node.feed.follow(name, EventFeed.ALL, this::write));
    effectsBecome(happen(120));
    assertThat(node.status(name).holding()).isTrue();
    assertThat(node.meters.get("clubs.feed.handled").tag("follower", name).counter().count())
        .isGreaterThanOrEqualTo(120);
  }

  @Test
  void a_follower_gets_only_the_types_that_it_asked_for() {
    var seen = new CopyOnWriteArrayList<EventRecord>();
    await(node.feed.follow(name, Set.of("nothing.like.it"), (tx, events) -> seen.addAll(events)));
    await(node.feed.follow(name + ".all", Set.of(Sample.TYPE), this::write));
    effectsBecome(happen(3));
    Eventually.until("the other passed over them", () -> {
      var at = node.status(name).position();
      return at != null && at.compareTo(node.tail.head()) >= 0;
    });
    Eventually.until("and has saved that, though nothing comes after", () -> DATABASE.count("""
        select count(*) from kit.position p
         where p.follower = $1 and (p.xid::text::xid8, p.seq) >= (
           select e.xid, e.seq from kit.event e order by e.xid desc, e.seq desc limit 1)""", name) == 1);
    assertThat(seen).isEmpty();
  }

  @Test
  void a_name_is_used_once_per_process() {
    await(node.feed.follow(name, EventFeed.ALL, this::write));
    assertThatThrownBy(() -> await(node.feed.follow(name, EventFeed.ALL, this::write)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_follower_killed_between_effect_and_commit_has_its_effect_once() {
    var kills = new AtomicInteger();
    await(node.feed.follow(name, EventFeed.ALL, (tx, events) -> {
      write(tx, events);
      if (events.stream().anyMatch(event -> event.club().equals(club)) && kills.incrementAndGet() <= 2) {
        int pid = tx.one("select pg_backend_pid()").orElseThrow().getInteger(0);
        DATABASE.admin().preparedQuery("select pg_terminate_backend($1)").execute(Tuple.of(pid))
            .await();
      }
    }));
    effectsBecome(happen(5));
    assertThat(kills.get()).as("faults injected").isGreaterThanOrEqualTo(2);
  }

  @Test
  void a_restarted_process_continues_where_it_was() {
    await(node.feed.follow(name, EventFeed.ALL, this::write));
    var ids = happen(10);
    effectsBecome(ids);
    stop(node);
    node = start();
    ids.addAll(happen(10));
    assertThat(effects()).hasSize(10);
    await(node.feed.follow(name, EventFeed.ALL, this::write));
    effectsBecome(ids);
  }

  @Test
  void of_two_processes_one_holds_a_follower_and_the_other_takes_over() {
    Node second = start();
    await(node.feed.follow(name, EventFeed.ALL, this::write));
    var ids = happen(20);
    effectsBecome(ids);
    await(second.feed.follow(name, EventFeed.ALL, this::write));
    ids.addAll(happen(20));
    effectsBecome(ids);
    assertThat(node.status(name).holding()).isTrue();
    assertThat(second.status(name).holding()).isFalse();
    stop(node);
    node = second;
    ids.addAll(happen(20));
    effectsBecome(ids);
    assertThat(second.status(name).holding()).isTrue();
  }

  @Test
  void a_paused_holder_that_wakes_up_later_writes_nothing() {
    var paused = new AtomicBoolean();
    var resumed = new AtomicBoolean();
    var mayGoOn = Promise.<Void>promise();
    await(node.feed.follow(name, EventFeed.ALL, (tx, events) -> write(tx, events)));
    var ids = happen(1);
    effectsBecome(ids);
    Node second = start();
    var row = new FollowerPosition(node.store, name);
    Position from = row.load();
    Thread sleeper = Thread.startVirtualThread(() -> {
      paused.set(true);
      mayGoOn.future().await();
      assertThatThrownBy(() -> node.store.perform(Scope.nobody(), tx -> {
        row.move(tx, from, new Position(from.epoch(), from.xid() + 1, from.seq()));
        Sample.effect(tx,
            new EventRecord(from, Ids.uuid7(), club, 1, "t", club, null, new byte[0], EventMeta.NONE,
                Instant.now()));
      })).isInstanceOf(LeaseLost.class);
      resumed.set(true);
    });
    Eventually.until("asleep", paused::get);
    await(second.feed.follow(name, EventFeed.ALL, this::write));
    await(node.feed.unfollow(name));
    ids.addAll(happen(3));
    effectsBecome(ids);
    mayGoOn.complete();
    Eventually.until("the sleeper was refused", resumed::get);
    assertThat(sleeper).isNotNull();
    assertThat(effects()).isEqualTo(ids);
  }

  @Test
  void a_lease_taken_by_force_makes_the_old_holder_stop_and_nothing_happens_twice() {
    await(node.feed.follow(name, EventFeed.ALL, this::write));
    var ids = happen(5);
    effectsBecome(ids);
    DATABASE.admin(
        "update kit.lease set node = 'thief', until = clock_timestamp() + interval '400 ms' where name = $1",
        "kit.follower/" + name);
    Eventually.until("the old holder noticed", () -> !node.status(name).holding());
    ids.addAll(happen(5));
    effectsBecome(ids);
  }

  @Test
  void a_poison_event_blocks_its_follower_visibly_and_is_not_skipped() {
    var broken = new AtomicBoolean(true);
    var poison = new CopyOnWriteArrayList<UUID>();
    await(node.feed.follow(name, EventFeed.ALL, (tx, events) -> {
      write(tx, events);
      if (broken.get() && events.stream().anyMatch(event -> poison.contains(event.id()))) {
        throw new IllegalStateException("cannot digest this");
      }
    }));
    var first = happen(3);
    effectsBecome(first);
    var events = List.of(Sample.event(club, "good"), Sample.event(club, "bad"), Sample.event(club, "good"));
    poison.add(events.get(1).id());
    node.store.perform(Scope.club(club), tx -> tx.append(Ids.uuid7(), 0, events));
    Eventually.until("blocked", () -> node.status(name).blocked());
    assertThat(node.status(name).poison()).isEqualTo(events.get(1).id());
    assertThat(effects()).as("what came before it in the batch is done").hasSize(4);
    assertThat(node.meters.get("clubs.feed.blocked").tag("follower", name).gauge().value()).isEqualTo(1);
    broken.set(false);
    var all = new ArrayList<>(first);
    events.forEach(event -> all.add(event.id()));
    effectsBecome(all);
    Eventually.until("no longer blocked", () -> !node.status(name).blocked());
  }

  @Test
  void a_database_that_begins_another_life_is_followed_on() {
    await(node.feed.follow(name, EventFeed.ALL, this::write));
    var ids = happen(5);
    effectsBecome(ids);
    Position old = node.tail.head();
    DATABASE.admin("select kit.new_epoch()");
    ids.addAll(happen(5));
    effectsBecome(ids);
    Eventually.until("the tail follows", () -> !node.tail.head().sameEpoch(old));
    assertThat(await(node.tail.since(old))).as("honest about positions of the old life").isEmpty();
    stop(node);
    node = start();
    await(node.feed.follow(name, EventFeed.ALL, this::write));
    ids.addAll(happen(5));
    effectsBecome(ids);
  }
}
