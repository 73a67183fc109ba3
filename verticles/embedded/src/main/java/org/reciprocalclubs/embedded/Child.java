package org.reciprocalclubs.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;

/**
 * One server process: its pid is written down, its output goes to a log, and it runs in a session of its own
 * so that a Ctrl-C at the terminal reaches only us, who stop it in the right order.
 */
final class Child {

  /** How a server is asked to leave, and for how long it is waited for before it is killed. */
  enum Stop {
    /** Fast shutdown: clients are cut off, a checkpoint is written. */
    POSTGRES("INT", Duration.ofSeconds(30)), REDIS("TERM", Duration.ofSeconds(10)), NATS("TERM",
        Duration.ofSeconds(10));

    private final String signal;
    private final Duration limit;

    Stop(String signal, Duration limit) {
      this.signal = signal;
      this.limit = limit;
    }

    /** Ends the process; when this returns it is gone. */
    void end(ProcessHandle process) {
      signal(process, signal);
      if (gone(process, limit)) {
        return;
      }
      process.destroyForcibly();
      if (!gone(process, limit)) {
        throw new EmbeddedFailure("Process %d cannot be stopped.".formatted(process.pid()));
      }
    }
  }

  /** Crash recovery after a kill may replay a gigabyte of log. */
  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final long LARGEST_LOG_BYTES = 16L << 20;
  private static final int REASON_BYTES = 16 << 10;

  private final String name;
  private final Process process;
  private final Path pidFile;
  private final Path log;
  /** Where in the log, in bytes, this start begins. */
  private final long logStart;
  private final Stop stop;

  private Child(String name, Process process, DataDirectory data, long logStart, Stop stop) {
    this.name = name;
    this.process = process;
    this.pidFile = data.pidFile(name);
    this.log = data.log(name);
    this.logStart = logStart;
    this.stop = stop;
  }

  /**
   * @param home the working directory: an orphan is recognised by it
   */
  static Child start(String name, DataDirectory data, Path home, List<String> command, Stop stop) {
    var whole = new ArrayList<>(List.of("setsid"));
    whole.addAll(command);
    try {
      long logStart = rotate(data.log(name));
      Process process = new ProcessBuilder(whole).directory(home.toFile())
          .redirectInput(new File("/dev/null"))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(data.log(name).toFile()))
          .start();
      var child = new Child(name, process, data, logStart, stop);
      SecretFile.write(child.pidFile, process.pid() + "\n");
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long rotate(Path log) throws IOException {
    long size = Files.exists(log) ? Files.size(log) : 0;
    if (size <= LARGEST_LOG_BYTES) {
      return size;
    }
    Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    return 0;
  }

  /** Waits until the server answers; if it cannot, stops it and says why in one sentence. */
  Child awaitReady(BooleanSupplier ready) {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw failure("ended with code " + process.exitValue());
      }
      if (System.nanoTime() > end) {
        stop();
        throw failure("was not ready after " + START_LIMIT.toSeconds() + " s");
      }
      pause();
    }
    return this;
  }

  private EmbeddedFailure failure(String what) {
    return new EmbeddedFailure(
        "%s did not start, it %s: %s (whole log: %s)".formatted(name, what, reason(), log));
  }

  private String reason() {
    try (var in = Files.newInputStream(log)) {
      in.skipNBytes(logStart);
      List<String> lines = new String(in.readNBytes(REASON_BYTES), StandardCharsets.UTF_8).lines().toList();
      return lines.reversed().stream().filter(Child::names).findFirst().orElse("no reason given").strip();
    } catch (IOException e) {
      return "its log cannot be read";
    }
  }

  private static boolean names(String line) {
    return line.contains("FATAL") || line.contains("PANIC") || line.contains("rror") || line.contains("annot")
        || line.contains("could not") || line.contains("[FTL]");
  }

  long pid() {
    return process.pid();
  }

  boolean runs() {
    return process.isAlive();
  }

  void stop() {
    stop.end(process.toHandle());
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("sh", "-c", "kill -\"$0\" \"$1\"", signal, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(1, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean gone(ProcessHandle process, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      pause();
    }
    return !process.isAlive();
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedFailure("Interrupted while a server started or stopped.", e);
    }
  }
}
