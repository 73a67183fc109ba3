package org.reciprocalclubs.kit.bus;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link Problem} as JSON: in full between processes, as RFC 9457 at the doors. Thread-safe. */
public final class ProblemJson {
  private ProblemJson() {}

  /** The body of {@code application/problem+json}. */
  public static JsonObject rfc9457(Problem problem, String correlationId) {
    JsonObject json = new JsonObject().put("type", "/problems/" + problem.code())
        .put("title", title(problem.kind())).put("status", problem.kind().httpStatus())
        .put("code", problem.code()).put("detail", problem.detail());
    putExtras(json, problem);
    if (problem.challenge() != null) {
      json.put("challenge", problem.challenge());
    }
    return json.put("correlationId", correlationId);
  }

  /** The text that crosses the bus; {@link #parse} restores the problem from it. */
  static String text(Problem problem) {
    JsonObject json = new JsonObject().put("kind", problem.kind().name()).put("code", problem.code())
        .put("detail", problem.detail());
    putExtras(json, problem);
    Duration wait = problem.retryAfter();
    return (wait == null ? json : json.put("retryAfterMillis", wait.toMillis())).encode();
  }

  /** The problem of that text; null when it is none. */
  static @Nullable Problem parse(@Nullable String text) {
    if (text == null || !text.startsWith("{")) {
      return null;
    }
    try {
      JsonObject json = new JsonObject(text);
      Long wait = json.getLong("retryAfterMillis");
      return new Problem(ErrorCode.valueOf(json.getString("kind")), json.getString("code"),
          json.getString("detail"),
          new Problem.Extras(json.getString("field"), json.getString("rule"), numbers(json), conditions(json),
              wait == null ? null : Duration.ofMillis(wait), null),
          null);
    } catch (DecodeException | IllegalArgumentException | ClassCastException | NullPointerException _) {
      return null;
    }
  }

  private static void putExtras(JsonObject json, Problem problem) {
    if (problem.field() != null) {
      json.put("field", problem.field());
    }
    if (problem.rule() != null) {
      json.put("rule", problem.rule());
    }
    if (!problem.numbers().isEmpty()) {
      json.put("numbers", new JsonObject(new LinkedHashMap<>(problem.numbers())));
    }
    if (!problem.passesWhen().isEmpty()) {
      json.put("passesWhen", new JsonObject(new LinkedHashMap<>(problem.passesWhen())));
    }
  }

  private static Map<String, Long> numbers(JsonObject json) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    json.getJsonObject("numbers", new JsonObject())
        .forEach(entry -> numbers.put(entry.getKey(), ((Number) entry.getValue()).longValue()));
    return Map.copyOf(numbers);
  }

  private static Map<String, String> conditions(JsonObject json) {
    Map<String, String> conditions = new LinkedHashMap<>();
    json.getJsonObject("passesWhen", new JsonObject())
        .forEach(entry -> conditions.put(entry.getKey(), (String) entry.getValue()));
    return Map.copyOf(conditions);
  }

  private static String title(ErrorCode kind) {
    return switch (kind) {
      case UNAUTHENTICATED -> "Sign in first";
      case UNAUTHORIZED -> "Not allowed";
      case VALIDATION_ERROR -> "The request is not valid";
      case NOT_FOUND -> "Not found";
      case CONFLICT -> "Something else happened first";
      case REFUSED -> "Refused";
      case RATE_LIMITED -> "Too many requests";
      case OVERLOADED -> "Too busy just now";
      case DEADLINE -> "No answer in time";
      case BLOCKCHAIN_ERROR -> "The ledger did not take it";
      case INTERNAL_ERROR -> "A fault on our side";
    };
  }
}
