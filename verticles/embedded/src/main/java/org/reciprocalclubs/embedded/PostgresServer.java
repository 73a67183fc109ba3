package org.reciprocalclubs.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reciprocalclubs.kit.boot.EmbeddedEndpoints;

/**
 * PostgreSQL kept in {@code postgres/}, durable: a commit is on the disk before it is answered. Passwords are
 * SCRAM on TCP and on the unix socket alike.
 */
final class PostgresServer {

  static final String ADMIN = "postgres";
  static final String DATABASE = "clubs";

  private static final String NAME = "postgres";
  private static final int POSTMASTER_STATUS_LINE = 7;
  /** A unix socket's path has 107 bytes at most, of which the file name takes up to 15. */
  private static final int LONGEST_SOCKET_DIRECTORY = 90;

  private static final List<String> SETTINGS = List.of(
      "listen_addresses=" + Loopback.HOST,
      "unix_socket_permissions=0700",
      "fsync=on", "synchronous_commit=on", "full_page_writes=on",
      "max_connections=60", "shared_buffers=512MB", "jit=off",
      // a page's first change after a checkpoint puts all of it into the log: the fewer, the less
      "max_wal_size=4GB", "checkpoint_timeout=15min",
      "timezone=UTC", "log_timezone=UTC",
      // errors are logged without the row's values or the statement: both may hold personal data
      "log_error_verbosity=terse", "log_min_error_statement=panic");

  private final DataDirectory data;
  private final int port;
  private final Path home;
  private final Path password;

  PostgresServer(DataDirectory data, int port) {
    this.data = data;
    this.port = port;
    this.home = data.child(NAME);
    this.password = SecretFile.password(data, "postgres.password");
  }

  Child start() {
    Path programs = PostgresPrograms.unpacked();
    PostgresCluster.make(data, home, programs, password);
    var command = new ArrayList<>(asOrdinaryUser());
    command.addAll(List.of(programs.resolve("bin/postgres").toString(), "-D", home.toString()));
    command.addAll(List.of("-c", "port=" + port, "-c", "unix_socket_directories=" + socketDirectory()));
    SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
    Child child = Child.start(NAME, data, home, command, Child.Stop.POSTGRES);
    return child.awaitReady(() -> ready(child.pid()));
  }

  /** PostgreSQL refuses root. In a user namespace of its own it is nobody, yet still owns root's files. */
  static List<String> asOrdinaryUser() {
    return System.getProperty("user.name", "").equals("root") ? List.of("unshare", "--user") : List.of();
  }

  private boolean ready(long pid) {
    Path file = home.resolve("postmaster.pid");
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return lines.size() > POSTMASTER_STATUS_LINE && lines.getFirst().equals(Long.toString(pid))
          && lines.get(POSTMASTER_STATUS_LINE).startsWith("ready");
    } catch (IOException e) {
      return false; // being written
    }
  }

  private Path socketDirectory() {
    Path inside = data.child("run");
    if (inside.toString().length() <= LONGEST_SOCKET_DIRECTORY) {
      return inside;
    }
    return DataDirectory.privateDirectory(Path.of("/tmp", "clubs-" + Integer.toHexString(inside.hashCode())));
  }

  EmbeddedEndpoints.Postgres endpoint() {
    return new EmbeddedEndpoints.Postgres(Loopback.HOST, port, socketDirectory(), DATABASE, ADMIN, password);
  }
}
