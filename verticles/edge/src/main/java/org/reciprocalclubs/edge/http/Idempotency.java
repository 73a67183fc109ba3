package org.reciprocalclubs.edge.http;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.Problem;

/** The header that makes a write safe to repeat, and the one that says an answer was given before. */
public final class Idempotency {
  static final String HEADER = "Idempotency-Key";
  /** Set to true on an answer given before. */
  public static final String HIT_HEADER = "idempotency-hit";

  private Idempotency() {}

  /**
   * The request's key; null without one.
   *
   * @throws Problem VALIDATION_ERROR if it is not 1 to 64 visible ASCII characters
   */
  public static @Nullable String key(HttpServerRequest request) {
    String key = request.getHeader(HEADER);
    require(HEADER, key);
    return key;
  }

  /**
   * Lets a key pass, or none.
   *
   * @throws Problem VALIDATION_ERROR naming the field, if it is not 1 to 64 visible ASCII characters
   */
  public static void require(String field, @Nullable String key) {
    if (key != null && !Correlation.isVisible(key)) {
      throw Problem.validation(field, "Must be 1 to 64 visible ASCII characters");
    }
  }
}
