package org.reciprocalclubs.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.nats.client.api.MessageInfo;
import io.nats.client.api.StorageType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.Node;
import org.reciprocalclubs.kit.boot.Settings;
import org.reciprocalclubs.kit.boot.Size;
import org.reciprocalclubs.kit.bus.ProblemMapper;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

class BridgeTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with().adjusted(BridgeFixture::quick);
  private static final Duration WINDOW = Duration.ofMinutes(10);
  /** So short that the server's own memory of message ids is of no help. */
  private static final Duration SHORT_WINDOW = Duration.ofMillis(200);

  @TempDir
  Path directory;
  private NatsProcess nats;
  private BridgeFixture node;

  @BeforeEach
  void open() {
    nats = new NatsProcess(directory.resolve("nats"));
    node = new BridgeFixture(DATABASE);
    DATABASE.admin("delete from kit.position");
    DATABASE.admin("truncate kit.event");
  }

  @AfterEach
  void close() {
    node.close();
    nats.close();
  }

  private void streamBecomes(List<String> ids) {
    Eventually.until("as many messages as announcements", () -> nats.count() >= ids.size());
    assertThat(nats.messageIds()).isEqualTo(ids);
  }

  private static JsonObject envelope(MessageInfo message) {
    return new JsonObject(Buffer.buffer(message.getData()));
  }

  @Test
  void each_club_that_sees_an_event_gets_it_once_as_its_own_view() {
    nats.start();
    node.bridge(nats.settings(WINDOW));
    UUID member = Ids.uuid7();
    var ids = new ArrayList<>(node.visit());
    ids.addAll(node.joined(member));
    ids.addAll(node.changed());
    streamBecomes(ids);
    var messages = nats.messages();
    assertThat(messages).extracting(MessageInfo::getSubject).containsExactly(
        "clubs." + node.host + ".reciprocal.visit-opened", "clubs." + node.home + ".reciprocal.visit-opened",
        "clubs." + node.home + ".member.member-joined", "clubs." + node.host + ".auth.club-changed");
    var host = envelope(messages.get(0));
    var home = envelope(messages.get(1));
    assertThat(host.getString("id")).isEqualTo(home.getString("id"))
        .isEqualTo(ids.getFirst().split("/", 2)[0]);
    assertThat(host.getString("source")).isEqualTo("/clubs/" + node.host);
    assertThat(host.getString("partnerclub")).isEqualTo(node.home.toString());
    assertThat(home.getString("source")).isEqualTo("/clubs/" + node.home);
    assertThat(home.getString("partnerclub")).isEqualTo(node.host.toString());
    assertThat(host.getString("specversion")).isEqualTo("1.0");
    assertThat(host.getString("type")).isEqualTo("org.reciprocalclubs.reciprocal.v1.VisitOpened");
    assertThat(host.getString("subject"))
        .isEqualTo("visits/" + host.getJsonObject("data").getString("visitId"));
    assertThat(host.getString("correlationid")).isEqualTo("corr-1");
    assertThat(host.getString("traceparent")).isEqualTo(BridgeFixture.TRACE);
    assertThat(host.getJsonObject("data").getString("requestHash")).isEmpty();
    assertThat(envelope(messages.get(2)).getString("subject")).isEqualTo("members/" + member);
    assertThat(envelope(messages.get(3)).containsKey("partnerclub")).isFalse();
    assertThat(NatsProcess.header(messages.getFirst(), "Content-Type"))
        .startsWith("application/cloudevents+json");
  }

  @Test
  void the_stream_is_made_with_its_limits_and_adjusted_to_others() {
    nats.start();
    node.bridge(nats.settings(WINDOW));
    streamBecomes(node.visits(1));
    assertThat(nats.configuration().getDuplicateWindow()).isEqualTo(WINDOW);
    assertThat(nats.configuration().getStorageType()).isEqualTo(StorageType.File);
    assertThat(nats.configuration().getMaxBytes()).isEqualTo(64 << 20);
    node.stopBridge();
    node.bridge(nats.settings(new BridgeSettings.Stream(BridgeSettings.Storage.MEMORY, Duration.ofDays(3),
        Size.parse("32MiB"), 1, Duration.ofMinutes(1))));
    Eventually.until("adjusted", () -> nats.configuration().getMaxBytes() == 32 << 20);
    assertThat(nats.configuration().getMaxAge()).isEqualTo(Duration.ofDays(3));
    assertThat(nats.configuration().getDuplicateWindow()).isEqualTo(Duration.ofMinutes(1));
    assertThat(nats.count()).as("nothing was lost by it").isEqualTo(2);
  }

  @Test
  void nats_killed_and_restarted_amid_a_stream_of_appends_loses_nothing_and_doubles_nothing() {
    nats.start();
    node.bridge(nats.settings(SHORT_WINDOW));
    var ids = new ArrayList<String>();
    int kills = 0;
    for (int round = 0; round < 4; round++) {
      ids.addAll(node.visits(60));
      nats.kill();
      kills++;
      ids.addAll(node.visits(60));
      nats.start();
    }
    ids.addAll(node.visits(20));
    streamBecomes(ids);
    var perEvent = nats.messages().stream()
        .collect(Collectors.groupingBy(each -> envelope(each).getString("id"), Collectors.counting()));
    assertThat(perEvent).as("events").hasSize(500);
    assertThat(perEvent.values()).as("messages of an event: one per club").containsOnly(2L);
    assertThat(kills).as("faults injected").isEqualTo(4);
  }

  @Test
  void a_new_process_goes_on_where_the_last_one_was() {
    nats.start();
    node.bridge(nats.settings(WINDOW));
    var ids = new ArrayList<>(node.visits(30));
    streamBecomes(ids);
    node.close();
    var next = new BridgeFixture(DATABASE);
    ids.addAll(next.visits(30));
    next.bridge(nats.settings(WINDOW));
    streamBecomes(ids);
    next.close();
    node = new BridgeFixture(DATABASE);
  }

  @Test
  void what_was_published_but_not_saved_is_not_published_again_after_the_duplicate_window() throws Exception {
    nats.start();
    node.bridge(nats.settings(SHORT_WINDOW));
    var ids = new ArrayList<>(node.visits(10));
    streamBecomes(ids);
    node.stopBridge();
    nats.deleteNewest();
    DATABASE.admin("delete from kit.position");
    Thread.sleep(SHORT_WINDOW.multipliedBy(4));
    node.bridge(nats.settings(SHORT_WINDOW));
    ids.addAll(node.visits(5));
    Eventually.until("all is there", () -> nats.count() >= ids.size());
    assertThat(nats.messageIds()).as("of the old ones only the one that was missing was sent again")
        .isEqualTo(ids);
  }

  @Test
  void messages_of_others_on_the_stream_neither_hide_the_mark_nor_stop_the_bridge() {
    nats.start();
    node.bridge(nats.settings(WINDOW));
    var ids = new ArrayList<>(node.visits(3));
    streamBecomes(ids);
    for (int round = 0; round < 5; round++) {
      nats.publishForeign();
      ids.addAll(node.visits(20));
    }
    Eventually.until("all is there", () -> nats.count() >= ids.size() + 5);
    assertThat(nats.messages().stream().filter(each -> !String.valueOf(each.getSubject()).endsWith("else"))
        .map(each -> NatsProcess.header(each, "Nats-Msg-Id"))).isEqualTo(ids);
  }

  @Test
  void while_nats_is_away_nobody_waits_and_the_process_is_ready() throws Exception {
    var seen = new CopyOnWriteArrayList<UUID>();
    var live = new CopyOnWriteArrayList<UUID>();
    var clock = new TimeOffset(node.store, false);
    var data = new Data(node.store, node.tail, node.feed, node.leases, new Sealer(new byte[32]), clock);
    var settings = Settings.load(conf(), List.of(), Map.of()).with(Map.of("http.port",
        "0", "bridge.url", nats.url(), "bridge.reconnect_wait", "100ms", "node.rooms", "bridge"), "the test");
    Node process = await(Node.start(new Node.Plan(settings, List.of(new BridgeRoom(() -> data)),
        ProblemMapper.NONE, Node::alone, Clock.systemUTC())));
    await(node.feed.follow("other", EventFeed.ALL,
        (tx, events) -> events.forEach(each -> seen.add(each.id()))));
    var listening = node.tail.listen(events -> events.forEach(each -> live.add(each.id())));
    try {
      var ids = node.visits(100);
      Eventually.until("the other follower has all", () -> seen.size() == 100);
      Eventually.until("the tail has all", () -> live.size() == 100);
      Eventually.until("the bridge has tried often", () -> node.status().failures() > 3);
      assertThat(node.status().blocked()).isFalse();
      assertThat(ready(process)).contains("\"status\":\"UP\"").contains("\"nats\":\"AWAY\"");
      assertThat(process.context().meters().get("clubs.bridge.lag.events").gauge().value())
          .isGreaterThanOrEqualTo(100);
      nats.start();
      streamBecomes(ids);
      Eventually.until("no lag any more",
          () -> process.context().meters().get("clubs.bridge.lag.events").gauge().value() == 0);
      assertThat(ready(process)).contains("\"nats\":\"UP\"");
    } finally {
      listening.run();
      await(process.stop());
    }
  }

  private static Path conf() {
    Path here = Path.of("conf/app.yaml");
    return Files.exists(here) ? here : Path.of("../..").resolve(here);
  }

  private static String ready(Node process) throws Exception {
    var request = HttpRequest
        .newBuilder(URI.create("http://127.0.0.1:" + process.httpPort() + "/health/ready"));
    var answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
