package org.reciprocalclubs.ledger.transactions;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentLedgerTest extends LedgerSuite {
  @TempDir
  static Path directory;
  private static Grounds grounds;

  @BeforeAll
  static void start() {
    grounds = Grounds.development(directory);
  }

  @AfterAll
  static void stop() {
    grounds.close();
  }

  @Override
  Grounds grounds() {
    return grounds;
  }
}
