package org.reciprocalclubs.embedded;

import java.nio.file.Path;
import java.util.List;
import org.reciprocalclubs.kit.boot.EmbeddedEndpoints;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * Redis, kept as an append-only file in {@code redis/}, synced each second: it holds what can be made again.
 */
final class RedisServer {

  private static final String NAME = "redis";

  private final DataDirectory data;
  private final int port;
  private final Path password;

  RedisServer(DataDirectory data, int port) {
    this.data = data;
    this.port = port;
    this.password = SecretFile.password(data, "redis.password");
  }

  Child start() {
    Path home = data.child(NAME);
    Path settings = data.child("run").resolve("redis.conf");
    SecretFile.write(settings, """
        bind %s
        port %d
        requirepass %s
        dir "%s"
        appendonly yes
        appendfsync everysec
        save ""
        maxmemory 256mb
        set-proc-title no
        """.formatted(Loopback.HOST, port, SecretFile.read(password), home));
    List<String> command = List.of(program().toString(), settings.toString());
    return Child.start(NAME, data, home, command, Child.Stop.REDIS).awaitReady(this::answers);
  }

  private static Path program() {
    String resource = ExecutableProvider.newProvidedVersionsMap()
        .get(OsArchitecture.detectOSandArchitecture());
    if (resource == null) {
      throw new EmbeddedFailure("There is no embedded Redis for this system.");
    }
    String name = Path.of(resource).getFileName().toString();
    return Cache.unpacked(name, into -> ExecutableProvider.newJarResourceProvider(into.toFile()).get())
        .resolve(name);
  }

  private boolean answers() {
    return Loopback.ask(port, "AUTH %s\r\nPING\r\n".formatted(SecretFile.read(password))).contains("+PONG");
  }

  EmbeddedEndpoints.Redis endpoint() {
    return new EmbeddedEndpoints.Redis("redis://%s:%d".formatted(Loopback.HOST, port), password);
  }
}
