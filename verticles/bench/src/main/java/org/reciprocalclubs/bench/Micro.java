package org.reciprocalclubs.bench;

import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.reciprocalclubs.bench.micro.PassBench;
import org.reciprocalclubs.bench.micro.TokenBench;
import org.reciprocalclubs.bench.micro.VerdictBench;

/**
 * What one core does of one thing, measured by JMH: each run is a process of its own that first warms up, and
 * the two sides of a ratio take turns.
 *
 * @param runs of each side
 * @param time of each run
 */
record Micro(int runs, Duration time, String commit, PrintStream out) {
  static final String VERDICT = "verdict";
  static final String PASS = "pass";
  static final String TOKEN = "token";
  private static final int WARM_UP_RUNS = 3;
  private static final double DECISIONS = 1_000_000;
  private static final double DECISIONS_WITH_HASHES = 300_000;
  /** 5 microseconds a check. */
  private static final double TOKEN_CHECKS = 200_000;
  private static final double SLOWEST_UNKNOWN = 1 / 1.5;
  private static final double SLOWEST_PASS = 1 / 1.5;
  /** What that leaves beside the two verifications themselves. */
  private static final double SLOWEST_LOOK_UP = 1 / 0.5;
  private static final String PASSES = "passes";
  private static final String PER_SECOND = "1/s";
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** Decisions a second, against what is wanted of any machine. */
  Report verdict() throws RunnerException {
    List<Report.Row> rows = new ArrayList<>();
    rows.add(wanted("decide", "decisions", many(VerdictBench.class, "decide"), DECISIONS));
    rows.add(wanted("decide, 2 hashes", "decisions", many(VerdictBench.class, "decideAndHash"),
        DECISIONS_WITH_HASHES));
    return new Report(VERDICT, commit, rows);
  }

  /**
   * Checks of access tokens a second, against what is wanted of any machine; and of unknown ones, against
   * bare checks of their signature.
   */
  Report token() throws RunnerException {
    List<Double> known = many(TokenBench.class, "check");
    List<Double> unknown = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      unknown.add(one(TokenBench.class, "checkUnknown"));
      bare.add(one(TokenBench.class, "bareVerification"));
    }
    return new Report(TOKEN, commit, List.of(
        wanted(TokenBench.USES + " uses each", "checks", known, TOKEN_CHECKS),
        new Report.Row("used once", "checks", PER_SECOND, new Report.Runs(unknown),
            new Report.Baseline("its bare signature", new Report.Runs(bare)),
            Report.Bar.atLeast(SLOWEST_UNKNOWN))));
  }

  /**
   * Passes a second, against pairs of bare signature checks in the same minutes: what is done in this
   * process, what in the desk's transaction, and one after the other.
   */
  Report pass(PassRows tables) throws RunnerException {
    List<Double> read = new ArrayList<>();
    List<Double> looked = new ArrayList<>();
    List<Double> both = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      read.add(one(PassBench.class, "pass"));
      bare.add(one(PassBench.class, "twoBareVerifications"));
      looked.add(tables.perSecond(time));
      out.printf("revoked or used up, in SQL: %.0f/s, in batches of %d%n", looked.getLast(), PassRows.BATCH);
      both.add(1 / (1 / read.getLast() + 1 / looked.getLast()));
    }
    var against = new Report.Baseline("two bare verifications", new Report.Runs(bare));
    var data = new JsonObject().put("revoked", PassRows.REVOKED).put("used_up", PassRows.USED_UP)
        .put("members", PassRows.MEMBERS).put("batch", PassRows.BATCH)
        .put("read_by", "the door's process: two signatures, age, the code's hash")
        .put("looked_up_by", "the desk's transaction: revoked, used up, and using it up");
    return new Report(PASS, commit, List.of(
        new Report.Row("a pass", PASSES, PER_SECOND, new Report.Runs(both), against,
            Report.Bar.atLeast(SLOWEST_PASS)),
        new Report.Row(" read", PASSES, PER_SECOND, new Report.Runs(read), against,
            Report.Bar.atLeast(SLOWEST_PASS)),
        new Report.Row(" looked up", PASSES, PER_SECOND, new Report.Runs(looked), against,
            Report.Bar.atLeast(SLOWEST_LOOK_UP))),
        data);
  }

  private Report.Row wanted(String name, String metric, List<Double> ours, double wanted) {
    var same = new Report.Runs(ours.stream().map(_ -> wanted).toList());
    return new Report.Row(name, metric, PER_SECOND, new Report.Runs(ours),
        new Report.Baseline("wanted", same),
        Report.Bar.atLeast(1));
  }

  private List<Double> many(Class<?> bench, String method) throws RunnerException {
    List<Double> all = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      all.add(one(bench, method));
    }
    return all;
  }

  /** Calls a second of one thread. */
  private double one(Class<?> bench, String method) throws RunnerException {
    var options = new OptionsBuilder().include(bench.getName() + "\\." + method + "$").mode(Mode.Throughput)
        .timeUnit(TimeUnit.SECONDS).threads(1).forks(1).warmupIterations(WARM_UP_RUNS)
        .warmupTime(TimeValue.seconds(1)).measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(time.toMillis())).addProfiler(GCProfiler.class)
        .verbosity(VerboseMode.SILENT).shouldFailOnError(true).build();
    RunResult result = new Runner(options).runSingle();
    out.printf("%s: %.0f/s, %.0f bytes allocated each%n", method, result.getPrimaryResult().getScore(),
        Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore());
    return result.getPrimaryResult().getScore();
  }
}
