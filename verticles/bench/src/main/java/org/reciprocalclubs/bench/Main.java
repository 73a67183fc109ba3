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
      case CheckIn.NAME -> checkIn();
      case YearBench.NAME -> year();
      case ProofBench.NAME -> proof();
      case LedgerBench.NAME -> ledger();
      case Micro.VERDICT -> Setting.micro(System.getenv(), System.out).verdict();
      case Micro.PASS -> pass();
      default -> throw new IllegalArgumentException("There is no benchmark " + arguments[0] + ".");
    };
    System.out.println();
    report.print(System.out);
    report.write(Path.of(arguments[1]));
  }

  private static Report pass() throws Exception {
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    var data = Path.of(Setting.need(System.getenv(), "BENCH_DATA"));
    try (var tables = PassRows.fill(Database.of(vertx, data))) {
      return Setting.micro(System.getenv(), System.out).pass(tables);
    } finally {
      vertx.close().await();
    }
  }

  private static Report year() throws Exception {
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    try {
      return new YearBench(vertx, YearSetting.of(System.getenv()), System.out).measure();
    } finally {
      vertx.close().await();
    }
  }

  private static Report proof() throws Exception {
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    try {
      var environment = System.getenv();
      return new ProofBench(vertx, Setting.of(environment), Power.of(environment),
          Long.parseLong(Setting.need(environment, "BENCH_VISITS")), System.out).measure();
    } finally {
      vertx.close().await();
    }
  }

  private static Report ledger() throws Exception {
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    try {
      return new LedgerBench(vertx, Setting.of(System.getenv()), System.out).measure();
    } finally {
      vertx.close().await();
    }
  }

  private static Report checkIn() throws Exception {
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    try {
      return new CheckIn(vertx, Setting.of(System.getenv()), System.out).measure();
    } finally {
      vertx.close().await();
    }
  }
}
