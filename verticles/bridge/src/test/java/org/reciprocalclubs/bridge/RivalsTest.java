package org.reciprocalclubs.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.boot.Secret;
import org.reciprocalclubs.kit.boot.Size;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.TestDatabase;

class RivalsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with().adjusted(BridgeFixture::quick);
  private static final Duration SHORTEST_WINDOW = Duration.ofMillis(100);
  private static final int EVENTS = 200;
  private static final int CHUNK = 10;

  @TempDir
  Path directory;

  private NatsProcess nats;
  private BridgeFixture node;
  private final List<EventRecord> events = new CopyOnWriteArrayList<>();
  private List<String> ids;

  @BeforeEach
  void manyEvents() {
    nats = new NatsProcess(directory).start();
    node = new BridgeFixture(DATABASE);
    await(node.feed.follow("all." + node.host, EventFeed.ALL, (tx, batch) -> batch.stream()
        .filter(event -> event.club().equals(node.host)).forEach(events::add)));
    ids = node.visits(EVENTS);
    Eventually.until("all events are known", () -> events.size() == EVENTS);
  }

  @AfterEach
  void close() {
    node.close();
    nats.close();
  }

  private Outbound outbound(String name) {
    return new Outbound(DATABASE.vertx(), nats.settings(SHORTEST_WINDOW), new Announcer(Codecs.contract()),
        DATABASE.vertx().createSharedWorkerExecutor(name, 1), new SimpleMeterRegistry());
  }

  @Test
  void two_processes_that_publish_at_once_leave_no_gap_and_store_nothing_twice() {
    var rivals = new ArrayList<Thread>();
    for (String name : List.of("one", "two")) {
      var outbound = outbound(name);
      rivals.add(Thread.startVirtualThread(() -> {
        for (int from = 0; from < EVENTS; from += CHUNK) {
          var chunk = events.subList(from, from + CHUNK);
          Eventually.until("delivered", () -> succeeds(outbound.deliver(chunk)));
        }
        await(outbound.close());
      }));
    }
    Eventually.until("both are done", () -> rivals.stream().noneMatch(Thread::isAlive));
    assertThat(nats.messageIds()).isEqualTo(ids);
  }

  @Test
  void a_process_that_was_paused_and_wakes_after_the_duplicate_window_stores_nothing() throws Exception {
    var paused = outbound("paused");
    Eventually.until("it knows the stream as it is now, empty", () -> {
      await(paused.connect());
      return paused.connected();
    });
    await(paused.connect());
    var successor = outbound("successor");
    await(successor.deliver(events));
    Thread.sleep(SHORTEST_WINDOW.multipliedBy(10));
    assertThat(succeeds(paused.deliver(events))).as("it is refused").isFalse();
    assertThat(succeeds(paused.deliver(events))).as("then it sees that all is there").isTrue();
    assertThat(nats.messageIds()).isEqualTo(ids);
    await(paused.close());
    await(successor.close());
  }

  private static boolean succeeds(Future<Void> delivery) {
    return await(delivery.map(true).otherwise(false));
  }

  @Test
  void settings_refuse_nonsense_by_the_name_of_the_key() {
    var second = Duration.ofSeconds(1);
    var stream = new BridgeSettings.Stream(BridgeSettings.Storage.FILE, second, Size.parse("1MiB"), 1,
        second);
    assertThatThrownBy(
        () -> new BridgeSettings("nats://me:secret@host", "", Secret.NONE, second, second, second,
            1, 1, 100, stream))
        .hasMessageStartingWith("url ").hasMessageNotContaining("secret@");
    assertThatThrownBy(
        () -> new BridgeSettings("nats://host", "", Secret.NONE, second, Duration.ZERO, second, 1, 1,
            100, stream))
        .hasMessageStartingWith("reconnectWait ");
    assertThatThrownBy(() -> new BridgeSettings("nats://host", "", Secret.NONE, second, second, second, 0,
        1, 100, stream)).hasMessageStartingWith("inFlight ");
    assertThatThrownBy(() -> new BridgeSettings("nats://host", "", Secret.NONE, second, second, second, 1,
        0, 100, stream)).hasMessageStartingWith("messagesPerSecond ");
    assertThatThrownBy(() -> new BridgeSettings("nats://host", "", Secret.NONE, second, second, second, 1,
        1, 0, stream)).hasMessageStartingWith("busyPercent ");
    assertThatThrownBy(
        () -> new BridgeSettings.Stream(BridgeSettings.Storage.FILE, second, Size.parse("1MiB"), 2,
            second))
        .hasMessageStartingWith("replicas ");
    assertThatThrownBy(
        () -> new BridgeSettings.Stream(BridgeSettings.Storage.FILE, second, Size.parse("1MiB"), 1,
            Duration.ofSeconds(2)))
        .hasMessageStartingWith("dedupeWindow ");
  }
}
