package org.reciprocalclubs.edge;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.edge.graphql.Events;
import org.reciprocalclubs.edge.graphql.GraphEngine;
import org.reciprocalclubs.edge.graphql.GraphSettings;
import org.reciprocalclubs.edge.graphql.SocketRoute;
import org.reciprocalclubs.edge.http.Doorman;
import org.reciprocalclubs.edge.http.PublishedKeys;
import org.reciprocalclubs.edge.http.RateLimits;
import org.reciprocalclubs.edge.http.RestRoute;
import org.reciprocalclubs.edge.operation.Door;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.boot.HttpSettings;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.NodeSettings;
import org.reciprocalclubs.kit.boot.Room;
import org.reciprocalclubs.kit.boot.Routes;
import org.reciprocalclubs.kit.bus.GrpcDoor;
import org.reciprocalclubs.kit.bus.GrpcSettings;
import org.reciprocalclubs.kit.bus.TrustedProxies;

/**
 * The door of the house, as a process starts it: REST, GraphQL and the pages on the HTTP port, and the gRPC
 * port.
 *
 * <pre>{@code
 * Room edge = new EdgeRoom(node -> tail(node).map(tail -> new EdgeRoom.Supplies(tokens(node),
 * tail::listen)));
 * }</pre>
 */
public final class EdgeRoom implements Room {
  private final Function<NodeContext, Future<Supplies>> supplies;
  private final List<GrpcPort> ports = new ArrayList<>();
  private @Nullable Redis redis;
  private Duration drain = Duration.ZERO;

  /**
   * What the edge needs of a process and does not make itself.
   *
   * @param tokens which access tokens hold
   * @param events where subscriptions hear of what happens
   */
  public record Supplies(Tokens tokens, Events events) {}

  public EdgeRoom(Function<NodeContext, Future<Supplies>> supplies) {
    this.supplies = supplies;
  }

  @Override
  public String name() {
    return "edge";
  }

  @Override
  public Future<?> start(NodeContext node) {
    EdgeSettings settings = node.settings().bind("edge", EdgeSettings.class);
    NodeSettings process = node.settings().bind("node", NodeSettings.class);
    drain = process.drain();
    if (process.mode() == NodeSettings.Mode.PRODUCTION) {
      settings.requireProtected("http.host", node.settings().bind("http", HttpSettings.class).host());
      settings.requireProtected("grpc.host", node.settings().bind("grpc", GrpcSettings.class).host());
    }
    return node.vertx().executeBlocking(EdgeRoom::prepare, false).compose(_ -> supplies.apply(node))
        .compose(given -> {
          boolean production = process.mode() == NodeSettings.Mode.PRODUCTION;
          redis = settings.redis()
              .map(url -> RateLimits.redis(node.vertx(), url, settings.redisPassword()))
              .orElse(null);
          RateLimits limits = RateLimits.of(settings.rates(), redis);
          var parts = new Parts(given, limits, settings.proxies());
          contribute(node, settings, parts, production);
          return openGrpc(node, parts, settings.tls(), production);
        });
  }

  @Override
  public Future<?> drain() {
    return Future.join(ports.stream().map(port -> port.drain(drain)).toList())
        .transform(_ -> redis == null ? Future.succeededFuture() : redis.close());
  }

  /** The gRPC port, once started. */
  public int grpcPort() {
    return ports.isEmpty() ? 0 : ports.getFirst().port();
  }

  private static Boolean prepare() {
    GraphEngine.prepare();
    return true;
  }

  /** What all doors of the process share. */
  private record Parts(Supplies given, RateLimits limits, TrustedProxies proxies) {}

  private static void contribute(NodeContext node, EdgeSettings settings, Parts parts, boolean production) {
    Supplies given = parts.given();
    RateLimits limits = parts.limits();
    HttpSettings http = node.settings().bind("http", HttpSettings.class);
    EdgeRoutes routes = new EdgeRoutes(node.vertx(),
        new EdgeRoutes.Parts(node.bus(), new Door(node.bus(), settings.deadline(), limits),
            new Doorman(given.tokens(), limits, parts.proxies()), new PublishedKeys(node.bus()),
            given.events()),
        new EdgeRoutes.Choices(
            new RestRoute.BodyLimits((int) http.maxBody().bytes(), (int) settings.maxImport().bytes()),
            graphql(settings.graphql(), production), settings.graphiql() && !production,
            settings.corsOrigins(), production));
    node.routes().options(SocketRoute::options).options(settings.tls()::apply)
        .add(Routes.FIRST - 1, routes::before)
        .add(Routes.ROOMS, routes::doors).add(Routes.LAST, routes::rest);
  }

  private static GraphSettings graphql(GraphSettings given, boolean production) {
    return new GraphSettings(given.maxDepth(), given.maxComplexity(), given.maxAliases(),
        given.keptDocuments(),
        given.introspection() && !production, given.sockets());
  }

  /** Only a fixed port can be shared by several event loops. */
  private Future<?> openGrpc(NodeContext node, Parts parts, TlsSettings tls, boolean production) {
    GrpcSettings given = node.settings().bind("grpc", GrpcSettings.class);
    GrpcSettings settings = new GrpcSettings(given.host(), given.port(), given.deadline(),
        given.maxMessageBytes(),
        given.reflection() && !production);
    GrpcDoor door = new GrpcDoor(node.bus(), settings, parts.given().tokens()::ofMetadata, parts.limits(),
        node.health()::ready).behind(parts.proxies());
    int loops = settings.port() == 0 ? 1 : Runtime.getRuntime().availableProcessors();
    return node.deployLoops(() -> {
      GrpcPort port = new GrpcPort(settings, tls, door, node.bus().codecs());
      ports.add(port);
      return port;
    }, loops);
  }
}
