package org.reciprocalclubs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Processor time that was spent, as Linux counts it: it tells what a check-in costs even while the machine
 * is busy with other things.
 *
 * @param platform by the platform's process
 * @param postgres by the database server and its sessions, also those that have ended
 * @param generator by this process
 */
record Cpu(double platform, double postgres, double generator) {
  private static final double TICKS_PER_SECOND = 100;
  /** Fields of /proc/PID/stat behind the command's name, counted from 0. */
  private static final int OWN_USER = 11;
  private static final int OWN_SYSTEM = 12;
  private static final int ENDED_USER = 13;
  private static final int ENDED_SYSTEM = 14;

  /** Until now, in seconds. */
  static Cpu spent(Path data) throws IOException {
    long server = pid(data, "postgres");
    double postgres = seconds(server) + ended(server);
    var sessions = ProcessHandle.of(server).stream().flatMap(ProcessHandle::children).toList();
    for (var session : sessions) {
      postgres += seconds(session.pid());
    }
    return new Cpu(seconds(pid(data, "app-all")), postgres, seconds(ProcessHandle.current().pid()));
  }

  Cpu since(Cpu before) {
    return new Cpu(platform - before.platform, postgres - before.postgres, generator - before.generator);
  }

  /** For people: what each of so many cost, in microseconds. */
  String each(long count) {
    double micros = 1e6 / count;
    return String.format(Locale.ROOT, "CPU each: platform %.0f, PostgreSQL %.0f, generator %.0f us",
        platform * micros, postgres * micros, generator * micros);
  }

  private static long pid(Path data, String name) throws IOException {
    return Long.parseLong(Files.readString(data.resolve("pids").resolve(name)).strip());
  }

  private static double seconds(long pid) throws IOException {
    var fields = stat(pid);
    return fields.length == 0 ? 0 : ticks(fields, OWN_USER, OWN_SYSTEM);
  }

  private static double ended(long pid) throws IOException {
    return ticks(stat(pid), ENDED_USER, ENDED_SYSTEM);
  }

  private static double ticks(String[] fields, int one, int other) {
    return (Long.parseLong(fields[one]) + Long.parseLong(fields[other])) / TICKS_PER_SECOND;
  }

  private static String[] stat(long pid) throws IOException {
    var file = Path.of("/proc", String.valueOf(pid), "stat");
    if (!Files.exists(file)) {
      return new String[0];
    }
    var text = Files.readString(file);
    return text.substring(text.lastIndexOf(')') + 2).split(" ");
  }
}
