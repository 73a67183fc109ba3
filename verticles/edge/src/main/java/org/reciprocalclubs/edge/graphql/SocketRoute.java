package org.reciprocalclubs.edge.graphql;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import org.reciprocalclubs.edge.http.Correlation;
import org.reciprocalclubs.edge.http.Doorman;
import org.reciprocalclubs.edge.http.Problems;
import org.reciprocalclubs.kit.boot.Origins;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * Websockets at {@code /graphql}; whatever else comes there goes to the next handler. Confined to one event
 * loop.
 */
public final class SocketRoute implements Handler<RoutingContext> {
  private final Vertx vertx;
  private final GraphEngine engine;
  private final Doorman doorman;
  private final Origins origins;

  public SocketRoute(Vertx vertx, GraphEngine engine, Doorman doorman, Origins origins) {
    this.vertx = vertx;
    this.engine = engine;
    this.doorman = doorman;
    this.origins = origins;
  }

  /** Lets the server agree on either sub-protocol. */
  public static void options(HttpServerOptions options) {
    Dialect.OFFERED.forEach(options::addWebSocketSubProtocol);
  }

  @Override
  public void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (!"websocket".equalsIgnoreCase(request.getHeader("upgrade"))) {
      routing.next();
    } else if (origins.mayConnect(request)) {
      request.toWebSocket().onSuccess(this::opened);
    } else {
      Problems.send(request, Problem.unauthorized("Scripts of that site may not connect"),
          Correlation.of(request));
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
