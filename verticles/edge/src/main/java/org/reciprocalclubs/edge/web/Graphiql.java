package org.reciprocalclubs.edge.web;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.graphql.GraphiQLHandler;
import io.vertx.ext.web.handler.graphql.GraphiQLHandlerOptions;

/** GraphiQL at {@code /graphiql}, for trying things out. */
public final class Graphiql {
  private Graphiql() {}

  /** Contributes its routes. */
  public static void routes(Vertx vertx, Router router) {
    GraphiQLHandler handler = GraphiQLHandler.create(vertx,
        new GraphiQLHandlerOptions().setEnabled(true).setGraphQLUri("/graphql").setGraphQLWSEnabled(true));
    router.get("/graphiql").handler(routing -> {
      if (routing.normalizedPath().endsWith("/")) {
        routing.next();
      } else {
        routing.response().setStatusCode(302).putHeader("location", "/graphiql/").end();
      }
    });
    router.route("/graphiql/*").handler(routing -> {
      SafeHeaders.policy(routing.response(), SafeHeaders.GRAPHIQL);
      routing.next();
    });
    router.route("/graphiql/*").subRouter(handler.router());
  }
}
