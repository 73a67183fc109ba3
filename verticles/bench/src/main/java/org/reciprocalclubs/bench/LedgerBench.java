package org.reciprocalclubs.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Visits that anybody can prove: how many a second come to stand on the ledger while kiosks work as fast as
 * they can, how few of the ledger's transactions that takes, and how long a visit waits for it when few come.
 * The development ledger runs in the platform's process.
 */
final class LedgerBench {
  static final String NAME = "ledger";
  private static final int KIOSKS = 256;
  private static final double VISITS_PER_SECOND = 3_000;
  private static final double TRANSACTIONS_EACH = 10;
  private static final double EACH_VISITS = 10_000;
  /** A batch is closed a second after its first leaf. */
  private static final double ANCHORED_MILLIS = 2_000;
  private static final int FEW = 20;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String WAITS = """
      select extract(epoch from a.confirmed_at - e.at) * 1000 as millis
        from ledger.leaf l join ledger.anchor a on l.index >= a.previous_size and l.index < a.size
        join kit.event e on e.id = l.event
       where l.index >= %d and l.version = 1""";

  private final Setting setting;
  private final Kiosks kiosks;
  private final Database database;
  private final PrintStream out;

  LedgerBench(Vertx vertx, Setting setting, PrintStream out) throws IOException {
    this.setting = setting;
    this.out = out;
    this.kiosks = new Kiosks(new Kiosks.Platform("ours", true, false), vertx, setting, out);
    this.database = kiosks.database();
  }

  /** What stands on the ledger. */
  private record Standing(long leaves, long anchors) {}

  Report measure() throws IOException, InterruptedException, GeneralSecurityException {
    kiosks.furnish(KIOSKS);
    kiosks.awaitQuiet();
    kiosks.settle();
    awaitAnchored();
    List<Double> pace = new ArrayList<>();
    List<Double> transactions = new ArrayList<>();
    List<Double> waits = new ArrayList<>();
    for (int run = 0; run < setting.runs(); run++) {
      rush(pace, transactions);
      waits.add(few());
    }
    return new Report(NAME, setting.commit(), List.of(
        new Report.Row(KIOSKS + " kiosks", "provable", "1/s", new Report.Runs(pace),
            wanted(VISITS_PER_SECOND), Report.Bar.atLeast(1)),
        new Report.Row("10,000 visits", "anchors", "", new Report.Runs(transactions),
            wanted(TRANSACTIONS_EACH), Report.Bar.atMost(1)),
        Report.Row.atMost("1 visit/s", "anchored", waits, "wanted: a batch's second, and one more",
            Collections.nCopies(setting.runs(), ANCHORED_MILLIS))));
  }

  private Report.Baseline wanted(double each) {
    return new Report.Baseline("wanted", new Report.Runs(Collections.nCopies(setting.runs(), each)));
  }

  /** From the first check-in until the last visit stands on the ledger. */
  private void rush(List<Double> pace, List<Double> transactions)
      throws IOException, InterruptedException, GeneralSecurityException {
    var before = standing();
    long start = System.nanoTime();
    kiosks.closed(KIOSKS, Kiosks.WARM_UP, setting.time());
    awaitAnchored();
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    var after = standing();
    long visits = after.leaves - before.leaves;
    long anchors = after.anchors - before.anchors;
    out.printf("%,d visits stand on the ledger after %.1f s, in %d transactions%n", visits, seconds, anchors);
    pace.add(visits / seconds);
    transactions.add(anchors * EACH_VISITS / visits);
  }

  /** The longest that one of them waited, in milliseconds, of visits that come each second. */
  private double few() throws IOException, InterruptedException, GeneralSecurityException {
    long first = standing().leaves;
    for (int visit = 0; visit < FEW; visit++) {
      kiosks.one(visit);
      Thread.sleep(PAUSE);
    }
    kiosks.awaitQuiet();
    awaitAnchored();
    List<Double> millis = new ArrayList<>();
    database.query(Database.PLATFORM, WAITS.formatted(first))
        .forEach(row -> millis.add(row.getNumeric("millis").doubleValue()));
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    out.printf("waited: %s ms%n", Arrays.toString(Arrays.stream(sorted).mapToLong(Math::round).toArray()));
    return sorted[sorted.length - 1];
  }

  /** Once the log's follower has nothing left to do: until what it logged stands on the ledger. */
  private void awaitAnchored() throws InterruptedException {
    try (var session = database.session(Database.PLATFORM)) {
      while (session.query(
          """
              select 1 from ledger.tree t where t.size > coalesce(
                (select max(size) from ledger.anchor where confirmed_at is not null), 0)""")
          .size() > 0) {
        Thread.sleep(LOOK);
      }
    }
  }

  private Standing standing() {
    var row = database.query(Database.PLATFORM, """
        select coalesce(max(size), 0), count(*) from ledger.anchor where confirmed_at is not null""")
        .iterator().next();
    return new Standing(row.getLong(0), row.getLong(1));
  }
}
