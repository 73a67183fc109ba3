package org.reciprocalclubs.edge;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.edge.graphql.GraphSettings;
import org.reciprocalclubs.edge.graphql.SocketRoute;
import org.reciprocalclubs.edge.http.Doorman;
import org.reciprocalclubs.edge.http.PublishedKeys;
import org.reciprocalclubs.edge.http.RateLimits;
import org.reciprocalclubs.edge.http.RateSettings;
import org.reciprocalclubs.edge.http.RestRoute;
import org.reciprocalclubs.edge.operation.Door;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.BusSettings;
import org.reciprocalclubs.kit.bus.ProblemMapper;
import org.reciprocalclubs.kit.bus.Recorder;
import org.reciprocalclubs.kit.bus.TrustedProxies;
import org.reciprocalclubs.kit.store.EventRecord;

/** The edge's HTTP port in front of a {@link TestDomain}, with clients. */
final class TestEdge implements AutoCloseable {
  static final UUID CLUB = UUID.fromString("01900000-0000-7000-8000-000000000001");
  static final UUID USER = UUID.fromString("01900000-0000-7000-8000-0000000000aa");
  /** Believed when it says who a client is: whoever is on this machine. */
  static final String PROXY = "127.0.0.0/8";
  static final GraphSettings GRAPH = new GraphSettings(10, 1_000, 30, 100, true,
      new GraphSettings.Sockets(5, 10, Duration.ofMillis(500), Duration.ofMillis(300)));

  final Vertx vertx = Vertx.vertx();
  final Codecs codecs = Codecs.contract();
  final Bus bus;
  final TestTokens tokens;
  final TestDomain domain;
  final Set<String> everyPermission;
  final List<Consumer<List<EventRecord>>> listeners = new CopyOnWriteArrayList<>();
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;

  TestEdge() {
    this(GRAPH, RateSettings.DEFAULT);
  }

  TestEdge(GraphSettings graph, RateSettings rates) {
    codecs.register(vertx.eventBus());
    bus = new Bus(vertx, codecs, BusSettings.DEFAULT, new SimpleMeterRegistry(), ProblemMapper.NONE);
    bus.recordTo(Recorder.FORGETFUL);
    try {
      tokens = new TestTokens();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    domain = new TestDomain(bus, tokens.published());
    everyPermission = codecs.rpcs().stream().flatMap(rpc -> rpc.permissions().stream())
        .collect(Collectors.toUnmodifiableSet());
    server = serve(graph, rates);
  }

  private HttpServer serve(GraphSettings graph, RateSettings rates) {
    PublishedKeys keys = new PublishedKeys(bus);
    RateLimits limits = RateLimits.of(rates, null);
    Tokens checked = new Tokens(TestTokens.SETTINGS, keys, _ -> false, Clock.systemUTC());
    EdgeRoutes routes = new EdgeRoutes(vertx,
        new EdgeRoutes.Parts(bus, new Door(bus, Duration.ofSeconds(5), limits),
            new Doorman(checked, limits,
                TrustedProxies.of(List.of(PROXY), TrustedProxies.Header.X_FORWARDED_FOR)),
            keys,
            this::listen),
        new EdgeRoutes.Choices(new RestRoute.BodyLimits(64 << 10, 1 << 20), graph, true,
            List.of("https://office.example"), true));
    HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
    SocketRoute.options(options);
    Router router = Router.router(vertx);
    var context = vertx.getOrCreateContext();
    return io.vertx.core.Future.<HttpServer>future(opened -> context.runOnContext(_ -> {
      try {
        routes.before(router);
        routes.doors(router);
        routes.rest(router);
        vertx.createHttpServer(options).requestHandler(router).listen().onComplete(opened);
      } catch (RuntimeException e) {
        opened.fail(e);
      }
    })).await();
  }

  private Runnable listen(Consumer<List<EventRecord>> listener) {
    var context = vertx.getOrCreateContext();
    Consumer<List<EventRecord>> hopping = batch -> context.runOnContext(_ -> listener.accept(batch));
    listeners.add(hopping);
    return () -> listeners.remove(hopping);
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.actualPort() + path;
  }

  int port() {
    return server.actualPort();
  }

  HttpServer server() {
    return server;
  }

  /** A token that may do everything within {@link #CLUB}. */
  String manager() {
    return tokens.person(USER, CLUB, everyPermission, "manager");
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofSeconds(10));
  }

  HttpRequest.Builder asManager(String path) {
    return request(path).header("Authorization", "Bearer " + manager());
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> post(String path, String json) {
    return send(asManager(path).header("Content-Type", "application/json").header("Idempotency-Key", "k")
        .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** The GraphQL response to a document. */
  JsonObject graph(String query, JsonObject variables) {
    JsonObject body = new JsonObject().put("query", query).put("variables", variables);
    return new JsonObject(post("/graphql", body.encode()).body());
  }

  JsonObject graph(String query) {
    return graph(query, new JsonObject());
  }

  @Override
  public void close() {
    vertx.close().await();
    client.close();
  }
}
