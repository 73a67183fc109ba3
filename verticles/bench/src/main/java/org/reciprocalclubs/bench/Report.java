package org.reciprocalclubs.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a benchmark found: a table for people, JSON for programs.
 *
 * @param bench its name
 * @param commit of what was measured
 * @param data what it was measured on; empty where that goes without saying
 */
record Report(String bench, String commit, List<Row> rows, JsonObject data) {
  private static final double SMALL = 1_000;
  private static final String LINE = "%-14s %-10s %-5s %10s %10s %10s   %-36s %10s %7s %8s  %s%n";

  Report(String bench, String commit, List<Row> rows) {
    this(bench, commit, rows, new JsonObject());
  }

  /**
   * One figure, ours against a baseline. Ratios are of neighbours, since a machine's speed changes from one
   * minute to the next; their median decides.
   *
   * @param runs ours, each next to the baseline's run of the same place
   * @param wanted of the ratio
   */
  record Row(String name, String metric, String unit, Runs runs, Baseline baseline, Bar wanted) {
    /** One that is wanted to stay below, each below its own. */
    static Row atMost(String name, String metric, List<Double> ours, String what, List<Double> most) {
      return new Row(name, metric, "ms", new Runs(ours), new Baseline(what, new Runs(most)), Bar.atMost(1));
    }

    boolean ok() {
      return wanted.holds(ratio());
    }

    double ratio() {
      return ratios().median();
    }

    private Runs ratios() {
      List<Double> others = baseline.runs().values();
      return new Runs(IntStream.range(0, others.size())
          .mapToObj(i -> runs.values().get(i) / others.get(i)).toList());
    }

    private JsonObject json() {
      return new JsonObject().put("case", name).put("metric", metric).put("unit", unit)
          .put("runs", runs.json()).put("median", rounded(runs.median())).put("min", rounded(runs.min()))
          .put("max", rounded(runs.max()))
          .put("baseline",
              new JsonObject().put("name", baseline.name()).put("runs", baseline.runs().json())
                  .put("median", rounded(baseline.runs().median())))
          .put("ratios", new JsonArray(ratios().values().stream().map(Report::hundredths).toList()))
          .put("ratio", hundredths(ratio()))
          .put("bar", hundredths(wanted.ratio())).put("bar_is", wanted.most() ? "at most" : "at least")
          .put("ok", ok());
    }
  }

  /**
   * What a ratio is wanted to be.
   *
   * @param most no more than that; no less otherwise
   */
  record Bar(double ratio, boolean most) {
    static Bar atLeast(double ratio) {
      return new Bar(ratio, false);
    }

    static Bar atMost(double ratio) {
      return new Bar(ratio, true);
    }

    boolean holds(double found) {
      return most ? found <= ratio : found >= ratio;
    }

    /** As the table says it. */
    private String text() {
      return String.format(Locale.ROOT, "%s%.2f", most ? "<= " : ">= ", ratio);
    }
  }

  /** What ours is measured against. */
  record Baseline(String name, Runs runs) {}

  /** The same measurement several times. */
  record Runs(List<Double> values) {
    Runs {
      if (values.isEmpty()) {
        throw new IllegalArgumentException("nothing was run");
      }
      values = List.copyOf(values);
    }

    double median() {
      var sorted = values.stream().sorted().toList();
      int half = sorted.size() / 2;
      return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    double min() {
      return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double max() {
      return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private JsonArray json() {
      var array = new JsonArray();
      values.forEach(value -> array.add(rounded(value)));
      return array;
    }
  }

  JsonObject json() {
    var found = new JsonArray();
    rows.forEach(row -> found.add(row.json()));
    var json = new JsonObject().put("bench", bench).put("commit", commit)
        .put("machine", new JsonObject().put("cores", Runtime.getRuntime().availableProcessors())
            .put("jdk", System.getProperty("java.version")))
        .put("rows", found);
    return data.isEmpty() ? json : json.put("data", data);
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json().encodePrettily() + "\n");
  }

  void print(PrintStream out) {
    out.printf(LINE, "case", "metric", "unit", "median", "min", "max", "baseline", "median", "ratio", "bar",
        "");
    for (var row : rows) {
      out.printf(LINE, row.name, row.metric, row.unit, whole(row.runs.median()), whole(row.runs.min()),
          whole(row.runs.max()), row.baseline.name(), whole(row.baseline.runs().median()),
          String.format(Locale.ROOT, "%.2f", row.ratio()), row.wanted.text(), row.ok() ? "ok" : "missed");
    }
  }

  /** Small figures, such as milliseconds, with hundredths. */
  private static String whole(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < SMALL ? "%.2f" : "%.0f", value);
  }

  private static double rounded(double value) {
    return Math.abs(value) < SMALL ? hundredths(value) : Math.round(value);
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
