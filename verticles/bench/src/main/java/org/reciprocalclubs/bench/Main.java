package org.reciprocalclubs.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;

/** Runs the benchmark that is named and writes its report; started by {@code deploy/bench}. */
public final class Main {
  private Main() {}

  /**
   * @param arguments the benchmark's name, and the file to write
   * @throws Exception whatever kept it from running
   */
  public static void main(String[] arguments) throws Exception {
    var report = switch (arguments[0]) {
      case CheckIn.NAME -> on(vertx -> new CheckIn(vertx, Setting.of(System.getenv()), System.out).measure());
      case YearBench.NAME ->
        on(vertx -> new YearBench(vertx, YearSetting.of(System.getenv()), System.out).measure());
      case ProofBench.NAME -> on(Main::proof);
      case LedgerBench.NAME ->
        on(vertx -> new LedgerBench(vertx, Setting.of(System.getenv()), System.out).measure());
      case Micro.VERDICT -> Setting.micro(System.getenv(), System.out).verdict();
      case Micro.TOKEN -> Setting.micro(System.getenv(), System.out).token();
      case LoginStorm.NAME ->
        on(vertx -> new LoginStorm(vertx, Setting.of(System.getenv()), System.out).measure());
      case Micro.PASS -> on(Main::pass);
      default -> throw new IllegalArgumentException("There is no benchmark " + arguments[0] + ".");
    };
    System.out.println();
    report.print(System.out);
    report.write(Path.of(arguments[1]));
  }

  /** A benchmark that talks to a platform. */
  @FunctionalInterface
  private interface Bench {
    Report measure(Vertx vertx) throws Exception;
  }

  private static Report on(Bench bench) throws Exception {
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    try {
      return bench.measure(vertx);
    } finally {
      vertx.close().await();
    }
  }

  private static Report pass(Vertx vertx) throws Exception {
    var data = Path.of(Setting.need(System.getenv(), "BENCH_DATA"));
    try (var tables = PassRows.fill(Database.of(vertx, data))) {
      return Setting.micro(System.getenv(), System.out).pass(tables);
    }
  }

  private static Report proof(Vertx vertx) throws Exception {
    var environment = System.getenv();
    return new ProofBench(vertx, Setting.of(environment), Power.of(environment),
        Long.parseLong(Setting.need(environment, "BENCH_VISITS")), System.out).measure();
  }
}
