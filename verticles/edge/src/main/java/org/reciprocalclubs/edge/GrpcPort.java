package org.reciprocalclubs.edge;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.bus.GrpcDoor;
import org.reciprocalclubs.kit.bus.GrpcSettings;

/** One event loop of the gRPC port, with every service of the contract. */
final class GrpcPort extends VerticleBase {
  private final GrpcSettings settings;
  private final TlsSettings tls;
  private final GrpcDoor door;
  private final Codecs codecs;
  private volatile @Nullable HttpServer server;

  GrpcPort(GrpcSettings settings, TlsSettings tls, GrpcDoor door, Codecs codecs) {
    this.settings = settings;
    this.tls = tls;
    this.door = door;
    this.codecs = codecs;
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options = new HttpServerOptions().setHost(settings.host()).setPort(settings.port())
        .setTracingPolicy(TracingPolicy.ALWAYS);
    tls.apply(options);
    HttpServer created = vertx.createHttpServer(options.setUseAlpn(tls.isOn()))
        .requestHandler(door.server(vertx,
            codecs.files().stream().flatMap(file -> file.getServices().stream()).toList()));
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
}
