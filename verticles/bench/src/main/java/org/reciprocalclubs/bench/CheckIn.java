package org.reciprocalclubs.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

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
  /** A fresh JVM compiles for minutes: it has settled when a run leaves its compilers little to do. */
  private static final Duration SETTLING_RUN = Duration.ofSeconds(10);
  private static final int SETTLING_RUNS_MAX = 10;
  private static final double SETTLED_SHARE = 0.1;
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double MEDIAN = 0.5;
  private static final double NINETY_NINE = 0.99;
  /** Fewer than that of those who came, and the open loop measured a queue. */
  private static final double OPEN_ANSWERED = 0.99;
  private static final Duration REST = Duration.ofMillis(500);
  private static final double REFUSED = 1.0 / Federation.SUSPENDED_EACH;
  private static final double TOLERANCE = 0.005;

  private final Setting setting;
  private final Vertx vertx;
  private final Database database;
  private final PrintStream out;
  private final Visitors visitors = new Visitors();
  private final Door door;
  private final List<Kiosk> kiosks = new ArrayList<>();

  CheckIn(Vertx vertx, Setting setting, PrintStream out) throws IOException {
    this.vertx = vertx;
    this.setting = setting;
    this.out = out;
    this.database = Database.of(vertx, setting.data());
    this.door = new Door(setting.edge());
  }

  Report measure() throws IOException, InterruptedException, GeneralSecurityException {
    furnish();
    database.copy();
    awaitQuiet();
    settle();
    var pgbench = pgbench();
    baseline(pgbench, CLIENTS.getFirst(), WARM_UP);
    List<List<Double>> ours = KIOSKS.stream().map(_ -> (List<Double>) new ArrayList<Double>()).toList();
    List<Double> best = new ArrayList<>();
    List<Double> open = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    List<Double> baselineAlone = new ArrayList<>();
    for (int run = 1; run <= setting.runs(); run++) {
      ours.getFirst().add(ours(KIOSKS.getFirst(), WARM_UP, setting.time()).perSecond());
      best.add(best(pgbench));
      double peak = ours(KIOSKS.getLast(), WARM_UP, setting.time()).perSecond();
      ours.getLast().add(peak);
      open.add(open(OPEN_SHARE * peak));
      alone.add(ours(1, WARM_UP, setting.time()).latencies().millis(MEDIAN));
      baselineAlone.add(medianMillis(pgbench.alone(setting.time())));
    }
    List<Report.Row> rows = new ArrayList<>();
    var baseline = new Report.Baseline("pgbench, best of -c 8 and -c 16", new Report.Runs(best));
    for (int i = 0; i < KIOSKS.size(); i++) {
      rows.add(new Report.Row(KIOSKS.get(i) + " kiosks", "check_ins", "1/s", new Report.Runs(ours.get(i)),
          baseline, Report.Bar.atLeast(BARS.get(i))));
    }
    rows.add(atMost("70 % of it", "p99", open, "wanted", open.stream().map(_ -> OPEN_P99_MILLIS).toList()));
    rows.add(atMost("1 kiosk", "p50", alone, "pgbench -c 1, and 1.5 ms",
        baselineAlone.stream().map(millis -> millis + ALONE_MORE_MILLIS).toList()));
    return new Report(NAME, setting.commit(), rows);
  }

  private static Report.Row atMost(String name, String metric, List<Double> ours, String what,
      List<Double> most) {
    return new Report.Row(name, metric, "ms", new Report.Runs(ours),
        new Report.Baseline(what, new Report.Runs(most)), Report.Bar.atMost(1));
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

  private void settle() throws IOException, InterruptedException, GeneralSecurityException {
    for (int run = 0; run < SETTLING_RUNS_MAX; run++) {
      double before = compiledSeconds();
      ours(KIOSKS.getLast(), Duration.ZERO, SETTLING_RUN);
      if (compiledSeconds() - before < SETTLED_SHARE * SETTLING_RUN.toSeconds()) {
        return;
      }
    }
    out.printf(
        "The platform's compilers are still at work after %d runs: the figures are of an unsettled JVM.%n",
        SETTLING_RUNS_MAX);
  }

  private double compiledSeconds() throws IOException {
    return door.metric("jvm_compilation_time_ms_total") / MILLIS_PER_SECOND;
  }

  private void furnish() throws IOException, GeneralSecurityException {
    long start = System.nanoTime();
    var federation = new Federation(door);
    federation
        .make(door.login(setting.operator().getString("email"), setting.operator().getString("password")));
    kiosks.addAll(federation.kiosks(KIOSKS.getLast()));
    out.printf(
        "%d clubs, %d members, %d kiosks, made in %d s; PostgreSQL %s, fsync %s, synchronous_commit %s%n",
        Federation.CLUBS, Federation.CLUBS * Federation.MEMBERS, kiosks.size(),
        (System.nanoTime() - start) / 1_000_000_000L, database.setting("server_version"),
        database.setting("fsync"),
        database.setting("synchronous_commit"));
    require(database.platformSessionsByTcp() == 0, "the platform and pgbench both use the unix socket");
    require(database.setting("fsync").equals("on") && database.setting("synchronous_commit").equals("on"),
        "what is acknowledged is on disk");
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

  private Tally.Result ours(int count, Duration warmUp, Duration time)
      throws IOException, InterruptedException, GeneralSecurityException {
    return measured(count + " kiosks", count,
        (stations, desks) -> new Load(stations, warmUp, time).run(desks));
  }

  /** The time within which 99 of 100 were answered, in milliseconds. */
  private double open(double perSecond) throws IOException, InterruptedException, GeneralSecurityException {
    var result = measured("open loop of %.0f/s".formatted(perSecond), KIOSKS.getLast(),
        (stations, desks) -> new OpenLoad(vertx, stations, perSecond, WARM_UP, setting.time()).run(desks));
    if (result.perSecond() < OPEN_ANSWERED * perSecond) {
      out.printf("Only %.0f/s were answered: they fell behind those who came.%n", result.perSecond());
    }
    return result.latencies().millis(NINETY_NINE);
  }

  private Tally.Result measured(String what, int count,
      BiFunction<Stations, List<Stations.Desk>, Future<Tally.Result>> load)
      throws IOException, InterruptedException, GeneralSecurityException {
    List<Stations.Station> working = new ArrayList<>();
    for (var kiosk : kiosks.subList(0, count)) {
      working.add(new Stations.Station(kiosk.club(), kiosk.token(door)));
    }
    var stations = new Stations(vertx, setting.edge(), visitors);
    var before = database.rows(Database.PLATFORM);
    var cpu = Cpu.spent(setting.data());
    var result = stations.with(working, desks -> load.apply(stations, desks)).await();
    long end = System.nanoTime();
    awaitQuiet();
    var spent = Cpu.spent(setting.data()).since(cpu);
    double quietSeconds = (System.nanoTime() - end) / 1e9;
    var rows = database.rows(Database.PLATFORM).since(before);
    out.printf("ours, %s: %.0f/s, p50 %.1f ms, p99 %.1f ms; %s; followers done %.1f s later; %s%n",
        what, result.perSecond(), result.latencies().millis(MEDIAN), result.latencies().millis(NINETY_NINE),
        told(rows, result.all()), quietSeconds, spent.each(result.all()));
    check(rows, result.all());
    require(rows.visits() == result.admitted(), "each visit on disk was answered ADMITTED");
    return result;
  }

  private double baseline(Pgbench pgbench, int clients, Duration time)
      throws IOException, InterruptedException {
    var before = database.rows(Database.COPY);
    var cpu = Cpu.spent(setting.data());
    var result = pgbench.run(clients, time);
    Thread.sleep(REST);
    var spent = Cpu.spent(setting.data()).since(cpu);
    var rows = database.rows(Database.COPY).since(before);
    out.printf("pgbench -c %d: %.0f/s; %s; %s%n", clients, result.perSecond(), told(rows, result.all()),
        spent.each(result.all()));
    check(rows, result.all());
    return result.perSecond();
  }

  private static String told(Database.Rows rows, long all) {
    return "%d check-ins, rows each: event %.3f, visit %.3f, quota %.3f (%.3f counted), notice %.3f"
        .formatted(all,
            (double) rows.events() / all, (double) rows.visits() / all, (double) rows.quotas() / all,
            (double) rows.days() / all, (double) rows.notices() / all);
  }

  /**
   * Both sides write the same into every table: an event, a notice and the event of the notice each; for nine
   * of ten a visit and a quota row.
   */
  private static void check(Database.Rows rows, long all) {
    require(rows.decisions() == all, "what each check-in was decided on is kept");
    require(rows.notices() == all, "one notice for each check-in");
    require(rows.events() == 2 * all, "one event for each check-in, and one for each notice");
    require(rows.quotas() == rows.visits(), "one quota row for each visit");
    require(rows.visits() == rows.days(), "each visit is counted");
    double refused = 1 - (double) rows.visits() / all;
    require(Math.abs(refused - REFUSED) < TOLERANCE, "one in ten is refused");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("The measurement is not sound; this does not hold: " + what + ".");
    }
  }

  /** Until every follower has seen every event, so that nothing of ours is left to the baseline's time. */
  private void awaitQuiet() throws InterruptedException {
    while (database.unseen() > 0) {
      Thread.sleep(REST);
    }
  }
}
