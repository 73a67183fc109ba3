package org.reciprocalclubs.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code fabric/verify/Verify.java}, compiled once and run as anybody would run it. */
final class Verifier {
  private static final Path SOURCE = Path.of("../../fabric/verify/Verify.java");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
  private static final long SECONDS = 60;

  private final Path directory;

  /** @param directory for what it is given and for its class */
  Verifier(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    var compiled = run(List.of(JAVA.resolve("javac").toString(), "-d", directory.toString(), "-Xlint:all",
        "-Werror", SOURCE.toString()));
    if (compiled.exit() != 0) {
      throw new AssertionError(compiled.said());
    }
  }

  /** What it said, and how it ended. */
  record Said(int exit, String said) {}

  /** Checks a receipt with that trust file and these options. */
  Said check(String receipt, String trust, String... options) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(JAVA.resolve("java").toString(), "-XX:TieredStopAtLevel=1",
        "-Xshare:auto", "-cp", directory.toString(), "Verify", file("receipt.json", receipt), "--trust",
        file("trust", trust)));
    command.addAll(List.of(options));
    return run(command);
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  private Said run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + command);
    }
    return new Said(process.exitValue(), said);
  }
}
