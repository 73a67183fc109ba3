package org.reciprocalclubs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The processes of a house, by their shapes, in the order in which they start; each is started as deploy/up does. */
final class Processes {
  /** One process with everything. */
  static final List<String> ONE = List.of("all");
  /** Three clustered processes. */
  static final List<String> THREE = List.of("split-rest", "split-desk", "split-edge");
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final List<String> CLUSTERED = List.of("--add-modules", "java.se", "--add-exports",
      "java.base/jdk.internal.ref=ALL-UNNAMED", "--add-opens", "java.base/java.lang=ALL-UNNAMED",
      "--add-opens",
      "java.base/sun.nio.ch=ALL-UNNAMED", "--add-opens", "java.management/sun.management=ALL-UNNAMED",
      "--add-opens", "jdk.management/com.sun.management.internal=ALL-UNNAMED");

  private final Path data;
  private final Map<String, String> environment;
  private final Map<String, Process> running = new LinkedHashMap<>();

  Processes(Path data, Map<String, String> environment) {
    this.data = data;
    this.environment = environment;
  }

  /** Starts the processes one after the other, each when the one before it is ready. */
  void start(List<String> shapes) throws Exception {
    for (var shape : shapes) {
      start(shape);
    }
  }

  /** Ends a process as a power cut would, with everything that it started left to itself. */
  void kill(String shape) throws Exception {
    process(shape).destroyForcibly().waitFor();
    Files.deleteIfExists(ready(shape));
  }

  void killAll() throws Exception {
    for (var shape : List.copyOf(running.keySet())) {
      kill(shape);
    }
  }

  void startAgain() throws Exception {
    start(List.copyOf(running.keySet()));
  }

  void start(String shape) throws Exception {
    running.put(shape, launch(shape));
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!Files.exists(ready(shape))) {
      if (!process(shape).isAlive() || System.nanoTime() > end) {
        throw new AssertionError("The process " + shape + " did not open:\n" + Files.readString(log(shape)));
      }
      process(shape).waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  private Process launch(String shape) throws IOException {
    Files.createDirectories(data);
    List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC",
        "-Xmx512m", "-Dclubs.data=" + data));
    if (shape.startsWith("split")) {
      command.addAll(CLUSTERED);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.reciprocalclubs.app.Main"));
    var builder = new ProcessBuilder(command).directory(data.toFile()).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(shape).toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("CLUBS_"));
    builder.environment().put("CLUBS_SHAPE", shape);
    builder.environment().put("CLUBS_DATA", data.toString());
    builder.environment().put("CLUBS_CONF", House.repository().resolve("conf").toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Asks every process to end, the door first, and waits; the house is told of one that does not. */
  void stop() {
    for (var shape : List.copyOf(running.keySet()).reversed()) {
      var process = process(shape);
      process.destroy();
      process.onExit().completeOnTimeout(process, 60, TimeUnit.SECONDS).join();
      if (process.isAlive()) {
        running.values().forEach(Process::destroyForcibly);
        throw new AssertionError("The process " + shape + " did not end within a minute");
      }
    }
  }

  /** The worst way in which a process ended; 0 when all stops were clean. */
  int exitValue() {
    return running.values().stream().mapToInt(Process::exitValue).max().orElseThrow();
  }

  private Process process(String shape) {
    return Objects.requireNonNull(running.get(shape));
  }

  private Path log(String shape) {
    return data.resolve("app-" + shape + ".log");
  }

  private Path ready(String shape) {
    return data.resolve(
        shape.equals("all") || shape.equals("split-edge") ? "ready.json" : "ready-" + shape + ".json");
  }
}
