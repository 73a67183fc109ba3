package org.reciprocalclubs.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The PostgreSQL of a platform that is down, started as the platform does, but set for loading: little is
 * logged, nothing is waited for, memory is plenty. Its pid stands where deploy/down looks for it, so whatever
 * becomes of this process, it is found.
 */
final class BareServer implements AutoCloseable {
  /** Later settings count. A crash would cost the data, which is made again. */
  private static final List<String> SETTINGS = List.of("wal_level=minimal", "max_wal_senders=0", "fsync=off",
      "synchronous_commit=off", "full_page_writes=off", "max_wal_size=8GB", "checkpoint_timeout=1h",
      "autovacuum=off", "shared_buffers=2GB", "maintenance_work_mem=1GB",
      "max_parallel_maintenance_workers=2");
  private static final int START_TRIES = 300;
  private static final Duration START_PAUSE = Duration.ofMillis(200);
  private static final int STOP_SECONDS = 120;

  private final Process process;
  private final Path pid;

  private BareServer(Process process, Path pid) {
    this.process = process;
    this.pid = pid;
  }

  /** How the server that runs there was started. */
  static List<String> command(Path data) throws IOException {
    var running = Files.readString(pid(data)).strip();
    return List.of(Files.readString(Path.of("/proc", running, "cmdline")).split("\0"));
  }

  /** Starts it; when this returns it answers. */
  static BareServer start(Path data, List<String> command, Database database)
      throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(List.of("setsid"));
    if (System.getProperty("user.name", "").equals("root")) {
      whole.addAll(List.of("unshare", "--user")); // PostgreSQL refuses root
    }
    whole.addAll(command);
    SETTINGS.forEach(setting -> whole.addAll(List.of("-c", setting)));
    var process = new ProcessBuilder(whole).directory(data.resolve("postgres").toFile())
        .redirectInput(new File("/dev/null")).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("logs/postgres-loading.log").toFile()))
        .start();
    Files.writeString(pid(data), process.pid() + "\n");
    var server = new BareServer(process, pid(data));
    server.awaitReady(database);
    return server;
  }

  private void awaitReady(Database database) throws IOException, InterruptedException {
    for (int waited = 0; waited < START_TRIES; waited++) {
      if (!process.isAlive()) {
        break;
      }
      try {
        database.setting("server_version");
        return;
      } catch (Exception starting) {
        Thread.sleep(START_PAUSE);
      }
    }
    close();
    throw new IOException("PostgreSQL did not start for loading: see logs/postgres-loading.log.");
  }

  private static Path pid(Path data) {
    return data.resolve("pids/postgres");
  }

  /** Ends it with a checkpoint, and has the machine write down what it still holds in memory. */
  @Override
  public void close() throws IOException {
    try {
      new ProcessBuilder("kill", "-s", "INT", String.valueOf(process.pid())).start().waitFor();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("PostgreSQL did not stop within " + STOP_SECONDS + " s.");
      }
      Files.deleteIfExists(pid);
      new ProcessBuilder("sync").start().waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }
}
