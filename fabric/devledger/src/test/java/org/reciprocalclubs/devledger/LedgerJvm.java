package org.reciprocalclubs.devledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Another JVM that runs a ledger, says so on its first line, and waits to be killed. */
final class LedgerJvm {

  private LedgerJvm() {}

  public static void main(String[] args) throws InterruptedException {
    try {
      new TestLedger(Path.of(args[0]), Duration.ofMillis(5));
      System.out.println("started");
    } catch (LedgerFailure e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
    Thread.currentThread().join();
  }

  static Process run(Path directory) throws IOException {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), LedgerJvm.class.getName(), directory.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
