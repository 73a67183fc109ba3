package org.reciprocalclubs.kit.boot;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web sites' scripts may open a websocket here: those of our own pages, and of sites that the settings
 * list (RFC 6455, 10.2). Immutable, thread-safe.
 */
public final class Origins {
  private final Set<String> listed;

  /** @param listed beside our own pages, each a scheme, host and port: https://app.example */
  public Origins(Collection<String> listed) {
    this.listed = Set.copyOf(listed);
  }

  /** Browsers say which site a script is from; others say nothing and bring no ambient rights either. */
  public boolean mayConnect(HttpServerRequest request) {
    String origin = request.getHeader("origin");
    return origin == null || listed.contains(origin) || isOwn(origin, request.getHeader("host"));
  }

  private static boolean isOwn(String origin, @Nullable String host) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
