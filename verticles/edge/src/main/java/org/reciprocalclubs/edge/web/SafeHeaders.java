package org.reciprocalclubs.edge.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Headers that every response carries, so that a browser does with it only what is meant. Pages replace the
 * policy by their own. Thread-safe.
 */
public final class SafeHeaders implements Handler<RoutingContext> {
  /** Of responses that are no page: nothing may be loaded or run. */
  private static final String NOTHING = "default-src 'none'; object-src 'none'; base-uri 'none'; "
      + "form-action 'none'; frame-ancestors 'none'";
  /** Of our pages: our own files only, nothing inline; pictures may be made by scripts. */
  static final String OWN_FILES = "default-src 'none'; object-src 'none'; "
      + "script-src 'self'; style-src 'self'; "
      + "img-src 'self' data: blob:; "
      + "connect-src 'self'; media-src 'self' blob:; font-src 'self'; manifest-src 'self'; "
      + "worker-src 'self'; "
      + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  /** Of GraphiQL, which is not ours and styles itself; a demonstration has it, production has not. */
  static final String GRAPHIQL = "default-src 'self'; script-src 'self' 'unsafe-inline'; "
      + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
      + "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
      + "frame-ancestors 'none'";
  private static final String POLICY = "content-security-policy";
  private static final String TWO_YEARS = "max-age=63072000; includeSubDomains";

  private final boolean behindTls;

  /**
   * @param behindTls true where whoever comes from outside comes by TLS, which ends in front of this port
   */
  public SafeHeaders(boolean behindTls) {
    this.behindTls = behindTls;
  }

  @Override
  public void handle(RoutingContext routing) {
    HttpServerResponse response = routing.response();
    response.putHeader(POLICY, NOTHING).putHeader("x-content-type-options", "nosniff")
        .putHeader("referrer-policy", "no-referrer").putHeader("x-frame-options", "DENY")
        .putHeader("cross-origin-opener-policy", "same-origin");
    if (behindTls || routing.request().isSSL()) {
      response.putHeader("strict-transport-security", TWO_YEARS);
    }
    routing.next();
  }

  /** Says what a page may load. */
  static void policy(HttpServerResponse response, String policy) {
    response.putHeader(POLICY, policy);
  }
}
