package org.reciprocalclubs.kit.boot;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One event loop of the HTTP port, serving what the rooms contributed to {@link Routes}. */
final class HttpDoor extends VerticleBase {
  private final HttpSettings settings;
  private final Routes routes;
  private volatile @Nullable HttpServer server;

  HttpDoor(HttpSettings settings, Routes routes) {
    this.settings = settings;
    this.routes = routes;
  }

  @Override
  public Future<?> start() {
    Router router = routes.router(vertx);
    HttpServer created = vertx.createHttpServer(routes.apply(options())).requestHandler(router)
        .invalidRequestHandler(Unreadable::answer);
    server = created;
    return created.listen();
  }

  /** The port it listens on. */
  int port() {
    HttpServer current = server;
    return current == null ? 0 : current.actualPort();
  }

  /** Accepts nothing new and lets what is under way end within the limit. */
  Future<Void> drain(Duration limit) {
    HttpServer current = server;
    return current == null
        ? Future.succeededFuture()
        : current.shutdown(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private HttpServerOptions options() {
    return new HttpServerOptions().setHost(settings.host()).setPort(settings.port())
        .setMaxHeaderSize(settings.maxHeaders().intBytes()).setIdleTimeout((int) settings.idle().toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS).setCompressionSupported(true).setReuseAddress(true)
        // a trace begins here where the caller brings none
        .setTracingPolicy(TracingPolicy.ALWAYS);
  }
}
