package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The whole platform as {@code deploy/up} starts it, with embedded services, on a data directory of its own. */
final class House implements AutoCloseable {
  /** As a browser speaks to it without TLS: requests at once take connections of their own. */
  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .build();

  /**
   * Below what Linux gives to outgoing connections: a client that knocks while nobody listens there would sooner or
   * later be given the very port it knocks at, be connected to itself, and keep the house from opening again.
   */
  private static final int PORT_BASES_FROM = 12_000;
  private static final int PORT_BASES_TO = 31_000;

  private final Path data;
  private final int portBase;
  private final Processes processes;

  private House(Path data, int portBase, Map<String, String> settings) {
    this.data = data;
    this.portBase = portBase;
    Map<String, String> environment = new HashMap<>(settings);
    environment.putIfAbsent("CLUBS_DEMO", "true");
    environment.put("CLUBS_PORT_BASE", String.valueOf(portBase));
    this.processes = new Processes(data, environment);
  }

  /** Starts one process on a data directory and waits until it is ready. */
  static House start(Path data) throws Exception {
    return start(data, Map.of());
  }

  /** Starts with settings of its own, by the names of their environment variables. */
  static House start(Path data, Map<String, String> settings) throws Exception {
    return start(data, settings, Processes.ONE);
  }

  /** Starts the same as three clustered processes. */
  static House startSplit(Path data) throws Exception {
    return start(data, Map.of(), Processes.THREE);
  }

  /** Starts these processes with settings of their own. */
  static House start(Path data, Map<String, String> settings, List<String> shapes) throws Exception {
    var house = new House(data, freeBase(), settings);
    house.processes.start(shapes);
    return house;
  }

  /** Ends everything as a power cut would, with all that it started left to itself, and starts it again. */
  void killAndStartAgain() throws Exception {
    processes.killAll();
    processes.startAgain();
  }

  Processes processes() {
    return processes;
  }

  int portBase() {
    return portBase;
  }

  Path data() {
    return data;
  }

  /** What the process wrote to say that it is ready. */
  JsonObject ready() throws IOException {
    return new JsonObject(Files.readString(data.resolve("ready.json")));
  }

  /** The password of a login that the process made. */
  String password(String email) throws IOException {
    return demonstration("logins", "email", email).getString("password");
  }

  /** The code that enrols the demonstration's kiosk of a club, once. */
  String kioskCode(String club) throws IOException {
    return demonstration("kioskCodes", "club", club).getString("code");
  }

  private JsonObject demonstration(String list, String key, String value) throws IOException {
    return ready().getJsonArray(list).stream().map(JsonObject.class::cast)
        .filter(each -> each.getString(key).equals(value)).findFirst().orElseThrow();
  }

  /** An access token of a demonstration login. */
  String token(String email) throws Exception {
    return token(email, password(email));
  }

  /** An access token of whoever has that password. */
  String token(String email, String password) throws Exception {
    var answer = post("/api/v1/sessions", null,
        new JsonObject().put("email", email).put("password", password));
    return new JsonObject(answer.body()).getString("token");
  }

  HttpResponse<String> get(String path, @Nullable String token) throws Exception {
    return send("GET", path, token, null);
  }

  HttpResponse<String> post(String path, @Nullable String token, JsonObject body) throws Exception {
    return send("POST", path, token, body);
  }

  /** One request; writes get an idempotency key of their own. */
  HttpResponse<String> send(String method, String path, @Nullable String token, @Nullable JsonObject body)
      throws Exception {
    var request = request(path, token).method(method, body == null
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofString(body.encode()));
    if (body != null) {
      request.header("content-type", "application/json");
    }
    if (!method.equals("GET")) {
      request.header("idempotency-key", Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }
    return send(request.build());
  }

  /** The beginning of a request to this house. */
  HttpRequest.Builder request(String path, @Nullable String token) {
    var request = HttpRequest.newBuilder(URI.create("http://localhost:" + (portBase + 80) + path))
        .timeout(Duration.ofSeconds(30));
    return token == null ? request : request.header("authorization", "Bearer " + token);
  }

  HttpResponse<String> send(HttpRequest request) throws Exception {
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    processes.stop();
  }

  /** Whether the last close was a clean one. */
  int exitValue() {
    return processes.exitValue();
  }

  private static int freeBase() throws IOException {
    while (true) {
      int base = ThreadLocalRandom.current().nextInt(PORT_BASES_FROM, PORT_BASES_TO);
      if (free(base + 80) && free(base + 1080) && free(base + 432) && free(base + 379) && free(base + 422)
          && free(base + 423) && free(base + 460) && free(base + 470)) {
        return base;
      }
    }
  }

  private static boolean free(int port) {
    try (var socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  static Path repository() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("codecs"))) {
      folder = Objects.requireNonNull(folder.getParent());
    }
    return folder;
  }
}
