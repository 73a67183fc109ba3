package org.reciprocalclubs.app;

import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** What can happen to the embedded NATS server, found by the process id that its house wrote down. */
final class NatsFaults {
  private final House house;
  private int injected;

  NatsFaults(House house) {
    this.house = house;
  }

  /** It answers nobody and closes no connection, as after a cable was pulled. */
  void pause() throws Exception {
    signal("STOP");
    injected++;
  }

  void resume() throws Exception {
    signal("CONT");
  }

  void kill() throws Exception {
    var server = ProcessHandle.of(pid()).orElseThrow();
    server.destroyForcibly();
    server.onExit().get(10, TimeUnit.SECONDS);
    injected++;
  }

  /** How many faults really struck a running server. */
  int injected() {
    return injected;
  }

  private void signal(String name) throws Exception {
    var kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).inheritIO().start();
    if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new AssertionError("NATS was not there to be sent " + name);
    }
  }

  private long pid() throws Exception {
    return Long.parseLong(Files.readString(house.data().resolve("pids/nats")).strip());
  }
}
