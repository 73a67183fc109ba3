package org.reciprocalclubs.reciprocal.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.reciprocal.desk.DeskQueue.Waiting;
import org.reciprocalclubs.reciprocal.rules.Request;

class DeskQueueTest {
  private static final UUID BUSY = new UUID(1, 1);
  private static final UUID QUIET = new UUID(2, 2);
  private static final UUID OTHER = new UUID(3, 3);

  private final DeskQueue queue = new DeskQueue(100);

  @Test
  void aClubThatSendsManyKeepsNobodyWaiting() {
    for (int i = 0; i < 40; i++) {
      queue.offer(scan(BUSY, Ids.uuid7()));
    }
    queue.offer(scan(QUIET, Ids.uuid7()));
    queue.offer(scan(OTHER, Ids.uuid7()));
    assertThat(hosts(queue.take(4))).containsExactly(BUSY, QUIET, OTHER, BUSY);
    assertThat(queue.size()).isEqualTo(38);
  }

  @Test
  void turnsGoOnFromBatchToBatch() {
    for (int i = 0; i < 4; i++) {
      queue.offer(scan(BUSY, Ids.uuid7()));
      queue.offer(scan(QUIET, Ids.uuid7()));
    }
    assertThat(hosts(queue.take(3))).containsExactly(BUSY, QUIET, BUSY);
    assertThat(hosts(queue.take(3))).containsExactly(QUIET, BUSY, QUIET);
  }

  @Test
  void aHostMayFillItWhileNobodyElseComes() {
    for (int i = 0; i < 100; i++) {
      assertThat(queue.offer(scan(BUSY, Ids.uuid7()))).isNull();
    }
    var late = scan(BUSY, Ids.uuid7());
    assertThat(queue.offer(late)).isSameAs(late);
    assertThat(queue.size()).isEqualTo(100);
  }

  @Test
  void whoHasMostWaitingGivesWayByTheirNewest() {
    fill(BUSY, 60);
    fill(OTHER, 39);
    var newest = scan(BUSY, Ids.uuid7());
    assertThat(queue.offer(newest)).isNull();
    assertThat(queue.offer(scan(QUIET, Ids.uuid7()))).isSameAs(newest);
    assertThat(queue.size()).isEqualTo(100);
    assertThat(hosts(queue.take(3))).containsExactlyInAnyOrder(BUSY, OTHER, QUIET);
  }

  @Test
  void inARushOfAllTheRoomIsSharedEvenlyAndNobodyChangesPlaces() {
    fill(BUSY, 100);
    for (int i = 0; i < 100; i++) {
      queue.offer(scan(OTHER, Ids.uuid7()));
      queue.offer(scan(QUIET, Ids.uuid7()));
    }
    var waiting = hosts(queue.take(100));
    for (var host : List.of(BUSY, OTHER, QUIET)) {
      assertThat(waiting.stream().filter(host::equals)).hasSizeBetween(33, 34);
    }
    fill(BUSY, 50);
    fill(OTHER, 50);
    var late = scan(OTHER, Ids.uuid7());
    assertThat(queue.offer(late)).isSameAs(late);
  }

  private void fill(UUID host, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(queue.offer(scan(host, Ids.uuid7()))).isNull();
    }
  }

  @Test
  void theScansOfAHostKeepTheirOrderAndARepeatWaitsForTheNextBatch() {
    var first = Ids.uuid7();
    var second = Ids.uuid7();
    for (var id : List.of(first, first, second, first)) {
      queue.offer(scan(BUSY, id));
    }
    assertThat(ids(queue.take(9))).containsExactly(first, second);
    assertThat(queue.size()).isEqualTo(2);
    assertThat(ids(queue.take(9))).containsExactly(first);
    assertThat(ids(queue.take(9))).containsExactly(first);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void whatWaitsIsToldWhenItIsEmptied() {
    queue.offer(scan(BUSY, Ids.uuid7()));
    queue.offer(scan(QUIET, Ids.uuid7()));
    List<Waiting> told = new ArrayList<>();
    queue.clear(told::add);
    assertThat(hosts(told)).containsExactly(BUSY, QUIET);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.take(9)).isEmpty();
  }

  private static Waiting scan(UUID host, UUID id) {
    return new Waiting(new Scan(id, host, new Scan.Who.ByNumber("HOME", "1"), Request.alone(Instant.EPOCH),
        new Scan.Origin(host, null, new byte[0]), Scan.Extras.NONE), Promise.promise());
  }

  private static List<UUID> hosts(List<Waiting> batch) {
    return batch.stream().map(each -> each.scan().host()).toList();
  }

  private static List<UUID> ids(List<Waiting> batch) {
    return batch.stream().map(each -> each.scan().id()).toList();
  }
}
