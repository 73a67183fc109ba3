package org.reciprocalclubs.bench;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The platform's REST door, for what is set up before anything is measured. Thread-safe. */
final class Door {
  static final int UNAVAILABLE = 503;
  private static final int OK = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI edge;

  /** The door said anything but 200. */
  static final class Refused extends IllegalStateException {
    private static final long serialVersionUID = 1;
    private final int status;

    private Refused(String path, int status, String words) {
      super(path + " answered " + status + ": " + words);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  Door(URI edge) {
    this.edge = edge;
  }

  URI edge() {
    return edge;
  }

  /**
   * Posts JSON and answers JSON.
   *
   * @throws Refused with the door's own words, when it says anything but 200
   */
  JsonObject post(String path, @Nullable String token, JsonObject body) throws IOException {
    return post(path, token, "application/json", body.encode());
  }

  JsonObject post(String path, @Nullable String token, String type, String body) throws IOException {
    var request = HttpRequest.newBuilder(edge.resolve("/api/v1" + path)).timeout(PATIENCE)
        .header("content-type", type).header("idempotency-key", UUID.randomUUID().toString())
        .POST(HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("authorization", "Bearer " + token);
    }
    return new JsonObject(send(path, request.build()));
  }

  /**
   * Reads, as text.
   *
   * @throws Refused with the door's own words, when it says anything but 200
   */
  String get(String path, String token) throws IOException {
    return send(path, HttpRequest.newBuilder(edge.resolve("/api/v1" + path)).timeout(PATIENCE)
        .header("authorization", "Bearer " + token).GET().build());
  }

  /**
   * Reads what is public, by its whole path.
   *
   * @throws Refused with the door's own words, when it says anything but 200
   */
  String read(String path) throws IOException {
    return send(path, HttpRequest.newBuilder(edge.resolve(path)).timeout(PATIENCE).GET().build());
  }

  private String send(String path, HttpRequest request) throws IOException {
    try {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new Refused(path, answer.statusCode(), answer.body());
      }
      return answer.body();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  /**
   * One figure of the platform's metrics.
   *
   * @throws IllegalStateException when they do not name it
   */
  double metric(String name) throws IOException {
    try (var lines = new BufferedReader(new InputStreamReader(edge.resolve("/metrics").toURL().openStream(),
        StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> line.startsWith(name)).findFirst()
          .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .orElseThrow(() -> new IllegalStateException("The platform's metrics do not name " + name + "."));
    }
  }

  /** The access token of a login. */
  String login(String email, String password) throws IOException {
    return post("/sessions", null, new JsonObject().put("email", email).put("password", password))
        .getString("token");
  }
}
