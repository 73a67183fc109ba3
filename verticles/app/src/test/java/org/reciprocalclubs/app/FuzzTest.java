package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.Rpc;
import org.reciprocalclubs.edge.operation.Bound;

/**
 * What no client would send, at every operation of every door of a whole house: malformed, too long, too
 * deep, of the wrong type. Each case follows from its seed ({@code -Dfuzz.seed}), which is printed; how long
 * each door is tried is bounded ({@code -Dfuzz.seconds}). Nothing may be answered with a fault of ours, tell
 * how the platform is built, hang, or leave the connection unusable; every refusal has a stable code; and the
 * house may log no fault.
 */
class FuzzTest {
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_130L);
  private static final Duration EACH = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 15));
  private static final int ROUNDS_LEAST = 2;
  private static final long PATIENCE_SECONDS = 20;
  private static final int FAULTS_SHOWN = 40;
  private static final Pattern INSIDE = Pattern.compile("\\bat [\\w.$]+\\([\\w$]+\\.java|\\w+Exception\\b"
      + "|\\bjava\\.(lang|util|io|time)\\.|\\bio\\.(vertx|netty|grpc)\\."
      + "|org\\.(reciprocalclubs|postgresql)\\.|com\\.google\\.|graphql\\.(execution|schema)"
      + "|SQLSTATE|violates \\w+ constraint|syntax error at");
  /** They would move the ground under everything else: tried with rights only as far as they say no. */
  private static final Set<String> GROUND = Set.of("SetClock", "SuspendClub", "RotateSigningKey");
  private static final Map<String, String> SETTINGS = Map.of("CLUBS_EDGE_RATES_ADDRESS_BURST", "0",
      "CLUBS_EDGE_RATES_ACCOUNT_BURST", "0", "CLUBS_EDGE_RATES_DEVICE_BURST", "0",
      "CLUBS_EDGE_RATES_INTEGRATION_BURST", "0", "CLUBS_EDGE_RATES_GUESSES_BY_ADDRESS_BURST", "0",
      "CLUBS_EDGE_RATES_GUESSES_BY_ACCOUNT_BURST", "0", "CLUBS_AUTH_FAILURES_MAX", "1000");

  @TempDir
  static Path directory;
  private static House house;
  private static FuzzPeople people;
  private static List<String> ids;
  private static List<Bound> rows;
  private static final Vertx VERTX = Vertx.vertx();

  /** Each is told of by the first test that finds it. */
  private static final Set<String> TOLD = new java.util.HashSet<>();

  private final Map<String, String> faults = new TreeMap<>();
  private int sent;

  @BeforeAll
  static void open() throws Exception {
    System.out.println("fuzz.seed=" + SEED + " fuzz.seconds=" + EACH.toSeconds());
    house = House.start(directory.resolve("data"), SETTINGS);
    people = new FuzzPeople(house);
    ids = people.ids();
    rows = Bound.all(Codecs.contract());
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
    VERTX.close().await();
  }

  /** One case at a door; a fault is noted under what was tried. */
  @FunctionalInterface
  private interface Case {
    void send(String operation, FuzzValues values) throws Exception;
  }

  /** Goes round all operations until the time is up, at least twice. */
  private void round(List<String> operations, Case each) throws Exception {
    long until = System.nanoTime() + EACH.toNanos();
    for (int round = 0; round < ROUNDS_LEAST || System.nanoTime() < until; round++) {
      for (var operation : operations) {
        if (round >= ROUNDS_LEAST && System.nanoTime() > until) {
          break;
        }
        var values = new FuzzValues(SEED + operation.hashCode() * 31L + round, ids);
        var name = operation + ", round " + round;
        try {
          each.send(operation, values);
          sent++;
        } catch (Exception | AssertionError fault) {
          fault(operation, name + ": " + fault);
        }
      }
    }
    assertSound();
  }

  /** One of a kind for each operation is enough to be looked at. */
  private void fault(String operation, String what) {
    faults.merge(operation, what, (first, _) -> first);
  }

  private void assertSound() throws IOException {
    System.out.println("fuzz: " + sent + " cases, " + faults.size() + " operations with faults");
    List<String> all = new ArrayList<>(faults.values());
    all.addAll(logged());
    assertThat(all.stream().limit(FAULTS_SHOWN).toList()).isEmpty();
    assertThat(sent).isPositive();
  }

  /** Lines of its log that tell of a fault of ours. */
  private static List<String> logged() throws IOException {
    List<String> lines = new ArrayList<>();
    try (var files = Files.list(house.data())) {
      for (var log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        Files.readAllLines(log).stream().filter(line -> line.contains("\"level\":\"ERROR\""))
            .filter(TOLD::add).forEach(lines::add);
      }
    }
    return lines;
  }

  private static void tellsNothing(String text) {
    var found = INSIDE.matcher(text);
    if (found.find()) {
      throw new AssertionError("It tells \"" + found.group() + "\": " + shortened(text));
    }
  }

  private static String shortened(String text) {
    return text.length() > 700 ? text.substring(0, 700) + "..." : text;
  }

  // REST

  @Test
  void restHasAnAnswerToEverything() throws Exception {
    Map<String, Bound> routes = new TreeMap<>();
    rows.stream().filter(row -> row.operation().rest() != null).forEach(row -> routes.put(row.name(), row));
    try (var http = new RawHttp(house)) {
      round(List.copyOf(routes.keySet()),
          (name, values) -> rest(http, java.util.Objects.requireNonNull(routes.get(name)), values));
    }
  }

  private static void rest(RawHttp http, Bound row, FuzzValues values) throws Exception {
    var route = java.util.Objects.requireNonNull(row.operation().rest());
    var who = GROUND.contains(row.name()) ? "admin" : people.somebody(values);
    var json = values.json(row.rpc().descriptor().getInputType());
    var path = new StringBuilder("/api/v1");
    for (var part : route.path().substring(1).split("/", -1)) {
      path.append('/');
      path.append(part.startsWith("{") ? pathPart(part.substring(1, part.length() - 1), json, values) : part);
    }
    if (!route.hasBody() || values.oneIn(10)) {
      path.append(query(json, values));
    }
    byte[] body = !route.hasBody()
        ? new byte[0]
        : values.oneIn(3)
            ? values.brokenJson(json)
            : json.encode().getBytes(StandardCharsets.UTF_8);
    var head = values.oneIn(50) ? "BREW" : route.verb().name();
    check(http.send(head + " " + path + " HTTP/1.1\r\n" + headers(who, values), body), who);
    usable(http, values);
  }

  private static String pathPart(String name, JsonObject json, FuzzValues values) {
    Object said = json.remove(name);
    var any = values.id();
    var id = any.substring(0, Math.min(36, any.length()));
    return switch (values.random().nextInt(12)) {
      case 0 -> "%00";
      case 1 -> "%zz";
      case 2 -> "%ff%fe";
      case 3 -> "..";
      case 4 -> "p".repeat(3_000);
      case 5 -> "a%2fb;x=1";
      default -> URLEncoder.encode(said instanceof String text && text.length() < 1_000 ? text : id,
          StandardCharsets.UTF_8).replace("+", "%20");
    };
  }

  private static String query(JsonObject json, FuzzValues values) {
    var query = new StringBuilder("?");
    json.forEach(field -> {
      var text = String.valueOf(field.getValue());
      query.append(URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)).append('=')
          .append(URLEncoder.encode(text.substring(0, Math.min(500, text.length())), StandardCharsets.UTF_8))
          .append('&');
    });
    query.append(switch (values.random().nextInt(8)) {
      case 0 -> "page=1&page=2";
      case 1 -> "pageSize=99999999999999999999";
      case 2 -> "%";
      case 3 -> "page=%00";
      case 4 -> "after=" + "q".repeat(200);
      case 5 -> "&&&==&=";
      default -> "page=-1";
    });
    return query.length() > 3_000 ? query.substring(0, 3_000).replaceFirst("%[^%]?$", "") : query.toString();
  }

  private static String headers(String who, FuzzValues values) throws Exception {
    var headers = new StringBuilder("host: localhost\r\n");
    var token = people.token(who);
    if (token != null) {
      headers.append("authorization: ").append(values.oneIn(40) ? "Basic eA==" : "Bearer " + token)
          .append("\r\n");
    }
    if (!values.oneIn(12)) {
      headers.append("idempotency-key: ").append(values.oneIn(12)
          ? "k".repeat(values.random().nextInt(200))
          : Long.toHexString(values.random().nextLong())).append("\r\n");
    }
    headers.append("content-type: ").append(values.oneIn(15)
        ? values.of(List.of("text/csv", "text/plain", "application/geo+json", ";", "multipart/form-data"))
        : "application/json").append("\r\n");
    headers.append(switch (values.random().nextInt(30)) {
      case 0 -> "x-club-id: nonsense\r\n";
      case 1 -> "x-correlation-id: " + "c".repeat(500) + "\r\n";
      case 2 -> "traceparent: 00-zz-zz-zz\r\n";
      case 3 -> "accept: nothing/at-all\r\n";
      case 4 -> "origin: https://evil.example\r\n";
      case 5 -> "content-encoding: gzip\r\n";
      case 6 -> "user-agent: " + "u".repeat(2_000) + "\r\n";
      case 7 -> "expect: 100-wait\r\n";
      case 8 -> "cookie: session=" + "s".repeat(100) + "\r\n";
      default -> "";
    });
    return headers.toString();
  }

  /** Any answer but a fault; a refusal is a document of RFC 9457. */
  private static void check(RawHttp.Answer answer, String who) {
    if (answer.status() == 401) {
      people.renew(who);
    }
    tellsNothing(answer.headers() + " " + answer.body());
    boolean fault = answer.status() >= 500 && answer.status() != 503;
    boolean stable = answer.status() < 400 || answer.body().matches("(?s).*\"code\":\"[A-Z][A-Z_0-9]+\".*");
    if (fault || !stable) {
      throw new AssertionError(answer.toString());
    }
  }

  private static void usable(RawHttp http, FuzzValues values) throws IOException {
    if (values.oneIn(20)) {
      var answer = http.send("GET /health/live HTTP/1.1\r\nhost: localhost\r\n", new byte[0]);
      if (answer.status() != 200) {
        throw new AssertionError("The connection is not usable: " + answer);
      }
    }
  }

  @Test
  void whatIsNoHttpIsAnsweredOrHungUpOn() throws Exception {
    round(List.of("GET\r\n\r\n", "GET /%zz HTTP/1.1\r\nhost: x\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999999999999\r\n\r\n",
        "POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: nonsense\r\n\r\n",
        "POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            + "transfer-encoding: chunked\r\n\r\nzz\r\n",
        "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nhost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\nx: " + "h".repeat(40_000) + "\r\n\r\n",
        "GET /office/..%2f..%2fetc/passwd HTTP/1.1\r\nhost: x\r\n\r\n",
        "GET /log/tile/0/%00 HTTP/1.1\r\nhost: x\r\n\r\n",
        "GET /log/tile/99/x999/999 HTTP/1.1\r\nhost: x\r\n\r\n",
        "GET /push HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
        "GET /graphql HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
            + "sec-websocket-version: 99\r\nsec-websocket-key: x\r\n\r\n",
        "GET /api/v1/%2e%2e/%00 HTTP/1.1\r\nhost: x\r\n\r\n"), (request, _) -> {
          try (var http = new RawHttp(house)) {
            var answer = http.sendAsItIs((request + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            tellsNothing(answer.toString());
            if (answer.status() >= 500 && answer.status() != 501 && answer.status() != 505) {
              throw new AssertionError(answer.toString());
            }
          } catch (java.io.EOFException | java.net.SocketException hungUp) {
            assertThat(hungUp).isNotNull();
          }
        });
  }

  // GraphQL

  @Test
  void graphQlHasAnAnswerToEverything() throws Exception {
    var graph = new WallGraph(house);
    try (var http = new RawHttp(house)) {
      var operations = graph.operations().keySet().stream().filter(name -> !name.startsWith("subscription "))
          .toList();
      round(operations, (operation, values) -> {
        var who = people.somebody(values);
        var request = graphRequest(graph, operation, values);
        byte[] body = values.oneIn(6)
            ? values.brokenJson(request)
            : request.encode().getBytes(StandardCharsets.UTF_8);
        var answer = http.send("POST /graphql HTTP/1.1\r\n" + headers(who, values), body);
        check(answer, who);
        graphCheck(answer.body(), who);
        usable(http, values);
      });
    }
  }

  private static JsonObject graphRequest(WallGraph graph, String operation, FuzzValues values) {
    var request = graph.request(operation, graph.anyInput(operation, values));
    if (values.oneIn(5)) {
      request.put("query", document(request.getString("query"), values));
    }
    return switch (values.random().nextInt(20)) {
      case 0 -> request.put("operationName", values.any());
      case 1 -> request.put("variables", values.any());
      case 2 -> request.put("extensions", values.any());
      case 3 -> request.put("extensions", new JsonObject().put("idempotencyKey", values.any()));
      case 4 -> request.put("query", values.any());
      default -> request;
    };
  }

  private static String document(String sound, FuzzValues values) {
    return switch (values.random().nextInt(12)) {
      case 0 -> sound.substring(0, values.random().nextInt(sound.length()));
      case 1 -> "{".repeat(10_000);
      case 2 -> "{ a".repeat(3_000) + "}".repeat(3_000);
      case 3 -> "query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
      case 4 -> "{ " + "me { id } ".repeat(5_000) + "}";
      case 5 -> "{ " + java.util.stream.IntStream.range(0, 500).mapToObj(i -> "a" + i + ": me { id } ")
          .collect(java.util.stream.Collectors.joining()) + "}";
      case 6 -> "{ me " + "@include(if: true) ".repeat(2_000) + "{ id } }";
      case 7 -> "query Q(" + "$a: Int = ".repeat(500) + ") { me { id } }";
      case 8 -> "{ visit(id: " + "[".repeat(2_000) + "]".repeat(2_000) + ") { id } }";
      case 9 -> "{ __schema { types { fields { type { ofType { ofType { ofType { name } } } } } } } }";
      case 10 -> "query A { me { id } } mutation B { logout } subscription C { x }";
      default -> sound.replace("{", values.text() + "{");
    };
  }

  private static void graphCheck(String body, String who) {
    if (!body.startsWith("{")) {
      throw new AssertionError("Not JSON: " + shortened(body));
    }
    var errors = new JsonObject(body).getJsonArray("errors", new JsonArray());
    for (var each : errors) {
      graphError((JsonObject) each, who);
    }
  }

  private static void graphError(JsonObject error, String who) {
    var extensions = error.getJsonObject("extensions", new JsonObject());
    var code = extensions.getString("code", "");
    if (code.equals("UNAUTHENTICATED") || code.equals("SESSION_ENDED") || code.equals("RIGHTS_CHANGED")) {
      people.renew(who);
    }
    if (!code.matches("[A-Z][A-Z_0-9]+") || code.equals("INTERNAL_ERROR")) {
      throw new AssertionError(error.encode());
    }
  }

  @Test
  void graphQlSocketsHaveAnAnswerToEverything() throws Exception {
    var graph = new WallGraph(house);
    List<String> cases = new ArrayList<>();
    for (var dialect : List.of("graphql-transport-ws", "graphql-ws")) {
      graph.operations().keySet().forEach(operation -> cases.add(dialect + " " + operation));
    }
    round(cases, (operation, values) -> {
      var dialect = operation.substring(0, operation.indexOf(' '));
      var who = people.somebody(values);
      try (var socket = new FuzzSocket(house, "/graphql", dialect)) {
        var token = people.token(who);
        var init = new JsonObject().put("type", "connection_init");
        if (token != null) {
          init.put("payload", new JsonObject().put("authorization", "Bearer " + token));
        }
        socket.say(values.oneIn(15) ? values.any() : init);
        var begin = new JsonObject().put("id", values.oneIn(20) ? values.any() : "1")
            .put("type", dialect.equals("graphql-ws") ? "start" : "subscribe").put("payload", values.oneIn(20)
                ? values.any()
                : graphRequest(graph, operation.substring(dialect.length() + 1), values));
        socket.say(values.oneIn(20) ? values.any() : begin);
        socket.throwsIn(values);
        socket.say(
            new JsonObject().put("type", dialect.equals("graphql-ws") ? "connection_terminate" : "ping"));
        socket.settles(message -> message.contains("\"pong\""));
        tellsNothing(socket.everything());
        socket.messages().forEach(message -> socketErrors(message, who));
      }
    });
  }

  private static void socketErrors(JsonObject message, String who) {
    switch (message.getValue("payload")) {
      case JsonArray several when "error".equals(message.getString("type")) ->
        several.forEach(each -> graphError((JsonObject) each, who));
      case JsonObject one when "error".equals(message.getString("type")) -> graphError(one, who);
      case JsonObject data -> graphCheck(data.encode(), who);
      case null, default -> {
      }
    }
  }

  // Push

  @Test
  void pushHasAnAnswerToEverything() throws Exception {
    round(List.of("authorization", "subscribe", "after", "ping", "text"), (kind, values) -> {
      var who = people.somebody(values);
      try (var socket = new FuzzSocket(house, "/push", null)) {
        var token = people.token(who);
        socket.say(new JsonObject().put("authorization",
            kind.equals("authorization") ? values.any() : "Bearer " + token));
        for (int i = 0; i < 3; i++) {
          var wish = new JsonObject().put("feed", kind.equals("subscribe") ? values.any() : feed(values));
          wish.put("after", kind.equals("after") ? values.any() : null);
          socket.say(new JsonObject().put("subscribe", values.oneIn(10)
              ? values.any()
              : new JsonArray().add(wish)));
        }
        if (kind.equals("ping")) {
          socket.say(new JsonObject().put("ping", values.any()));
        }
        socket.throwsIn(values);
        socket.say(new JsonObject().put("ping", 4_711));
        socket.settles(message -> message.contains("4711"));
        tellsNothing(socket.everything());
        if (socket.closeCode() >= 0) {
          assertThat(socket.closeCode()).isIn(1003, 1007, 1009, 4401, 4403, 4408, 4409, 4429);
        }
        people.renew(socket.closeCode() == 4401 ? who : "nobody");
      }
    });
  }

  private static String feed(FuzzValues values) {
    return values.oneIn(2) ? "me" : values.of(List.of("club:", "proposal:", "visit:", "")) + values.id();
  }

  // gRPC

  @Test
  void grpcHasAnAnswerToEverything() throws Exception {
    Map<String, Rpc> rpcs = new TreeMap<>();
    Codecs.contract().files().stream().flatMap(file -> file.getServices().stream())
        .flatMap(service -> service.getMethods().stream())
        .forEach(method -> rpcs.put(method.getFullName(),
            Codecs.contract().rpc(method.getService().getFullName() + "/" + method.getName())));
    var client = GrpcClient.client(VERTX);
    round(List.copyOf(rpcs.keySet()),
        (name, values) -> grpc(client, java.util.Objects.requireNonNull(rpcs.get(name)), values));
    client.close().await();
  }

  private static void grpc(GrpcClient client, Rpc rpc, FuzzValues values) throws Exception {
    var descriptor = rpc.descriptor();
    var who = GROUND.contains(descriptor.getName()) ? "admin" : people.somebody(values);
    byte[] body = values.message(descriptor.getInputType()).toByteArray();
    boolean broken = values.oneIn(6);
    if (broken) {
      body = values.oneIn(10) ? new byte[9 << 20] : values.bytes(values.random().nextInt(500));
    }
    var method = ServiceMethod.client(ServiceName.create(descriptor.getService().getFullName()),
        values.oneIn(100) ? "NoSuchMethod" : descriptor.getName(), GrpcMessageEncoder.IDENTITY,
        GrpcMessageDecoder.IDENTITY);
    var message = Buffer.buffer(body);
    var token = people.token(who);
    var reply = client
        .request(SocketAddress.inetSocketAddress(house.portBase() + 1080, "localhost"), method)
        .compose(request -> {
          if (token != null) {
            request.headers().set("authorization", "Bearer " + token);
          }
          if (values.oneIn(8)) {
            request.headers().set("idempotency-key", values.oneIn(2) ? "k".repeat(100) : "k1");
          }
          return request.send(message);
        }).compose(response -> response.last().transform(_ -> response.end()
            .transform(_ -> Future.succeededFuture(told(response)))))
        .toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    grpcCheck(reply, who);
  }

  private record Told(int status, String code, String text) {}

  private static Told told(GrpcClientResponse<Buffer, Buffer> response) {
    var status = response.status();
    var code = response.trailers().contains("clubs-code")
        ? response.trailers().get("clubs-code")
        : response.headers().get("clubs-code");
    return new Told(status == null ? -1 : status.code, String.valueOf(code),
        status + " " + response.statusMessage() + " " + response.headers() + " " + response.trailers());
  }

  private static void grpcCheck(Told told, String who) {
    if (told.status() == GrpcStatus.UNAUTHENTICATED.code) {
      people.renew(who);
    }
    tellsNothing(told.text());
    boolean ours = told.status() == 0 || told.code().matches("[A-Z][A-Z_0-9]+");
    // gRPC itself: no such method, a message over the limit, bytes that are no message
    boolean theirs = told.status() == GrpcStatus.UNIMPLEMENTED.code
        || told.status() == GrpcStatus.RESOURCE_EXHAUSTED.code;
    if (told.status() == GrpcStatus.INTERNAL.code || told.status() == GrpcStatus.UNKNOWN.code
        || !ours && !theirs) {
      throw new AssertionError(told.toString());
    }
  }
}
