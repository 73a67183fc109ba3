package org.reciprocalclubs.edge.graphql;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import org.reciprocalclubs.edge.http.Doorman;

/**
 * Websockets at {@code /graphql}; whatever else comes there goes to the next handler. Confined to one event
 * loop.
 */
public final class SocketRoute implements Handler<RoutingContext> {
  private final Vertx vertx;
  private final GraphEngine engine;
  private final Doorman doorman;

  public SocketRoute(Vertx vertx, GraphEngine engine, Doorman doorman) {
    this.vertx = vertx;
    this.engine = engine;
    this.doorman = doorman;
  }

  /** Lets the server agree on either sub-protocol. */
  public static void options(HttpServerOptions options) {
    Dialect.OFFERED.forEach(options::addWebSocketSubProtocol);
  }

  @Override
  public void handle(RoutingContext routing) {
    if ("websocket".equalsIgnoreCase(routing.request().getHeader("upgrade"))) {
      routing.request().toWebSocket().onSuccess(this::opened);
    } else {
      routing.next();
    }
  }

  private void opened(ServerWebSocket socket) {
    Dialect dialect = Dialect.of(socket.subProtocol());
    if (dialect == null) {
      socket.close(CloseCode.NO_PROTOCOL.code, CloseCode.NO_PROTOCOL.reason);
    } else {
      new GraphSocket(vertx, socket, dialect, engine, doorman).open();
    }
  }
}
