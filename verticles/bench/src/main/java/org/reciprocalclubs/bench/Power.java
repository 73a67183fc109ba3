package org.reciprocalclubs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stops a platform and starts it again, with the scripts that people use.
 *
 * @param scripts the directory of deploy/up and deploy/down
 * @param data of the platform
 * @param ports its port base
 */
record Power(Path scripts, Path data, int ports) {

  /** The one platform that {@code deploy/bench} started. */
  static Power of(Map<String, String> environment) {
    return new Power(Path.of(Setting.need(environment, "BENCH_SCRIPTS")),
        Path.of(Setting.need(environment, "BENCH_DATA")),
        Integer.parseInt(Setting.need(environment, "BENCH_PORTS")));
  }

  void down() throws IOException, InterruptedException {
    run(List.of("down"));
  }

  void up() throws IOException, InterruptedException {
    run(List.of("up", "--detach", "--no-demo", "--port-base", String.valueOf(ports)));
  }

  private void run(List<String> words) throws IOException, InterruptedException {
    var log = data.resolve(words.getFirst() + ".log");
    List<String> command = new ArrayList<>(words);
    command.set(0, scripts.resolve(words.getFirst()).toString());
    command.addAll(List.of("--data", data.toString()));
    int code = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start()
        .waitFor();
    if (code != 0) {
      var said = Files.readAllLines(log);
      throw new IOException(words.getFirst() + " failed: " + (said.isEmpty() ? "" : said.getLast()));
    }
  }
}
