package org.reciprocalclubs.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * HTTP check-ins per second, durable, everything on, against pgbench doing the same work one check-in at a
 * time on a copy of the same database in the same server; and how long they take at 70 % of that in an open
 * loop, and alone. Runs of ours and of the baseline take turns: each round is 64 kiosks, the baseline, 256
 * kiosks, the open loop, one kiosk, one client of the baseline.
 */
final class CheckIn {
  static final String NAME = "check-in";
  private static final List<Integer> KIOSKS = List.of(64, 256);
  private static final List<Double> BARS = List.of(1.5, 3.0);
  /** Of what 256 kiosks have just reached. */
  private static final double OPEN_SHARE = 0.7;
  private static final double OPEN_P99_MILLIS = 50;
  private static final double ALONE_MORE_MILLIS = 1.5;
  private static final List<Integer> CLIENTS = List.of(8, 16);

  private final Setting setting;
  private final Database database;
  private final PrintStream out;
  private final Kiosks kiosks;

  CheckIn(Vertx vertx, Setting setting, PrintStream out) throws IOException {
    this.setting = setting;
    this.out = out;
    this.kiosks = new Kiosks(new Kiosks.Platform("ours", true, true), vertx, setting, out);
    this.database = kiosks.database();
  }

  Report measure() throws IOException, InterruptedException, GeneralSecurityException {
    kiosks.furnish(KIOSKS.getLast());
    Kiosks.require(database.platformSessionsByTcp() == 0,
        "the platform and pgbench both use the unix socket");
    database.copy();
    kiosks.awaitQuiet();
    kiosks.settle();
    var pgbench = pgbench();
    baseline(pgbench, CLIENTS.getFirst(), Kiosks.WARM_UP);
    List<List<Double>> ours = KIOSKS.stream().map(_ -> (List<Double>) new ArrayList<Double>()).toList();
    List<Double> best = new ArrayList<>();
    List<Double> open = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    List<Double> baselineAlone = new ArrayList<>();
    for (int run = 1; run <= setting.runs(); run++) {
      ours.getFirst().add(ours(KIOSKS.getFirst()).perSecond());
      best.add(best(pgbench));
      double peak = ours(KIOSKS.getLast()).perSecond();
      ours.getLast().add(peak);
      open.add(kiosks.open(OPEN_SHARE * peak));
      alone.add(ours(1).latencies().millis(Kiosks.MEDIAN));
      baselineAlone.add(medianMillis(pgbench.alone(setting.time())));
    }
    List<Report.Row> rows = new ArrayList<>();
    var baseline = new Report.Baseline("pgbench, best of -c 8 and -c 16", new Report.Runs(best));
    for (int i = 0; i < KIOSKS.size(); i++) {
      rows.add(new Report.Row(KIOSKS.get(i) + " kiosks", "check_ins", "1/s", new Report.Runs(ours.get(i)),
          baseline, Report.Bar.atLeast(BARS.get(i))));
    }
    rows.add(Report.Row.atMost("70 % of it", "p99", open, "wanted",
        open.stream().map(_ -> OPEN_P99_MILLIS).toList()));
    rows.add(Report.Row.atMost("1 kiosk", "p50", alone, "pgbench -c 1, and 1.5 ms",
        baselineAlone.stream().map(millis -> millis + ALONE_MORE_MILLIS).toList()));
    return new Report(NAME, setting.commit(), rows);
  }

  private Tally.Result ours(int count) throws IOException, InterruptedException, GeneralSecurityException {
    return kiosks.closed(count, Kiosks.WARM_UP, setting.time());
  }

  private static double medianMillis(List<Long> micros) {
    return new Report.Runs(micros.stream().map(each -> each / 1e3).toList()).median();
  }

  private double best(Pgbench pgbench) throws IOException, InterruptedException {
    double best = 0;
    for (int clients : CLIENTS) {
      best = Math.max(best, baseline(pgbench, clients, setting.time()));
    }
    return best;
  }

  private Pgbench pgbench() {
    var bytes = database.query(Database.PLATFORM, """
        select round(avg(length(data)) filter (where type like '%VisitOpened'))::int,
               round(avg(length(data)) filter (where type like '%CheckInRefused'))::int,
               round(avg(length(data)) filter (where type like '%NotificationCreated'))::int,
               (select round(avg(length(inputs)))::int from reciprocal.decision)
          from kit.event""").iterator().next();
    return new Pgbench(setting.pgbench(), database, setting.data().resolve("bench"),
        List.of("admitted_bytes=" + bytes.getInteger(0), "refused_bytes=" + bytes.getInteger(1),
            "notice_bytes=" + bytes.getInteger(2), "inputs_bytes=" + bytes.getInteger(3)));
  }

  private double baseline(Pgbench pgbench, int clients, Duration time)
      throws IOException, InterruptedException {
    var mark = database.mark(Database.COPY);
    var cpu = Cpu.spent(setting.data());
    var result = pgbench.run(clients, time);
    Thread.sleep(Kiosks.REST);
    var spent = Cpu.spent(setting.data()).since(cpu);
    var rows = database.since(Database.COPY, mark);
    out.printf("pgbench -c %d: %.0f/s; %s; %s%n", clients, result.perSecond(),
        Kiosks.told(rows, result.all()),
        spent.each(result.all()));
    Kiosks.check(rows, result.all());
    Kiosks.require(rows.quotas() == rows.visits(), "one quota row for each visit");
    return result.perSecond();
  }
}
