package org.reciprocalclubs.bench;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.reciprocalclubs.bench.year.Year;

/**
 * The transparency log of a platform with visits behind it that are no leaves yet: how fast it appends them,
 * how long one proof of inclusion takes, and how long a receipt is.
 */
final class ProofBench {
  static final String NAME = "proof";
  private static final int KIOSKS = 64;
  private static final double LEAVES_PER_SECOND = 50_000;
  private static final double PROOF_MILLIS = 2;
  private static final double RECEIPT_BYTES = 2_048;
  private static final int PROOFS = 2_000;
  /** Until the compilers of a platform that has just started leave the two cores to it; some 15 seconds. */
  private static final int WARM_UP_RUNS = 20;
  private static final int RECEIPTS = 40;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final long SEED = 20_261_129;
  /** The log begins anew: nobody has signed it, nothing is a leaf, and nothing of it stands on the ledger. */
  private static final List<String> FORGET = List.of(
      "truncate ledger.leaf, ledger.tile, ledger.tree",
      "truncate ledger.anchor, ledger.transaction, ledger.followed cascade",
      "update kit.position set xid = '0', seq = 0 where follower = 'ledger.log'");

  private final Setting setting;
  private final Power power;
  private final long visits;
  private final PrintStream out;
  private final Kiosks kiosks;
  private final Database database;
  private final Door door;
  private final RandomGenerator random = RandomGeneratorFactory.getDefault().create(SEED);

  /** @param visits of the year; each is some two leaves */
  ProofBench(Vertx vertx, Setting setting, Power power, long visits, PrintStream out) throws IOException {
    this.setting = setting;
    this.power = power;
    this.visits = visits;
    this.out = out;
    this.kiosks = new Kiosks(new Kiosks.Platform("log", false, false), vertx, setting, out);
    this.database = kiosks.database();
    this.door = new Door(setting.edge());
  }

  Report measure() throws IOException, InterruptedException, GeneralSecurityException {
    var federation = kiosks.furnish(KIOSKS);
    kiosks.awaitQuiet();
    var command = BareServer.command(setting.data());
    load(command);
    List<Double> pace = new ArrayList<>();
    for (int run = 0; run < setting.runs(); run++) {
      forget(command);
      power.up();
      pace.add(append());
      if (run + 1 < setting.runs()) {
        power.down();
      }
    }
    kiosks.requireDurable();
    return report(pace, proofs(), receipts(federation));
  }

  private Report report(List<Double> pace, List<Double> proofs, List<Double> receipts) throws IOException {
    return new Report(NAME, setting.commit(), List.of(
        new Report.Row("a log", "leaves", "1/s", new Report.Runs(pace),
            new Report.Baseline("wanted: a million in 20 s", same(LEAVES_PER_SECOND, pace)),
            Report.Bar.atLeast(1)),
        Report.Row.atMost("inclusion", "p99", proofs, "wanted", same(PROOF_MILLIS, proofs).values()),
        new Report.Row("receipts", "longest", "bytes", new Report.Runs(receipts),
            new Report.Baseline("wanted", same(RECEIPT_BYTES, receipts)), Report.Bar.atMost(1))),
        new JsonObject().put("leaves", size()));
  }

  private static Report.Runs same(double wanted, List<Double> runs) {
    return new Report.Runs(Collections.nCopies(runs.size(), wanted));
  }

  private void load(List<String> command) throws IOException, InterruptedException {
    var census = CensusReader.read(database, kiosks.desks());
    long seq = database.query(Database.PLATFORM, "select max(seq) + 1 from kit.event").iterator().next()
        .getLong(0);
    power.down();
    var yesterday = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).minusDays(1);
    try (var server = BareServer.start(setting.data(), command, database)) {
      new YearLoad(database, setting.data().resolve("bench"), out)
          .load(new Year(census, yesterday, visits, seq, SEED), List.of());
    }
  }

  private void forget(List<String> command) throws IOException, InterruptedException {
    try (var server = BareServer.start(setting.data(), command, database)) {
      FORGET.forEach(each -> database.query(Database.PLATFORM, each));
      database.query(Database.PLATFORM, "checkpoint");
    }
    deleteLedger(setting.data().resolve("ledger"));
  }

  /** The platform is down; it makes another where there is none. */
  private static void deleteLedger(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** From the first leaf that is seen until the follower has nothing left to do. */
  private double append() throws InterruptedException {
    try (var session = database.session(Database.PLATFORM)) {
      long first = 0;
      while (first == 0) {
        Thread.sleep(LOOK);
        first = size(session);
      }
      long start = System.nanoTime();
      while (behind(session)) {
        Thread.sleep(LOOK);
      }
      long nanos = System.nanoTime() - start;
      long leaves = size(session) - first;
      out.printf("%,d leaves in %.1f s%n", leaves, nanos / NANOS_PER_SECOND);
      return leaves / (nanos / NANOS_PER_SECOND);
    }
  }

  private static boolean behind(Database.Session session) {
    return session.query("""
        select 1 from kit.position p,
          (select xid, seq from kit.event order by xid desc, seq desc limit 1) e
         where p.follower = 'ledger.log' and (p.xid, p.seq) < (e.xid::text::bigint, e.seq)""").size() > 0;
  }

  private long size() {
    try (var session = database.session(Database.PLATFORM)) {
      return size(session);
    }
  }

  private static long size(Database.Session session) {
    var rows = session.query("select size from ledger.tree").iterator();
    return rows.hasNext() ? rows.next().getLong(0) : 0;
  }

  /** One question after the other, each about another leaf. */
  private List<Double> proofs() throws IOException {
    long size = size();
    List<Double> runs = new ArrayList<>();
    for (int run = -WARM_UP_RUNS; run < setting.runs(); run++) {
      double[] millis = new double[PROOFS];
      for (int i = 0; i < PROOFS; i++) {
        long start = System.nanoTime();
        door.read("/log/inclusion/" + random.nextLong(size) + "/" + size);
        millis[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
      }
      Arrays.sort(millis);
      if (run >= 0) {
        out.printf("inclusion: p50 %.2f, p90 %.2f, p99 %.2f, longest %.2f ms%n", millis[PROOFS / 2],
            millis[PROOFS * 9 / 10], millis[(int) (PROOFS * Kiosks.NINETY_NINE)], millis[PROOFS - 1]);
        runs.add(millis[(int) (PROOFS * Kiosks.NINETY_NINE)]);
      }
    }
    return runs;
  }

  /** Of visits of the year, as the office of the host gets them. */
  private List<Double> receipts(Federation federation) throws IOException {
    List<Double> longest = new ArrayList<>();
    for (int club = 0; club < setting.runs(); club++) {
      var token = federation.adminToken(club);
      double most = 0;
      for (var row : database.query(Database.PLATFORM, """
          select event from ledger.leaf where club = '%s' order by index desc limit %d"""
          .formatted(federation.id(club), RECEIPTS))) {
        most = Math.max(most, door.get("/receipts/" + row.getUUID(0), token)
            .getBytes(StandardCharsets.UTF_8).length);
      }
      longest.add(most);
    }
    return longest;
  }
}
