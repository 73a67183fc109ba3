package org.reciprocalclubs.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;

/** Makes what PostgreSQL keeps its data in, with one empty database. */
final class PostgresCluster {

  private static final int LIMIT_SECONDS = 120;

  private PostgresCluster() {}

  /** Made beside its place and moved there whole: what is in place is never emptied. */
  static void make(DataDirectory data, Path home, Path programs, Path password) {
    try {
      if (exists(home)) {
        return;
      }
      Path part = data.child(home.getFileName() + ".part");
      empty(part);
      run(data, initdb(part, programs, password), "");
      run(data, singleUser(part, programs), "CREATE DATABASE " + PostgresServer.DATABASE + "\n");
      Files.move(part, home, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean exists(Path home) throws IOException {
    Path version = home.resolve("PG_VERSION");
    if (!Files.exists(version)) {
      return false;
    }
    String found = Files.readString(version).strip();
    if (!found.equals(PostgresPrograms.MAJOR)) {
      throw new EmbeddedFailure(
          ("%s was written by PostgreSQL %s and this is PostgreSQL %s: dump and restore it, or choose "
              + "another --data.").formatted(home, found, PostgresPrograms.MAJOR));
    }
    return true;
  }

  private static void empty(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory)) {
          Files.delete(file);
        }
      }
    }
  }

  private static List<String> initdb(Path home, Path programs, Path password) {
    return List.of(programs.resolve("bin/initdb").toString(), "--pgdata=" + home,
        "--username=" + PostgresServer.ADMIN,
        "--pwfile=" + password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8");
  }

  private static List<String> singleUser(Path home, Path programs) {
    return List.of(programs.resolve("bin/postgres").toString(), "--single", "-D", home.toString(),
        "postgres");
  }

  private static void run(DataDirectory data, List<String> command, String input) throws IOException {
    var whole = new ArrayList<>(PostgresServer.asOrdinaryUser());
    whole.addAll(command);
    Path log = data.log("postgres-made");
    Process process = new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile())
        .start();
    try (var out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.US_ASCII));
    }
    if (!ended(process) || process.exitValue() != 0) {
      throw new EmbeddedFailure(
          "PostgreSQL could not make its data: %s (whole log: %s)".formatted(reason(log), log));
    }
  }

  private static boolean ended(Process process) {
    try {
      if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        return true;
      }
      process.destroyForcibly();
      return false;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String reason(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains("error") || line.contains("FATAL") || line.contains("unshare"))
        .findFirst().orElse("no reason given");
  }
}
