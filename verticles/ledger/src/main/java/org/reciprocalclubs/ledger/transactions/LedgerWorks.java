package org.reciprocalclubs.ledger.transactions;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.NodeSettings;
import org.reciprocalclubs.kit.boot.SettingsException;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.FabricLedger;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.fabric.LedgerAway;
import org.reciprocalclubs.ledger.fabric.LedgerRefused;
import org.reciprocalclubs.ledger.fabric.NetworkProfile;

/**
 * All that works on transactions in one process: whoever brings them to the ledger, whoever follows it, and
 * whoever says how it stands. Without a network there is no ledger: then transactions are wanted, listed, and
 * wait, and health says so. Thread-safe.
 */
public final class LedgerWorks {
  /** The name of the chaincode where no network says one. */
  private static final String CHAINCODE = "clubs";

  /** Threads for those who ask whether the ledger answers, apart from those that record. */
  private static final int ASKING = 2;

  private final Data data;
  private final LedgerSettings settings;
  private final @Nullable NetworkProfile network;
  private final @Nullable Ledger ledger;

  private LedgerWorks(Data data, LedgerSettings settings, @Nullable NetworkProfile network,
      @Nullable Ledger ledger) {
    this.data = data;
    this.settings = settings;
    this.network = network;
    this.ledger = ledger;
  }

  /**
   * As the settings say.
   *
   * @throws SettingsException when the network's profile is not what it should be, or is one for development
   * and this is production
   */
  public static LedgerWorks open(Data data, LedgerSettings settings, NodeSettings.Mode mode) {
    if (settings.network().isEmpty()) {
      return new LedgerWorks(data, settings, null, null);
    }
    var network = NetworkProfile.read(Path.of(settings.network()));
    if (network.kind() == NetworkProfile.Kind.DEVELOPMENT && mode == NodeSettings.Mode.PRODUCTION) {
      throw new SettingsException("ledger.network = " + settings.network()
          + " is the development ledger, which whoever runs it can rewrite: production refuses it.");
    }
    return new LedgerWorks(data, settings, network,
        FabricLedger.open(Path.of(settings.network()), settings.waits()));
  }

  /** The ledger; null where none is configured. */
  public @Nullable Ledger ledger() {
    return ledger;
  }

  /** The organisations for which this platform can sign; none where no ledger is configured. */
  public List<String> organisations() {
    return ledger == null ? List.of() : ledger.organisations();
  }

  /** The ledger's channel; null where none is configured. */
  public @Nullable String channel() {
    return network == null ? null : network.channel();
  }

  /** Starts them all. */
  public Future<?> start(NodeContext node) {
    var watch = new LedgerWatch(data.store(), ledger, node.clock());
    watch.report(node.health(), node.meters());
    return node.deployLoops(() -> watch, 1)
        .compose(_ -> node.deployDomain(() -> new TransactionsVerticle(node.bus(), this), 1));
  }

  TransactionOffice office(Vertx vertx) {
    return new TransactionOffice(data.store(), network == null ? CHAINCODE : network.chaincode(),
        club -> check(vertx, club));
  }

  /** What brings transactions further, and follows the ledger; ends with the verticle that calls this. */
  public Future<?> work(Vertx vertx) {
    if (ledger == null || network == null) {
      return Future.succeededFuture();
    }
    var virtual = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
    var channel = network.channel() + "/" + network.chaincode();
    return Future.all(
        List.of(vertx.deployVerticle(new Recorder(data, ledger, settings), virtual),
            vertx.deployVerticle(new Teller(data, ledger, channel, settings), virtual)));
  }

  private void check(Vertx vertx, UUID club) {
    if (ledger == null) {
      throw Problem.blockchain("LEDGER_NOT_CONFIGURED",
          "This platform has no ledger; what is to be recorded waits.");
    }
    var call = new Call("clubs", "Get", List.of(club.toString()), ledger.organisations().getFirst(),
        Set.of());
    try (var pool = new LedgerPool(vertx, "ledger-asked", ASKING)) {
      pool.call(() -> ledger.evaluate(call));
    } catch (LedgerRefused _) {
      // it answered: that is all that was to be known
    } catch (LedgerAway away) {
      throw Problem.blockchain("LEDGER_AWAY", "The ledger cannot be reached; what is to be recorded waits.");
    }
  }
}
