package org.reciprocalclubs.push;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.reciprocalclubs.kit.boot.Origins;

/** Turns a request into a socket, or says why not. Confined to one event loop. */
final class PushRoute implements Handler<RoutingContext> {
  private final Board board;
  private final Origins origins;

  PushRoute(Board board, List<String> origins) {
    this.board = board;
    this.origins = new Origins(origins);
  }

  @Override
  public void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (!"websocket".equalsIgnoreCase(request.getHeader("upgrade"))) {
      routing.response().setStatusCode(426).putHeader("upgrade", "websocket").end();
    } else if (!origins.mayConnect(request)) {
      routing.response().setStatusCode(403).end();
    } else if (board.isDraining()) {
      routing.response().setStatusCode(503).putHeader("retry-after", "1").end();
    } else {
      String authorization = request.getHeader("authorization");
      request.toWebSocket()
          .onSuccess(socket -> board.welcome(socket, request.connection(), authorization));
    }
  }
}
