package org.reciprocalclubs.app;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.audit.ChainAudit;
import org.reciprocalclubs.kit.boot.Logging;
import org.reciprocalclubs.kit.boot.Settings;
import org.reciprocalclubs.kit.boot.SettingsException;
import org.reciprocalclubs.ledger.Audit;
import org.reciprocalclubs.ledger.fabric.FabricLedger;
import org.reciprocalclubs.ledger.fabric.NetworkProfile;
import org.reciprocalclubs.ledger.fabric.Waits;
import org.reciprocalclubs.ledger.log.VerifierKey;
import org.reciprocalclubs.ledger.transactions.LedgerSettings;

/** The program behind {@code deploy/audit}. */
final class AuditTool {
  private static final List<String> OPTIONS = List.of("--data", "--key", "--network", "--msp");
  private static final int CLEAN = 0;
  private static final int FINDINGS = 1;
  private static final int NOT_RUN = 2;
  /** More of them are only counted. */
  private static final int SHOWN_MAX = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Waits WAITS = new Waits(PATIENCE, PATIENCE, PATIENCE, PATIENCE,
      Duration.ofMillis(200));

  private final Map<String, String> said;
  private final Settings settings;

  private AuditTool(Map<String, String> said, Settings settings) {
    this.said = said;
    this.settings = settings;
  }

  public static void main(String[] words) {
    var conf = Launching.conf(System.getenv());
    Logging.install(conf.resolve("logback.xml"));
    int exit = NOT_RUN;
    try {
      var said = ToolSettings.order(List.of(words), OPTIONS, List.of("--without-ledger"));
      exit = new AuditTool(said, ToolSettings.load(said)).run(Vertx.vertx(new VertxOptions()
          .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false))));
    } catch (IOException unreadable) {
      System.err.println("audit: cannot read " + unreadable.getMessage());
    } catch (SettingsException | IllegalArgumentException told) {
      System.err.println("audit: " + told.getMessage());
    } catch (RuntimeException failure) {
      System.err.println("audit: it could not be compared: " + failure);
    } finally {
      // threads of the event loops must not keep it, whatever ended it
      System.exit(exit);
    }
  }

  private int run(Vertx vertx) throws IOException {
    var count = new AtomicLong();
    var audit = new Audit(finding -> show(finding.kind(), finding.what(), count.incrementAndGet()));
    var chains = new ChainAudit(finding -> show(finding.kind(), finding.what(), count.incrementAndGet()));
    var network = network();
    var connection = PgConnection.connect(vertx, ToolSettings.database(settings)).await();
    try (var ledger = network == null ? null : FabricLedger.open(network, WAITS)) {
      var compared = audit.run(connection, key(),
          network == null || ledger == null ? null : asked(network, ledger));
      var chained = chains.run(connection);
      if (compared.waiting() != null) {
        System.out.println("Events since " + compared.waiting() + " are no leaves yet: not compared.");
      }
      System.out.printf("%d audit chains, %d entries, %d values beside them erased%n", chained.chains(),
          chained.entries(), chained.erased());
      System.out.printf("%d leaves (%d without their events), %d anchors, %s: %d findings%n",
          compared.leaves(), compared.alone(), compared.anchors(),
          ledger == null ? "the ledger was not asked" : compared.onLedger() + " on the ledger", count.get());
    } finally {
      connection.close().await();
    }
    return count.get() == 0 ? CLEAN : FINDINGS;
  }

  private static void show(Enum<?> kind, String what, long number) {
    if (number <= SHOWN_MAX) {
      System.out.printf("%-18s  %s%n", kind, what);
    }
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
  private @Nullable Path network() {
    if (said.containsKey("--without-ledger")) {
      return null;
    }
    var file = said.getOrDefault("--network", settings.bind("ledger", LedgerSettings.class).network());
    if (file.isEmpty()) {
      throw new IllegalArgumentException(
          "no ledger is known: name its network.json with --network, or say --without-ledger");
    }
    return Path.of(file);
  }

  private Audit.Asked asked(Path network, FabricLedger ledger) {
    return new Audit.Asked(ledger, NetworkProfile.read(network).channel(),
        said.getOrDefault("--msp", ledger.organisations().getFirst()));
  }
}
