package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventTailTest {
  private static final int RING = 16;
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with().adjusted(EventTailTest::small);
  private final Store store = DATABASE.store();
  private final UUID club = Ids.uuid7();
  private final List<EventTail> started = new ArrayList<>();

  private static StoreSettings small(StoreSettings settings) {
    var all = settings.background();
    var feed = new StoreSettings.Feed(4, RING, Duration.ofMillis(20), Duration.ofMillis(1),
        Duration.ofMillis(50), StoreSettings.GiveWay.defaults());
    return settings.with(new StoreSettings.Background(feed, all.lease(), all.jobs(), all.keepAnswers()));
  }

  private EventTail start() {
    EventTail tail = await(EventTail.start(store));
    started.add(tail);
    return tail;
  }

  @AfterEach
  void stop() {
    started.forEach(tail -> await(tail.stop()));
  }

  private List<UUID> happen(EventTail tail, int times) {
    var ids = new ArrayList<UUID>();
    for (int i = 0; i < times; i++) {
      ids.add(Sample.happened(store, club));
    }
    UUID last = ids.getLast();
    Eventually.until("the tail has read them", () -> DATABASE
        .count("select count(*) from kit.event where id = $1 and xid = $2::text::xid8", last,
            "" + tail.head().xid()) == 1);
    return ids;
  }

  private List<UUID> since(EventTail tail, Position position) {
    return await(tail.since(position)).orElseThrow().stream().map(EventRecord::id).toList();
  }

  @Test
  void listeners_hear_what_happens_from_now_on_until_they_leave() {
    EventTail tail = start();
    var heard = new CopyOnWriteArrayList<EventRecord>();
    Runnable leave = tail.listen(heard::addAll);
    tail.listen(batch -> {
      throw new IllegalStateException("a bad listener disturbs nobody");
    });
    var ids = happen(tail, 10);
    Eventually.until("heard", () -> heard.size() >= 10);
    assertThat(heard).extracting(EventRecord::id).isEqualTo(ids);
    leave.run();
    happen(tail, 1);
    assertThat(heard).hasSize(10);
  }

  @Test
  void a_listener_is_called_on_its_own_context() {
    EventTail tail = start();
    var context = DATABASE.vertx().getOrCreateContext();
    var contexts = new CopyOnWriteArrayList<>();
    context.runOnContext(now -> tail.listen(batch -> contexts.add(Vertx.currentContext())));
    Eventually.until("heard", () -> {
      happen(tail, 1);
      return !contexts.isEmpty();
    });
    assertThat(contexts.getFirst()).isEqualTo(context);
  }

  @Test
  void what_the_ring_holds_is_answered_from_memory() {
    EventTail tail = start();
    Position start = tail.head();
    var ids = happen(tail, 8);
    assertThat(since(tail, start)).isEqualTo(ids);
    assertThat(since(tail, tail.head())).isEmpty();
    var third = tail.remembered(start, 3).orElseThrow().getLast().position();
    assertThat(since(tail, third)).isEqualTo(ids.subList(3, 8));
  }

  @Test
  void a_new_process_reaches_back_by_reads_that_its_clients_share() {
    EventTail first = start();
    Position before = first.head();
    var ids = happen(first, 10);
    EventTail second = start();
    var asked = new ArrayList<Future<List<UUID>>>();
    for (int client = 0; client < 50; client++) {
      asked
          .add(second.since(before).map(found -> found.orElseThrow().stream().map(EventRecord::id).toList()));
    }
    asked.forEach(each -> assertThat(await(each)).isEqualTo(ids));
    assertThat(second.remembered(before, RING)).as("kept for the next client").isPresent();
  }

  @Test
  void a_position_further_back_than_the_ring_is_not_recovered() {
    EventTail tail = start();
    Position old = tail.head();
    happen(tail, RING + 4);
    assertThat(await(tail.since(old))).isEmpty();
    assertThat(await(start().since(old))).isEmpty();
    assertThat(tail.remembered(tail.head(), 1)).isPresent();
  }

  @Test
  void a_position_of_another_epoch_or_ahead_of_the_feed_is_not_recovered() {
    EventTail tail = start();
    happen(tail, 1);
    Position head = tail.head();
    assertThat(await(tail.since(new Position("elsewhere", head.xid(), head.seq())))).isEmpty();
    assertThat(await(tail.since(new Position(head.epoch(), head.xid() + 1_000_000, 1)))).isEmpty();
  }

  @Test
  void a_position_from_another_process_that_is_ahead_of_ours_is_waited_for() {
    EventTail tail = start();
    UUID id = Sample.happened(store, club);
    Position fresh = await(new FeedReader(store.feedPool()).head());
    assertThat(await(tail.since(fresh))).hasValueSatisfying(events -> assertThat(events).isEmpty());
    assertThat(tail.head()).isGreaterThanOrEqualTo(fresh);
    assertThat(id).isNotNull();
  }
}
