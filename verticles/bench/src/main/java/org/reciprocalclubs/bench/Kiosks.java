package org.reciprocalclubs.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.reciprocalclubs.kit.store.Ids;

/**
 * The kiosks of one platform, and their runs: how many check-ins a second, how long each took, and that what
 * was acknowledged is on disk, row by row. For one thread, which may wait.
 */
final class Kiosks {
  static final Duration WARM_UP = Duration.ofSeconds(3);
  /** A fresh JVM compiles for minutes: it has settled when a run leaves its compilers little to do. */
  private static final Duration SETTLING_RUN = Duration.ofSeconds(10);
  private static final int SETTLING_RUNS_MAX = 10;
  private static final double SETTLED_SHARE = 0.1;
  private static final double MILLIS_PER_SECOND = 1000;
  static final double MEDIAN = 0.5;
  static final double NINETY_NINE = 0.99;
  /** Fewer than that of those who came, and the open loop measured a queue. */
  private static final double OPEN_ANSWERED = 0.99;
  static final Duration REST = Duration.ofMillis(500);
  private static final double REFUSED = 1.0 / Federation.SUSPENDED_EACH;
  private static final double TOLERANCE = 0.005;

  private final Platform platform;
  private final Setting setting;
  private final Vertx vertx;
  private final Database database;
  private final PrintStream out;
  private final Visitors visitors = new Visitors();
  private final Door door;
  private final List<Kiosk> kiosks = new ArrayList<>();

  /**
   * What is so of one platform and not of another.
   *
   * @param name for people
   * @param newcomers whether nobody has visited before
   * @param messages whether a run is over only when the last message about it has gone out to NATS
   */
  record Platform(String name, boolean newcomers, boolean messages) {}

  Kiosks(Platform platform, Vertx vertx, Setting setting, PrintStream out) throws IOException {
    this.platform = platform;
    this.vertx = vertx;
    this.setting = setting;
    this.out = out;
    this.database = Database.of(vertx, setting.data());
    this.door = new Door(setting.edge());
  }

  Database database() {
    return database;
  }

  /** Makes the federation, and enrols that many kiosks. */
  Federation furnish(int count) throws IOException, GeneralSecurityException {
    long start = System.nanoTime();
    var federation = new Federation(door);
    federation
        .make(door.login(setting.operator().getString("email"), setting.operator().getString("password")));
    kiosks.addAll(federation.kiosks(count));
    out.printf(
        "%s: %d clubs, %d members, %d kiosks, made in %d s; PostgreSQL %s, fsync %s, synchronous_commit %s%n",
        platform.name, Federation.CLUBS, Federation.CLUBS * Federation.MEMBERS, kiosks.size(),
        (System.nanoTime() - start) / 1_000_000_000L, database.setting("server_version"),
        database.setting("fsync"), database.setting("synchronous_commit"));
    requireDurable();
    awaitRecorded();
    return federation;
  }

  /** Until what the clubs agreed stands on their ledger, which takes as long as it takes. */
  private void awaitRecorded() throws IOException {
    try {
      while (database.recording() > 0) {
        Thread.sleep(REST);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  /** A device of each club, by its place. */
  Map<Integer, UUID> desks() {
    Map<Integer, UUID> desks = new HashMap<>();
    kiosks.forEach(kiosk -> desks.putIfAbsent(kiosk.club(), UUID.fromString(kiosk.device())));
    return desks;
  }

  void requireDurable() {
    require(database.setting("fsync").equals("on") && database.setting("synchronous_commit").equals("on"),
        "what is acknowledged is on disk");
  }

  /** Lets all kiosks work until there is little left to compile; says so when it does not come to that. */
  void settle() throws IOException, InterruptedException, GeneralSecurityException {
    for (int run = 0; run < SETTLING_RUNS_MAX; run++) {
      double before = compiledSeconds();
      closed(kiosks.size(), Duration.ZERO, SETTLING_RUN);
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

  /** One check-in at that club's desk, answered. */
  void one(int club) throws IOException, GeneralSecurityException {
    var visitor = visitors.at(club % Federation.CLUBS);
    door.post("/check-ins", kiosks.get(club % Federation.CLUBS).token(door),
        new JsonObject().put("scanId", Ids.uuid7().toString()).put("facility", "DINING").put("member",
            new JsonObject().put("club", visitor.home()).put("number", String.valueOf(visitor.number()))));
  }

  /** Each sends the next when the last is answered. */
  Tally.Result closed(int count, Duration warmUp, Duration time)
      throws IOException, InterruptedException, GeneralSecurityException {
    return measured(count + " kiosks", count,
        (stations, desks) -> new Load(stations, warmUp, time).run(desks));
  }

  /** The time within which 99 of 100 were answered, in milliseconds, while visitors come at that pace. */
  double open(double perSecond) throws IOException, InterruptedException, GeneralSecurityException {
    var result = measured("open loop of %.0f/s".formatted(perSecond), kiosks.size(),
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
    var mark = database.mark(Database.PLATFORM);
    var cpu = Cpu.spent(setting.data());
    var result = stations.with(working, desks -> load.apply(stations, desks)).await();
    long end = System.nanoTime();
    awaitQuiet();
    var spent = Cpu.spent(setting.data()).since(cpu);
    double quietSeconds = (System.nanoTime() - end) / 1e9;
    var rows = database.since(Database.PLATFORM, mark);
    out.printf("%s, %s: %.0f/s, p50 %.1f ms, p99 %.1f ms; %s; followers done %.1f s later; %s%n",
        platform.name, what, result.perSecond(), result.latencies().millis(MEDIAN),
        result.latencies().millis(NINETY_NINE), told(rows, result.all()), quietSeconds,
        spent.each(result.all()));
    check(rows, result.all());
    require(!platform.newcomers || rows.quotas() == rows.visits(), "one quota row for each visit");
    require(rows.visits() == result.admitted(), "each visit on disk was answered ADMITTED");
    return result;
  }

  static String told(Database.Rows rows, long all) {
    return "%d check-ins, rows each: event %.3f, visit %.3f, quota %.3f (%.3f counted), notice %.3f"
        .formatted(all,
            (double) rows.events() / all, (double) rows.visits() / all, (double) rows.quotas() / all,
            (double) rows.days() / all, (double) rows.notices() / all);
  }

  /**
   * Every check-in writes the same into every table: an event, a notice and the event of the notice; nine of
   * ten a visit, which is counted.
   */
  static void check(Database.Rows rows, long all) {
    require(rows.decisions() == all, "what each check-in was decided on is kept");
    require(rows.notices() == all, "one notice for each check-in");
    require(rows.events() == 2 * all, "one event for each check-in, and one for each notice");
    require(rows.visits() == rows.days(), "each visit is counted");
    double refused = 1 - (double) rows.visits() / all;
    require(Math.abs(refused - REFUSED) < TOLERANCE, "one in ten is refused");
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("The measurement is not sound; this does not hold: " + what + ".");
    }
  }

  /** Until every follower has seen every event, so that nothing of ours is left to the next one's time. */
  void awaitQuiet() throws InterruptedException {
    while (database.unseen(platform.messages) > 0) {
      Thread.sleep(REST);
    }
  }
}
