package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FeedOrderTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("demo");
  private final Store store = DATABASE.store();
  private final FeedReader reader = new FeedReader(store.feedPool());
  private final UUID club = Ids.uuid7();

  private List<UUID> idsAfter(Position position) {
    return await(reader.after(position, 1_000)).events().stream().map(EventRecord::id).toList();
  }

  @Test
  void a_transaction_that_commits_late_is_waited_for_and_never_passed_over() throws Exception {
    Position before = await(reader.head());
    var early = Sample.event(club, "began first");
    var written = new CountDownLatch(1);
    var mayCommit = new CountDownLatch(1);
    UUID late;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> slow = threads.submit(() -> store.perform(Scope.club(club), tx -> {
        tx.append(Ids.uuid7(), 0, early);
        written.countDown();
        hold(mayCommit);
      }));
      written.await();
      late = Sample.happened(store, club);
      assertThat(idsAfter(before)).as("the later one is committed, the earlier one is not").isEmpty();
      assertThat(await(reader.head())).isEqualTo(before);
      mayCommit.countDown();
      slow.get();
    }
    assertThat(idsAfter(before)).containsExactly(early.id(), late);
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void events_of_a_transaction_that_was_rolled_back_never_appear_and_hold_nobody_back() {
    Position before = await(reader.head());
    try {
      store.perform(Scope.club(club), tx -> {
        tx.append(Ids.uuid7(), 0, Sample.event(club, "never"));
        throw new IllegalStateException("changed my mind");
      });
    } catch (IllegalStateException expected) {
      assertThat(expected).hasMessage("changed my mind");
    }
    UUID after = Sample.happened(store, club);
    Eventually.until("visible", () -> idsAfter(before).equals(List.of(after)));
  }

  @Test
  void many_writers_with_interleaved_transactions_lose_nothing_and_repeat_nothing() throws Exception {
    EventTail tail = await(EventTail.start(store));
    Position start = tail.head();
    var seen = new CopyOnWriteArrayList<EventRecord>();
    tail.listen(seen::addAll);
    int writers = 8;
    int each = 40;
    var written = new CopyOnWriteArrayList<UUID>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (int writer = 0; writer < writers; writer++) {
        all.add(threads.submit(() -> write(each, written)));
      }
      for (var one : all) {
        one.get();
      }
    }
    Eventually.until("all seen", () -> seen.size() >= writers * each);
    assertThat(seen).extracting(EventRecord::id).containsExactlyInAnyOrderElementsOf(written);
    assertThat(seen).extracting(EventRecord::position).isSorted();
    assertThat(await(reader.after(start, 1_000)).events()).extracting(EventRecord::id)
        .containsExactlyElementsOf(seen.stream().map(EventRecord::id).toList());
    await(tail.stop());
  }

  /** Some transactions write twice with other statements between, so that their order of commit varies. */
  private void write(int times, List<UUID> written) {
    for (int i = 0; i < times; i++) {
      var event = Sample.event(club, "n");
      boolean dawdle = i % 3 == 0;
      store.perform(Scope.club(club), tx -> {
        tx.append(Ids.uuid7(), 0, event);
        if (dawdle) {
          tx.query("select pg_sleep(0.003)");
        }
      });
      written.add(event.id());
    }
  }

  @Test
  void a_slice_continues_where_the_last_one_ended_even_within_a_transaction() {
    Position before = await(reader.head());
    var events = List.of(Sample.event(club, "1"), Sample.event(club, "2"), Sample.event(club, "3"));
    store.perform(Scope.club(club), tx -> tx.append(Ids.uuid7(), 0, events));
    var collected = new ArrayList<UUID>();
    Position at = before;
    while (true) {
      var slice = await(reader.after(at, 1)).events();
      if (slice.isEmpty()) {
        break;
      }
      collected.add(slice.getFirst().id());
      at = slice.getFirst().position();
    }
    assertThat(collected).containsExactlyElementsOf(events.stream().map(NewEvent::id).toList());
  }
}
