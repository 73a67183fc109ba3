package org.reciprocalclubs.embedded;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;
import org.reciprocalclubs.kit.boot.EmbeddedRequest;

/** Finds a port base all of whose ports are free, below the range from which the system gives out its own. */
final class FreePorts {

  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 31_000;
  private static final int LEDGER_PEERS = 3;

  private FreePorts() {}

  static EmbeddedRequest request(Path data) {
    return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST))
        .mapToObj(base -> new EmbeddedRequest(data, base))
        .filter(FreePorts::free)
        .findFirst()
        .orElseThrow();
  }

  private static boolean free(EmbeddedRequest request) {
    try {
      Loopback.requireFree(request.postgresPort(), "a test");
      Loopback.requireFree(request.redisPort(), "a test");
      Loopback.requireFree(request.natsPort(), "a test");
      Loopback.requireFree(request.natsMonitorPort(), "a test");
      for (int i = 0; i < LEDGER_PEERS; i++) {
        Loopback.requireFree(request.ledgerPort() + i, "a test");
      }
      return true;
    } catch (EmbeddedFailure taken) {
      return false;
    }
  }
}
