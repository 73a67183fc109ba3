package org.reciprocalclubs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the year runs on, as {@code deploy/bench} says in its environment: two platforms, and the scripts that
 * stop and start them.
 *
 * @param scripts the directory of deploy/up and deploy/down
 * @param visits of the year
 */
record YearSetting(Setting empty, Setting year, Path scripts, int emptyPorts, int yearPorts, long visits) {

  static YearSetting of(Map<String, String> environment) throws IOException {
    Map<String, String> other = new HashMap<>(environment);
    other.put("BENCH_DATA", need(environment, "BENCH_YEAR_DATA"));
    return new YearSetting(Setting.of(environment), Setting.of(other),
        Path.of(need(environment, "BENCH_SCRIPTS")), Integer.parseInt(need(environment, "BENCH_PORTS")),
        Integer.parseInt(need(environment, "BENCH_YEAR_PORTS")),
        Long.parseLong(need(environment, "BENCH_VISITS")));
  }

  private static String need(Map<String, String> environment, String name) {
    return Objects.requireNonNull(environment.get(name), name);
  }

  void downEmpty() throws IOException, InterruptedException {
    down(empty);
  }

  void upEmpty() throws IOException, InterruptedException {
    up(empty, emptyPorts);
  }

  void downYear() throws IOException, InterruptedException {
    down(year);
  }

  void upYear() throws IOException, InterruptedException {
    up(year, yearPorts);
  }

  private void down(Setting setting) throws IOException, InterruptedException {
    run(setting, List.of("down"));
  }

  private void up(Setting setting, int ports) throws IOException, InterruptedException {
    run(setting, List.of("up", "--detach", "--no-demo", "--port-base", String.valueOf(ports)));
  }

  private void run(Setting setting, List<String> words) throws IOException, InterruptedException {
    var log = setting.data().resolve(words.getFirst() + ".log");
    List<String> command = new ArrayList<>(words);
    command.set(0, scripts.resolve(words.getFirst()).toString());
    command.addAll(List.of("--data", setting.data().toString()));
    int code = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start()
        .waitFor();
    if (code != 0) {
      var said = Files.readAllLines(log);
      throw new IOException(words.getFirst() + " failed: " + (said.isEmpty() ? "" : said.getLast()));
    }
  }
}
