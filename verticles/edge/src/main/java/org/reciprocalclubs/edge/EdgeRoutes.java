package org.reciprocalclubs.edge;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;
import org.reciprocalclubs.edge.graphql.Events;
import org.reciprocalclubs.edge.graphql.GraphEngine;
import org.reciprocalclubs.edge.graphql.GraphRoute;
import org.reciprocalclubs.edge.graphql.GraphSettings;
import org.reciprocalclubs.edge.graphql.SocketRoute;
import org.reciprocalclubs.edge.http.Correlation;
import org.reciprocalclubs.edge.http.Doorman;
import org.reciprocalclubs.edge.http.Problems;
import org.reciprocalclubs.edge.http.PublishedKeys;
import org.reciprocalclubs.edge.http.RestRoute;
import org.reciprocalclubs.edge.openapi.OpenApi;
import org.reciprocalclubs.edge.openapi.TermsSchema;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Door;
import org.reciprocalclubs.edge.web.Graphiql;
import org.reciprocalclubs.edge.web.Pages;
import org.reciprocalclubs.edge.web.SafeHeaders;
import org.reciprocalclubs.kit.boot.Origins;
import org.reciprocalclubs.kit.bus.Bus;

/** Everything the edge puts on the HTTP port. One object for all event loops, which share what it holds. */
final class EdgeRoutes {
  private static final String OPEN_API = RestRoute.PREFIX + "/openapi.json";
  private static final String TERMS_SCHEMA = RestRoute.PREFIX + "/terms.schema.json";
  private static final int BAD_REQUEST = 400;
  private static final int INTERNAL_ERROR = 500;

  private final Vertx vertx;
  private final Parts parts;
  private final List<Bound> rows;
  /** What rooms let anybody read: the transparency log. */
  private static final String PUBLIC_FILES = "/log/*";

  private final RestRoute rest;
  private final Buffer openApi;
  private final Buffer termsSchema;

  /** What the routes are made of. */
  record Parts(Bus bus, Door door, Doorman doorman, PublishedKeys keys, Events events) {}

  /**
   * How they behave.
   *
   * @param graphiql whether GraphiQL is offered
   * @param behindTls whether clients come by TLS, which ends in front of this port
   */
  record Choices(RestRoute.BodyLimits bodies, GraphSettings graphql, boolean graphiql,
      List<String> corsOrigins, boolean behindTls) {}

  private final Choices choices;

  EdgeRoutes(Vertx vertx, Parts parts, Choices choices) {
    this.vertx = vertx;
    this.parts = parts;
    this.choices = choices;
    this.rows = Bound.all(parts.bus().codecs());
    this.rest = new RestRoute(rows, parts.doorman(), parts.door(), choices.bodies());
    this.openApi = OpenApi.of(rows, RestRoute.PREFIX).toBuffer();
    this.termsSchema = TermsSchema.of(TERMS_SCHEMA).toBuffer();
  }

  /** Before every other route: headers, and who may call from other sites. */
  void before(Router router) {
    router.route().handler(new SafeHeaders(choices.behindTls()));
    if (!choices.corsOrigins().isEmpty()) {
      Set<String> listed = Set.copyOf(choices.corsOrigins());
      CorsHandler cors = CorsHandler.create().addOrigins(choices.corsOrigins())
          .allowedMethods(
              Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE))
          .allowedHeaders(
              Set.of("authorization", "content-type", "idempotency-key", "x-club-id", "x-correlation-id"))
          .exposedHeaders(Set.of("idempotency-hit", "retry-after", "x-correlation-id", "ratelimit-limit",
              "ratelimit-remaining", "ratelimit-reset"))
          .maxAgeSeconds(600);
      router.route().handler(routing -> {
        String origin = routing.request().getHeader("origin");
        if (origin != null && listed.contains(origin)) {
          cors.handle(routing);
        } else {
          routing.next();
        }
      });
    }
    router.route(PUBLIC_FILES).handler(this::counted);
  }

  /** Counted by address, as whatever asks for no token: each is a query on connections that all share. */
  private void counted(RoutingContext routing) {
    routing.request().pause();
    parts.doorman().countOnly(routing.request()).onComplete(_ -> {
      routing.request().resume();
      routing.next();
    }, refused -> Problems.send(routing.request(), refused, Correlation.of(routing.request())));
  }

  /** The doors themselves; runs on the event loop that will serve them. */
  void doors(Router router) {
    GraphEngine engine = new GraphEngine(vertx, parts.bus(), parts.door(), choices.graphql(), parts.events());
    router.get(OPEN_API).handler(routing -> describe(routing, openApi));
    router.get(TERMS_SCHEMA).handler(routing -> describe(routing, termsSchema));
    router.route("/graphql").handler(new SocketRoute(vertx, engine, parts.doorman(),
        new Origins(choices.corsOrigins())));
    router.post("/graphql")
        .handler(new GraphRoute(engine, parts.doorman(), choices.bodies().requestBytes()));
    router.route("/graphql").handler(
        routing -> Problems.notAllowed(routing.request(), "POST", Correlation.of(routing.request())));
    router.get("/.well-known/jwks.json").handler(parts.keys());
    if (choices.graphiql()) {
      Graphiql.routes(vertx, router);
    }
  }

  /** What remains: REST, whose prefix other rooms share, pages, and what is not there. */
  void rest(Router router) {
    router.route(RestRoute.PREFIX + "/*").handler(rest);
    Pages.routes(vertx, router);
    router.route().last().handler(
        routing -> Problems.notFound(routing.request(), Correlation.of(routing.request())));
    router.route().failureHandler(EdgeRoutes::failed);
    for (int status : new int[]{400, 404, 405, 406, 413, 415, INTERNAL_ERROR}) {
      router.errorHandler(status, EdgeRoutes::failed);
    }
  }

  private static void describe(RoutingContext routing, Buffer document) {
    routing.response().putHeader("content-type", "application/json").putHeader("cache-control", "no-cache")
        .end(document);
  }

  private static void failed(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    String correlationId = Correlation.of(request);
    if (routing.failure() != null && (routing.statusCode() < 400 || routing.statusCode() >= INTERNAL_ERROR)) {
      Problems.send(request, routing.failure(), correlationId);
    } else {
      // nothing failed: the router itself could make nothing of the request, such as of a path with %zz
      boolean unread = routing.failure() == null && routing.statusCode() >= INTERNAL_ERROR;
      int status = unread || routing.statusCode() < 400 ? BAD_REQUEST : routing.statusCode();
      Problems.plain(request, status, "The request was not understood", correlationId);
    }
  }
}
