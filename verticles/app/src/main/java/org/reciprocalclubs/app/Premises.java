package org.reciprocalclubs.app;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.reciprocalclubs.kit.boot.EmbeddedEndpoints;
import org.reciprocalclubs.kit.boot.EmbeddedRequest;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Roles;
import org.reciprocalclubs.kit.store.StoreRole;

/**
 * A data directory as the settings of a process: where its services answer and which files hold their
 * secrets, made on first use. All follows from the directory and the port base, so the processes of a split
 * shape need not ask each other.
 */
final class Premises {
  private static final String LEDGER = "ledger.network";
  /** A network of real peers, which whoever starts this may name: the development ledger is not used then. */
  private static final String OTHER_LEDGER = "CLUBS_LEDGER_NETWORK";
  private static final String SITE = "CLUBS_NODE_SITE";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PASSWORD_BYTES = 24;
  private static final int HTTP = 80;
  private static final int GRPC = 1080;
  private static final int HAZELCAST = 460;
  private static final int BUS = 470;
  private static final List<Integer> CLUSTER_OFFSETS = List.of(0, 1, 3);
  /** The master key before, while {@code deploy/reseal} has not made it worthless. */
  private static final String OTHER_MASTER = "master-other.key";
  private static final String SERVICES = "services.properties";

  private final Launching launching;
  private final Path data;
  private final Path secrets;
  private final EmbeddedRequest ports;

  Premises(Launching launching, Path data) {
    this.launching = launching;
    this.data = data;
    this.secrets = data.toAbsolutePath().normalize().resolve("secrets");
    this.ports = new EmbeddedRequest(data, launching.portBase());
  }

  EmbeddedRequest request() {
    return ports;
  }

  /** Makes what is missing: the master key, and the roles of the database with their passwords. */
  void furnish(Vertx vertx, EmbeddedEndpoints.Postgres postgres) {
    try {
      Files.createDirectories(secrets);
      Sealer.loadOrCreate(secrets.resolve("master.key"));
      Map<StoreRole, String> passwords = new EnumMap<>(StoreRole.class);
      for (var role : StoreRole.values()) {
        if (!role.login()) {
          continue;
        }
        passwords.put(role, password(role));
      }
      var admin = new PgConnectOptions().setHost(postgres.host()).setPort(postgres.port())
          .setDatabase(postgres.database()).setUser(postgres.adminUser())
          .setPassword(Files.readString(postgres.adminPasswordFile()).strip());
      var connection = PgConnection.connect(vertx, admin).await();
      Roles.bootstrap(connection, passwords).await();
      connection.close().await();
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private String password(StoreRole role) throws IOException {
    var file = file(role);
    if (!Files.exists(file)) {
      var bytes = new byte[PASSWORD_BYTES];
      RANDOM.nextBytes(bytes);
      Files.createFile(file,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
          StandardOpenOption.SYNC);
    }
    return Files.readString(file).strip();
  }

  private Path file(StoreRole role) {
    return secrets.resolve("database-" + role.name().toLowerCase(Locale.ROOT) + ".password");
  }

  /** Writes down, for the other processes of a split shape, where the services answer. */
  void announce(EmbeddedEndpoints endpoints) {
    var known = new Properties();
    known.putAll(services(endpoints));
    try (var out = Files.newBufferedWriter(secrets.resolve(SERVICES))) {
      known.store(out, null);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** Where it is written down, of a platform with that data directory. */
  static Path services(Path data) {
    return data.toAbsolutePath().normalize().resolve("secrets").resolve(SERVICES);
  }

  /** What is written down there, but for the ledger where the environment names another. */
  static Map<String, String> known(Path data, Map<String, String> environment) throws IOException {
    var known = new Properties();
    try (var in = Files.newBufferedReader(services(data))) {
      known.load(in);
    }
    Map<String, String> settings = new HashMap<>();
    known.stringPropertyNames().forEach(name -> settings.put(name, known.getProperty(name)));
    if (environment.containsKey(OTHER_LEDGER)) {
      settings.remove(LEDGER);
    }
    return settings;
  }

  /** What the settings of this process become. */
  Map<String, String> settings() {
    Map<String, String> settings;
    try {
      settings = known(data, launching.environment());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    if (!launching.environment().containsKey(SITE)) {
      settings.put("node.site", "http://localhost:" + (launching.portBase() + HTTP));
    }
    settings.put("http.host", launching.host());
    settings.put("http.port", String.valueOf(launching.portBase() + HTTP + launching.portOffset()));
    settings.put("grpc.port", String.valueOf(launching.portBase() + GRPC + launching.portOffset()));
    settings.put("cluster.port", String.valueOf(launching.portBase() + HAZELCAST + launching.portOffset()));
    settings.put("node.bus_port", String.valueOf(launching.portBase() + BUS + launching.portOffset()));
    settings.put("cluster.members", CLUSTER_OFFSETS.stream()
        .map(offset -> "127.0.0.1:" + (launching.portBase() + HAZELCAST + offset))
        .collect(Collectors.joining(",")));
    return settings;
  }

  private Map<String, String> services(EmbeddedEndpoints endpoints) {
    Map<String, String> services = new HashMap<>();
    services.put("master.key_file", secrets.resolve("master.key").toString());
    services.put("master.other_key_file", Files.exists(secrets.resolve(OTHER_MASTER))
        ? secrets.resolve(OTHER_MASTER).toString()
        : "");
    services.put("database.server.hosts", endpoints.postgres().host());
    services.put("database.server.port", String.valueOf(endpoints.postgres().port()));
    services.put("database.server.database", endpoints.postgres().database());
    services.put("database.server.unix_socket_directory", endpoints.postgres().socketDirectory().toString());
    services.put("database.migrator_password_file", file(StoreRole.MIGRATOR).toString());
    services.put("database.app_password_file", file(StoreRole.APP).toString());
    services.put("database.feed_password_file", file(StoreRole.FEED).toString());
    services.put("database.jobs_password_file", file(StoreRole.JOBS).toString());
    services.put("edge.redis", endpoints.redis().url());
    services.put("edge.redis_password_file", endpoints.redis().passwordFile().toString());
    services.put("bridge.url", endpoints.nats().url());
    services.put("bridge.user", endpoints.nats().user());
    services.put("bridge.password_file", endpoints.nats().passwordFile().toString());
    services.put(LEDGER, endpoints.ledger().profile().toString());
    return services;
  }
}
