package org.reciprocalclubs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own load program on a script of ours, through the unix socket and with prepared statements.
 * One for all runs of a database: it remembers which visitors have been.
 */
final class Pgbench {
  private static final Pattern SPEED = Pattern
      .compile("tps = ([0-9.]+) \\(without initial connection time\\)");
  private static final Pattern DONE = Pattern
      .compile("number of transactions actually processed: ([0-9]+)");
  private static final int THREADS = 2;
  /** Where a line of its log says how long a transaction took. */
  private static final int MICROS_AT = 2;
  private static final String SCRIPT = "check-in.pgbench";

  private final String program;
  private final Database database;
  private final Path script;
  private final List<String> values;
  private long nextVisitor;

  /**
   * @param program the path of pgbench
   * @param directory for the script
   * @param values of the script's variables, as NAME=VALUE
   */
  Pgbench(String program, Database database, Path directory, List<String> values) {
    this.program = program;
    this.database = database;
    this.values = values;
    this.script = directory.resolve(SCRIPT);
    try (var in = Objects.requireNonNull(Pgbench.class.getResourceAsStream("/bench/" + SCRIPT))) {
      Files.createDirectories(directory);
      Files.copy(in, this.script, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /**
   * What it did.
   *
   * @param perSecond transactions
   * @param all of them
   */
  record Result(double perSecond, long all) {}

  /** Runs so many clients for so long; each carries one check-in at a time. */
  Result run(int clients, Duration time) throws IOException, InterruptedException {
    return run(clients, time, List.of());
  }

  /** How long one client's transactions take, each, in microseconds. */
  List<Long> alone(Duration time) throws IOException, InterruptedException {
    var prefix = script.resolveSibling("transactions");
    run(1, time, List.of("-l", "--log-prefix", prefix.toString()));
    try (var logs = Files.newDirectoryStream(script.getParent(), "transactions.*")) {
      List<Long> micros = new ArrayList<>();
      for (var log : logs) {
        Files.readAllLines(log).forEach(line -> micros.add(Long.valueOf(line.split(" ")[MICROS_AT])));
        Files.delete(log);
      }
      return micros;
    }
  }

  private Result run(int clients, Duration time, List<String> more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(
        List.of(program, "-n", "-M", "prepared", "-c", String.valueOf(clients),
            "-j", String.valueOf(Math.min(clients, THREADS)), "-T", String.valueOf(time.toSeconds()), "-h",
            database.socketDirectory(),
            "-p", String.valueOf(database.port()), "-U", Database.ADMINISTRATOR, "-f", script.toString(),
            "-D", "clients=" + clients, "-D", "first=" + nextVisitor, "-D", "turn=-1"));
    values.forEach(value -> command.addAll(List.of("-D", value)));
    command.addAll(more);
    command.add(Database.COPY);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", database.password());
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var speed = SPEED.matcher(said);
    var done = DONE.matcher(said);
    if (process.waitFor() != 0 || !speed.find() || !done.find()) {
      throw new IllegalStateException("pgbench failed: " + said);
    }
    var result = new Result(Double.parseDouble(speed.group(1)), Long.parseLong(done.group(1)));
    // clients do not come equally far: leave room for the one that came furthest
    nextVisitor += (result.all() / clients + 1) * clients * 2;
    return result;
  }
}
