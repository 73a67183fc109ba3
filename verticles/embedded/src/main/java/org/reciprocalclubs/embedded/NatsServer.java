package org.reciprocalclubs.embedded;

import java.nio.file.Path;
import java.util.List;
import org.reciprocalclubs.kit.boot.EmbeddedEndpoints;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;

/**
 * NATS with JetStream kept in {@code nats/}. The program is Debian's: no package of the Java registry holds
 * one.
 */
final class NatsServer {

  private static final String NAME = "nats";
  private static final String USER = "clubs";

  private final DataDirectory data;
  private final int port;
  private final int monitorPort;
  private final Path password;
  private final Path program;

  NatsServer(DataDirectory data, int port, int monitorPort) {
    this.data = data;
    this.port = port;
    this.monitorPort = monitorPort;
    this.password = SecretFile.password(data, "nats.password");
    Path unpacked = Cache.directory().resolve("nats-server/usr/sbin");
    this.program = Cache.program("nats-server", Path.of("/usr/sbin"), Path.of("/usr/local/sbin"), unpacked)
        .orElseThrow(() -> new EmbeddedFailure(
            ("NATS needs the program nats-server, which is neither on the PATH nor in %s: "
                + "install the package nats-server.").formatted(unpacked)));
  }

  Child start() {
    Path home = data.child(NAME);
    Path settings = data.child("run").resolve("nats.conf");
    SecretFile.write(settings, """
        server_name: "clubs-embedded"
        host: "%s"
        port: %d
        http: "%s:%d"
        authorization { user: "%s", password: "%s" }
        jetstream { store_dir: "%s", max_memory_store: 64MB, max_file_store: 4GB }
        """.formatted(Loopback.HOST, port, Loopback.HOST, monitorPort, USER,
        SecretFile.read(password), home));
    List<String> command = List.of(program.toString(), "--config", settings.toString());
    return Child.start(NAME, data, home, command, Child.Stop.NATS).awaitReady(this::healthy);
  }

  private boolean healthy() {
    return Loopback.ask(monitorPort, "GET /healthz HTTP/1.0\r\n\r\n").startsWith("HTTP/1.0 200");
  }

  EmbeddedEndpoints.Nats endpoint() {
    return new EmbeddedEndpoints.Nats("nats://%s:%d".formatted(Loopback.HOST, port), USER, password,
        "http://%s:%d".formatted(Loopback.HOST, monitorPort));
  }
}
