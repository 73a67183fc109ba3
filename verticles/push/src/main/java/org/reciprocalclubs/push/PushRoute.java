package org.reciprocalclubs.push;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a request into a socket, or says why not. Confined to one event loop. */
final class PushRoute implements Handler<RoutingContext> {
  private final Board board;
  private final Set<String> origins;

  PushRoute(Board board, List<String> origins) {
    this.board = board;
    this.origins = Set.copyOf(origins);
  }

  @Override
  public void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (!"websocket".equalsIgnoreCase(request.getHeader("upgrade"))) {
      routing.response().setStatusCode(426).putHeader("upgrade", "websocket").end();
    } else if (!mayConnect(request.getHeader("origin"), request.getHeader("host"))) {
      routing.response().setStatusCode(403).end();
    } else if (board.isDraining()) {
      routing.response().setStatusCode(503).putHeader("retry-after", "1").end();
    } else {
      String authorization = request.getHeader("authorization");
      request.toWebSocket()
          .onSuccess(socket -> board.welcome(socket, request.connection(), authorization));
    }
  }

  /** Browsers say which site a script is from; others say nothing and bring no ambient rights either. */
  private boolean mayConnect(@Nullable String origin, @Nullable String host) {
    if (origin == null || origins.contains(origin)) {
      return true;
    }
    try {
      String authority = URI.create(origin).getAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
