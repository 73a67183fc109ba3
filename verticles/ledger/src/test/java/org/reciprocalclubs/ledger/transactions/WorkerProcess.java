package org.reciprocalclubs.ledger.transactions;

import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.StoreSettings;
import org.reciprocalclubs.kit.store.StoreSettings.Background;
import org.reciprocalclubs.kit.store.StoreSettings.Feed;
import org.reciprocalclubs.kit.store.StoreSettings.JobLimits;
import org.reciprocalclubs.kit.store.StoreSettings.Lease;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.fabric.FabricLedger;

/** A process that brings transactions further and follows the ledger, until it is killed. */
final class WorkerProcess {
  private WorkerProcess() {}

  /** The port of PostgreSQL, the database, and network.json. */
  public static void main(String[] arguments) {
    var vertx = Vertx.vertx();
    var soon = new Background(Feed.defaults(), new Lease(Duration.ofSeconds(1), Duration.ofMillis(200)),
        JobLimits.defaults(), Duration.ofHours(48));
    var server = StoreSettings.Server.tcp("127.0.0.1", Integer.parseInt(arguments[0]), arguments[1]);
    var settings = StoreSettings.of(server, TestDatabase.passwords()).with(soon);
    var data = Registry.data(Store.open(vertx, settings));
    var ledger = FabricLedger.open(Path.of(arguments[2]), Registry.WAITS);
    var virtual = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
    await(vertx.deployVerticle(new Recorder(data, ledger, Registry.SETTINGS), virtual));
    await(vertx.deployVerticle(new Teller(data, ledger, Registry.CHANNEL, Registry.SETTINGS), virtual));
    System.out.println("working");
  }
}
