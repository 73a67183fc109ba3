package org.reciprocalclubs.ledger.transactions;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.kit.store.TestDatabase;

/**
 * The suites on peers and orderers of Fabric: of the network whose network.json FABRIC_NETWORK names, or,
 * where it is not set, of one that is started for them.
 */
@EnabledIfEnvironmentVariable(named = "FABRIC_BIN", matches = ".+", disabledReason = FabricPeersTest.SKIPPED)
class FabricPeersTest {
  static final String SKIPPED = "FABRIC_BIN is not set: the ledger's suites were NOT run on peers of Fabric";
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("ledger");
  @TempDir
  static Path directory;
  private static @Nullable Grounds grounds;

  @BeforeAll
  static void start() {
    var running = System.getenv("FABRIC_NETWORK");
    grounds = running == null
        ? new FabricGrounds(directory).up()
        : Grounds.real(Path.of(running).resolveSibling("").toAbsolutePath());
  }

  @AfterAll
  static void stop() {
    if (System.getenv("FABRIC_NETWORK") == null) {
      there().close();
    }
  }

  private static Grounds there() {
    return Objects.requireNonNull(grounds);
  }

  @Nested
  class Calls extends LedgerSuite {
    @Override
    Grounds grounds() {
      return there();
    }
  }

  @Nested
  class Recording extends RecordingSuite {
    @Override
    Grounds grounds() {
      return there();
    }

    @Override
    TestDatabase database() {
      return DATABASE;
    }
  }
}
