package org.reciprocalclubs.edge.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The id that finds a request in every log: the client's own if it is fit for that, otherwise a new one. */
public final class Correlation {
  private static final String HEADER = "x-correlation-id";
  private static final int MAX_LENGTH = 64;

  private Correlation() {}

  /** The request's id, which its response now carries too. */
  public static String of(HttpServerRequest request) {
    String id = request.response().headers().get(HEADER);
    if (id == null) {
      String given = request.getHeader(HEADER);
      id = given != null && isVisible(given) ? given : next();
      request.response().putHeader(HEADER, id);
    }
    return id;
  }

  /** A new id. Nothing secret: it need only differ. */
  public static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }

  /** 1 to 64 visible ASCII characters. */
  static boolean isVisible(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
