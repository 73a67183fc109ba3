package org.reciprocalclubs.kit.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reciprocalclubs.kit.bus.ProblemMapper;

@Timeout(60)
final class NodeTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A room made of functions. */
  private record TestRoom(String name, Function<NodeContext, Future<?>> begin,
      List<String> told) implements Room {
    @Override
    public Future<?> start(NodeContext node) {
      told.add("start " + name);
      return begin.apply(node);
    }

    @Override
    public Future<?> drain() {
      told.add("drain " + name);
      return Future.succeededFuture();
    }
  }

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @Test
  void theRoomsOfTheShapeAreStartedInOrderAndNoOthers() throws Exception {
    Node node = start("a,c", room("a"), room("b"), room("c"));
    try {
      assertThat(told).containsExactly("start a", "start c");
      assertThat(get(node, "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(node, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(get(node, "/metrics").body()).contains("jvm_memory_used_bytes", "vertx_http_server");
    } finally {
      node.stop().await();
    }
    assertThat(told).endsWith("drain c", "drain a");
  }

  @Test
  void inProductionNumbersAndDependenciesAreOnAPortOfTheirOwn() throws Exception {
    Settings settings = Settings.load(Path.of("../../conf/app.yaml"), List.of(),
        Map.of("CLUBS_NODE_ROOMS", "a", "CLUBS_NODE_MODE", "production", "CLUBS_HTTP_PORT", "0",
            "CLUBS_HTTP_INSTANCES", "1", "CLUBS_MANAGEMENT_PORT", "0"));
    Node node = start(settings, room("a", context -> {
      context.health().check("postgres", Duration.ofSeconds(1), Future::succeededFuture);
      return Future.succeededFuture();
    }));
    try {
      assertThat(get(node, "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(node, "/health/ready").body()).isEqualTo("{\"status\":\"UP\"}");
      assertThat(get(node, "/metrics").statusCode()).isEqualTo(404);
      assertThat(get(node.managementPort(), "/health/ready").body()).contains("postgres");
      assertThat(get(node.managementPort(), "/metrics").body()).contains("jvm_memory_used_bytes");
    } finally {
      node.stop().await();
    }
  }

  @Test
  void readyNamesEachDependencyAndItsState() throws Exception {
    Node node = start("a", room("a", context -> {
      context.health().check("postgres", Duration.ofSeconds(1), Future::succeededFuture);
      context.health().check("redis", Duration.ofSeconds(1), () -> Future.failedFuture("away"));
      context.health().check("nats", Duration.ofMillis(50), () -> Promise.promise().future());
      return Future.succeededFuture();
    }));
    try {
      HttpResponse<String> ready = get(node, "/health/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(new JsonObject(ready.body())).isEqualTo(new JsonObject().put("status", "DOWN")
          .put("accepting", true)
          .put("checks", new JsonObject().put("nats", "DOWN").put("postgres", "UP").put("redis", "DOWN")));
      assertThat(get(node, "/health/live").statusCode()).isEqualTo(200);
    } finally {
      node.stop().await();
    }
  }

  @Test
  void aNoteIsToldAndDoesNotMakeTheProcessUnready() throws Exception {
    Node node = start("a", room("a", context -> {
      context.health().note("nats", () -> "AWAY");
      return Future.succeededFuture();
    }));
    try {
      HttpResponse<String> ready = get(node, "/health/ready");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(new JsonObject(ready.body()).getJsonObject("notes"))
          .isEqualTo(new JsonObject().put("nats", "AWAY"));
    } finally {
      node.stop().await();
    }
  }

  @Test
  void whatIsTooLongOrNoRequestIsAnsweredWithADocumentAndHungUpOn() throws Exception {
    Node node = start("a", room("a"));
    try {
      assertThat(raw(node, "GET /" + "a".repeat(20_000) + " HTTP/1.1"))
          .containsPattern("\\AHTTP/1\\.[01] 414 ")
          .contains("application/problem+json", "\"code\":\"URI_TOO_LONG\"", "\"status\":414");
      assertThat(raw(node, "GET / HTTP/1.1\r\nx: " + "h".repeat(40_000)))
          .containsPattern("\\AHTTP/1\\.[01] 431 ")
          .contains("\"code\":\"HEADERS_TOO_LARGE\"");
      assertThat(raw(node, "GET / HTTP/1.1\r\nhost: x\r\ncontent-length: nonsense"))
          .containsPattern("\\AHTTP/1\\.[01] 400 ").contains("\"code\":\"VALIDATION_ERROR\"");
    } finally {
      node.stop().await();
    }
  }

  /** Everything that comes until the connection is closed from the other side. */
  private static String raw(Node node, String head) throws Exception {
    try (var socket = new Socket("127.0.0.1", node.httpPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void routesOfRoomsAreServedInTheirOrder() throws Exception {
    Node node = start("a,b", room("a", context -> {
      context.routes().add(Routes.LAST, router -> router.get("/*").handler(r -> r.response().end("last")));
      return Future.succeededFuture();
    }), room("b", context -> {
      context.routes().add(Routes.ROOMS, router -> router.get("/b").handler(r -> r.response().end("b")));
      return Future.succeededFuture();
    }));
    try {
      assertThat(get(node, "/b").body()).isEqualTo("b");
      assertThat(get(node, "/other").body()).isEqualTo("last");
      assertThat(get(node, "/health/live").body()).contains("UP");
    } finally {
      node.stop().await();
    }
  }

  @Test
  void aStopLetsTheRequestUnderWayEndAndTakesNothingNew() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Promise<Void> gate = Promise.promise();
    Node node = start("a", room("a", context -> {
      context.routes().add(Routes.ROOMS, router -> router.get("/slow").handler(r -> {
        inside.countDown();
        gate.future().onComplete(_ -> r.response().end("done"));
      }));
      return Future.succeededFuture();
    }));
    int port = node.httpPort();
    CompletableFuture<HttpResponse<String>> slow = HTTP.sendAsync(request(port, "/slow"),
        BodyHandlers.ofString());
    assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();
    Future<Void> stopped = node.stop();
    assertThat(node.context().health().ready().await()).isFalse();
    Thread.sleep(100);
    assertThat(stopped.isComplete()).isFalse();
    assertThatThrownBy(() -> HttpClient.newHttpClient().send(request(port, "/slow"), BodyHandlers.ofString()))
        .isInstanceOf(java.io.IOException.class);
    gate.complete();
    assertThat(slow.get(5, TimeUnit.SECONDS).body()).isEqualTo("done");
    stopped.await();
    assertThat(node.stop()).isSameAs(stopped);
  }

  @Test
  void domainVerticlesRunOnVirtualThreadsEachOnALoopOfItsOwn() throws Exception {
    List<ThreadingModel> models = Collections.synchronizedList(new ArrayList<>());
    Node node = start("a", room("a", context -> context.deployDomain(() -> new VerticleBase() {
      @Override
      public Future<?> start() {
        models.add(Vertx.currentContext() == null ? ThreadingModel.WORKER : context().threadingModel());
        return Future.succeededFuture();
      }

      private io.vertx.core.Context context() {
        return super.context;
      }
    }, 3)));
    node.stop().await();
    assertThat(models).hasSize(3).containsOnly(ThreadingModel.VIRTUAL_THREAD);
  }

  @Test
  void aStartThatFailsStopsWhatHadBegun() {
    assertThatThrownBy(() -> start("a,b", room("a"), room("b", _ -> Future.failedFuture("no database"))))
        .hasMessageContaining("no database");
    assertThat(told).containsExactly("start a", "start b", "drain b", "drain a");
  }

  @Test
  void anUnknownRoomIsRefusedWithAHint() {
    assertThatThrownBy(() -> start("recipocal", room("reciprocal"))).isInstanceOf(SettingsException.class)
        .hasMessage("node.rooms names recipocal, which is not a room; did you mean reciprocal?");
  }

  private TestRoom room(String name) {
    return room(name, _ -> Future.succeededFuture());
  }

  private TestRoom room(String name, Function<NodeContext, Future<?>> begin) {
    return new TestRoom(name, begin, told);
  }

  private static Node start(String rooms, Room... known) {
    Settings settings = Settings.load(Path.of("../../conf/app.yaml"), List.of(),
        Map.of("CLUBS_NODE_ROOMS", rooms, "CLUBS_HTTP_PORT", "0", "CLUBS_HTTP_INSTANCES", "1"));
    return start(settings, known);
  }

  private static Node start(Settings settings, Room... known) {
    return Node.start(
        new Node.Plan(settings, List.of(known), ProblemMapper.NONE, Node::alone, Clock.systemUTC())).await();
  }

  private static HttpResponse<String> get(Node node, String path) throws Exception {
    return get(node.httpPort(), path);
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return HTTP.send(request(port, path), BodyHandlers.ofString());
  }

  private static HttpRequest request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }
}
