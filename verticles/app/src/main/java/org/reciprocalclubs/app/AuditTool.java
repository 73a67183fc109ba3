package org.reciprocalclubs.app;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.Logging;
import org.reciprocalclubs.kit.store.StoreRole;
import org.reciprocalclubs.ledger.Audit;
import org.reciprocalclubs.ledger.Finding;
import org.reciprocalclubs.ledger.fabric.FabricLedger;
import org.reciprocalclubs.ledger.fabric.NetworkProfile;
import org.reciprocalclubs.ledger.fabric.Waits;
import org.reciprocalclubs.ledger.log.VerifierKey;

/** The program behind {@code deploy/audit}. */
final class AuditTool {
  private static final int CLEAN = 0;
  private static final int FINDINGS = 1;
  private static final int NOT_RUN = 2;
  /** More of them are only counted. */
  private static final int SHOWN_MAX = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Waits WAITS = new Waits(PATIENCE, PATIENCE, PATIENCE, PATIENCE,
      Duration.ofMillis(200));

  private final Map<String, String> said;
  private final Properties services = new Properties();

  private AuditTool(Map<String, String> said) throws IOException {
    this.said = said;
    var file = Path.of(said.getOrDefault("--data", "data"), "secrets", "services.properties");
    try (var in = Files.newBufferedReader(file)) {
      services.load(in);
    }
  }

  public static void main(String[] words) {
    Logging.install(Path.of("conf", "logback.xml"));
    int exit = NOT_RUN;
    var vertx = Vertx.vertx(new VertxOptions()
        .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)));
    try {
      exit = new AuditTool(order(List.of(words))).run(vertx);
    } catch (IOException unreadable) {
      System.err.println("audit: cannot read " + unreadable.getMessage());
    } catch (RuntimeException failure) {
      System.err.println("audit: " + failure.getMessage());
    }
    System.exit(exit);
  }

  private static Map<String, String> order(List<String> words) {
    Map<String, String> said = new TreeMap<>();
    var rest = new ArrayDeque<>(words);
    while (!rest.isEmpty()) {
      var word = rest.removeFirst();
      boolean flag = word.equals("--without-ledger");
      if (!flag && !List.of("--data", "--key", "--network", "--msp").contains(word)) {
        throw new IllegalArgumentException("there is no option " + word + " (see --help)");
      }
      if (!flag && rest.isEmpty()) {
        throw new IllegalArgumentException(word + " needs a value");
      }
      said.put(word, flag ? "" : rest.removeFirst());
    }
    return said;
  }

  private int run(Vertx vertx) throws IOException {
    var count = new AtomicLong();
    var audit = new Audit(finding -> show(finding, count.incrementAndGet()));
    var network = network();
    var connection = PgConnection.connect(vertx, database()).await();
    try (var ledger = network == null ? null : FabricLedger.open(network, WAITS)) {
      var compared = audit.run(connection, key(), ledger, organisation(network));
      System.out.printf("%d leaves, %d anchors, %s: %d findings%n", compared.leaves(), compared.anchors(),
          ledger == null ? "the ledger was not asked" : compared.onLedger() + " on the ledger", count.get());
    } finally {
      connection.close().await();
    }
    return count.get() == 0 ? CLEAN : FINDINGS;
  }

  private static void show(Finding finding, long number) {
    if (number <= SHOWN_MAX) {
      System.out.printf("%-18s  %s%n", finding.kind(), finding.what());
    }
  }

  private PgConnectOptions database() throws IOException {
    var password = Path.of(services.getProperty("database.migrator_password_file"));
    return new PgConnectOptions().setHost(services.getProperty("database.server.hosts"))
        .setPort(Integer.parseInt(services.getProperty("database.server.port")))
        .setDatabase(services.getProperty("database.server.database")).setUser(StoreRole.MIGRATOR.sqlName())
        .setPassword(Files.readString(password).strip());
  }

  /** Null: the database says which key is the log's. */
  private @Nullable VerifierKey key() throws IOException {
    var file = said.get("--key");
    if (file == null) {
      return null;
    }
    return Files.readAllLines(Path.of(file)).stream()
        .flatMap(line -> VerifierKey.parse(line.strip()).stream())
        .findFirst().orElseThrow(() -> new IllegalArgumentException(file + " holds no verifier key"));
  }

  /** Null: it is not to be asked. */
  private @Nullable NetworkProfile network() {
    if (said.containsKey("--without-ledger")) {
      return null;
    }
    var file = said.getOrDefault("--network", services.getProperty("ledger.network", ""));
    if (file.isEmpty()) {
      throw new IllegalArgumentException(
          "no ledger is known: name its network.json with --network, or say --without-ledger");
    }
    return NetworkProfile.read(Path.of(file));
  }

  private String organisation(@Nullable NetworkProfile network) {
    return said.getOrDefault("--msp",
        network == null ? "" : network.organisations().getFirst().msp());
  }
}
