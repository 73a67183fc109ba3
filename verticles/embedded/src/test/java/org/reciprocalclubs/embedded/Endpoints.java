package org.reciprocalclubs.embedded;

import java.nio.file.Path;
import org.reciprocalclubs.kit.boot.EmbeddedEndpoints;
import org.reciprocalclubs.kit.boot.EmbeddedRequest;

/** The endpoints of services that another process started. */
final class Endpoints {

  private Endpoints() {}

  static EmbeddedEndpoints of(EmbeddedRequest request) {
    Path secrets = request.data().resolve("secrets");
    return new EmbeddedEndpoints(
        new EmbeddedEndpoints.Postgres(Loopback.HOST, request.postgresPort(), request.data().resolve("run"),
            PostgresServer.DATABASE, PostgresServer.ADMIN, secrets.resolve("postgres.password")),
        new EmbeddedEndpoints.Redis("redis://127.0.0.1:" + request.redisPort(),
            secrets.resolve("redis.password")),
        new EmbeddedEndpoints.Nats("nats://127.0.0.1:" + request.natsPort(), "clubs",
            secrets.resolve("nats.password"), "http://127.0.0.1:" + request.natsMonitorPort()),
        new EmbeddedEndpoints.Ledger(request.data().resolve("ledger/network.json")));
  }
}
