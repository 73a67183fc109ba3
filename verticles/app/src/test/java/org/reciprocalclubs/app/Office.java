package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person at work in an office: signs in, signs in again before the token ends, and waits when told to come
 * back later. For one thread at a time.
 */
final class Office {
  private static final long TOKEN_NANOS = Duration.ofMinutes(10).toNanos();
  /** Too often, too much at once, no answer in time: with the same key it is safe to ask again. */
  static final Set<Integer> COME_AGAIN = Set.of(429, 503, 504);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final House house;
  private final String email;
  private final String password;
  private @Nullable String token;
  private long since;

  Office(House house, String email, String password) {
    this.house = house;
    this.email = email;
    this.password = password;
  }

  JsonObject get(String path) throws Exception {
    return ask("GET", path, "application/json", null);
  }

  JsonObject post(String path, JsonObject body) throws Exception {
    return ask("POST", path, "application/json", body.encode());
  }

  JsonObject patch(String path, JsonObject body) throws Exception {
    return ask("PATCH", path, "application/json", body.encode());
  }

  JsonObject put(String path, JsonObject body) throws Exception {
    return ask("PUT", path, "application/json", body.encode());
  }

  /** Sends a file as it is. */
  JsonObject file(String path, String mediaType, String content) throws Exception {
    return ask("POST", path, mediaType, content);
  }

  /** Asks until it is answered; anything but an answer is an error of the test. */
  private JsonObject ask(String method, String path, String mediaType, @Nullable String body)
      throws Exception {
    var key = UUID.randomUUID().toString();
    return new JsonObject(patiently(() -> {
      var request = house.request(path, token()).header("idempotency-key", key);
      return body == null
          ? request.method(method, HttpRequest.BodyPublishers.noBody())
          : request.header("content-type", mediaType).method(method,
              HttpRequest.BodyPublishers.ofString(body));
    }).body());
  }

  private interface Making {
    HttpRequest.Builder request() throws Exception;
  }

  private HttpResponse<String> patiently(Making making) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var answer = house.send(making.request().build());
      if (answer.statusCode() == 200) {
        return answer;
      }
      if (!COME_AGAIN.contains(answer.statusCode()) || System.nanoTime() > end) {
        throw new AssertionError(answer.request().uri() + " " + answer.statusCode() + " " + answer.body());
      }
      Thread.sleep(Duration.ofSeconds(answer.headers().firstValueAsLong("retry-after").orElse(1)));
    }
  }

  private String token() throws Exception {
    var current = token;
    if (current == null || System.nanoTime() - since > TOKEN_NANOS) {
      var login = new JsonObject().put("email", email).put("password", password);
      var answer = patiently(() -> house.request("/api/v1/sessions", null)
          .header("content-type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(login.encode())));
      current = new JsonObject(answer.body()).getString("token");
      token = current;
      since = System.nanoTime();
    }
    return current;
  }
}
