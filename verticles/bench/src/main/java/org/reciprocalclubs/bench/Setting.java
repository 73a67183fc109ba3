package org.reciprocalclubs.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What a benchmark runs on, as {@code deploy/bench} says in its environment.
 *
 * @param data the data directory of a running platform
 * @param operator its operator's login
 * @param pgbench the path of that program
 * @param runs of each side
 * @param time of each run, warm-up not included
 */
record Setting(Path data, URI edge, JsonObject operator, String pgbench, int runs, Duration time,
    String commit) {

  static Setting of(Map<String, String> environment) throws IOException {
    var data = Path.of(need(environment, "BENCH_DATA"));
    var ready = new JsonObject(Files.readString(data.resolve("ready.json")));
    return new Setting(data, URI.create(ready.getJsonObject("urls").getString("edge")),
        ready.getJsonArray("logins").getJsonObject(0), need(environment, "BENCH_PGBENCH"),
        Integer.parseInt(need(environment, "BENCH_RUNS")),
        Duration.ofSeconds(Long.parseLong(need(environment, "BENCH_SECONDS"))),
        need(environment, "BENCH_COMMIT"));
  }

  /** For what one core does, in processes of their own. */
  static Micro micro(Map<String, String> environment, PrintStream out) {
    return new Micro(Integer.parseInt(need(environment, "BENCH_RUNS")),
        Duration.ofSeconds(Long.parseLong(need(environment, "BENCH_SECONDS"))),
        need(environment, "BENCH_COMMIT"), out);
  }

  static String need(Map<String, String> environment, String name) {
    return Objects.requireNonNull(environment.get(name), name);
  }
}
