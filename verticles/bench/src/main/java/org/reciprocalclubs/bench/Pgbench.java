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
    List<String> command = new ArrayList<>(
        List.of(program, "-n", "-M", "prepared", "-c", String.valueOf(clients),
            "-j", String.valueOf(THREADS), "-T", String.valueOf(time.toSeconds()), "-h",
            database.socketDirectory(),
            "-p", String.valueOf(database.port()), "-U", Database.ADMINISTRATOR, "-f", script.toString(),
            "-D", "clients=" + clients, "-D", "first=" + nextVisitor, "-D", "turn=-1"));
    values.forEach(value -> command.addAll(List.of("-D", value)));
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
