package org.reciprocalclubs.embedded;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.devledger.DevelopmentLedger;
import org.reciprocalclubs.devledger.DevelopmentNetwork;
import org.reciprocalclubs.devledger.LedgerFailure;
import org.reciprocalclubs.kit.boot.EmbeddedEndpoints;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;

/**
 * The development ledger in {@code ledger/}: the federation's organisation and those of two clubs, so that
 * there is a majority that no one has alone. It runs inside this process and starts while the servers do.
 */
final class LedgerService {

  private static final String NAME = "ledger";
  private static final List<String> ORGANISATIONS = List.of("FederationMSP", "CityMSP", "HarbourMSP");
  private static final Duration BATCH_TIMEOUT = Duration.ofMillis(100);
  private static final int BATCH_MOST = 500;

  private final DataDirectory data;
  private final int port;
  private @Nullable CompletableFuture<DevelopmentLedger> starting;

  LedgerService(DataDirectory data, int port) {
    this.data = data;
    this.port = port;
  }

  void requireFreePorts() {
    for (int i = 0; i < ORGANISATIONS.size(); i++) {
      Loopback.requireFree(port + i, "the development ledger");
    }
  }

  /** Begins; {@link #endpoint()} waits for it. */
  void start() {
    var network = new DevelopmentNetwork(data.child(NAME), ORGANISATIONS, port, BATCH_TIMEOUT, BATCH_MOST);
    starting = CompletableFuture.supplyAsync(() -> DevelopmentLedger.start(network));
  }

  EmbeddedEndpoints.Ledger endpoint() {
    if (starting == null) {
      throw new IllegalStateException("The ledger was not started");
    }
    try {
      return new EmbeddedEndpoints.Ledger(starting.join().profile());
    } catch (CompletionException e) {
      if (e.getCause() instanceof LedgerFailure failure) {
        throw new EmbeddedFailure(String.valueOf(failure.getMessage()), failure);
      }
      throw e;
    }
  }

  /** Writes what was submitted and closes; also one that is still starting. */
  void stop() {
    if (starting != null) {
      starting.handle((ledger, failed) -> failed == null ? ledger : null).thenAccept(ledger -> {
        if (ledger != null) {
          ledger.close();
        }
      }).join();
      starting = null;
    }
  }
}
