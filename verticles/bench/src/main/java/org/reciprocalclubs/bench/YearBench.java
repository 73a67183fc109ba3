package org.reciprocalclubs.bench;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reciprocalclubs.bench.year.Census;
import org.reciprocalclubs.bench.year.Table;
import org.reciprocalclubs.bench.year.Year;

/**
 * What a year of visits does to check-ins and to lists: two platforms with the same federation, one of them
 * with a year behind it, work in turns; and the one with the year is asked for its lists while it is quiet.
 */
final class YearBench {
  static final String NAME = "year";
  private static final int KIOSKS = 256;
  /** Check-ins stay within a quarter. */
  private static final double BAR = 0.75;
  /** At each club at the end of the year; the last who would come during the runs. */
  private static final int INSIDE_EACH = 40;
  private static final Duration INSIDE_SINCE = Duration.ofHours(3);
  private static final long SEED = 20_260_617;

  private final YearSetting setting;
  private final PrintStream out;
  private final Kiosks empty;
  private final Kiosks year;

  YearBench(Vertx vertx, YearSetting setting, PrintStream out) throws IOException {
    this.setting = setting;
    this.out = out;
    this.empty = new Kiosks(new Kiosks.Platform("empty", true, false), vertx, setting.empty(), out);
    this.year = new Kiosks(new Kiosks.Platform("year", false, false), vertx, setting.year(), out);
  }

  Report measure() throws IOException, InterruptedException, GeneralSecurityException {
    empty.furnish(KIOSKS);
    var federation = year.furnish(KIOSKS);
    for (int club = 0; club < Federation.CLUBS; club++) {
      federation.member(club);
    }
    var data = load();
    var lists = new YearLists(federation, new Door(setting.year().edge()), out);
    lists.check(year.database());
    List<Report.Row> rows = new ArrayList<>(lists.measure(setting.year().runs()));
    year.settle();
    empty.settle();
    List<Double> ours = new ArrayList<>();
    List<Double> others = new ArrayList<>();
    for (int run = 0; run < setting.year().runs(); run++) {
      others.add(empty.closed(KIOSKS, Kiosks.WARM_UP, setting.empty().time()).perSecond());
      ours.add(year.closed(KIOSKS, Kiosks.WARM_UP, setting.year().time()).perSecond());
    }
    rows.addFirst(new Report.Row(KIOSKS + " kiosks", "check_ins", "1/s", new Report.Runs(ours),
        new Report.Baseline("the same, empty", new Report.Runs(others)), Report.Bar.atLeast(BAR)));
    return new Report(NAME, setting.year().commit(), rows, data);
  }

  /** Both platforms start anew, so that their compilers begin alike. */
  private JsonObject load() throws IOException, InterruptedException {
    var database = year.database();
    year.awaitQuiet();
    var census = CensusReader.read(database, year.desks());
    long seq = database.query(Database.PLATFORM, "select max(seq) + 1 from kit.event").iterator().next()
        .getLong(0);
    var command = BareServer.command(setting.year().data());
    setting.emptyPower().down();
    setting.yearPower().down();
    var now = Instant.now();
    long checkIns = setting.visits() * Federation.SUSPENDED_EACH / (Federation.SUSPENDED_EACH - 1);
    var made = new Year(census, LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1), checkIns, seq, SEED);
    JsonObject data;
    try (var server = BareServer.start(setting.year().data(), command, database)) {
      data = new YearLoad(database, setting.year().data().resolve("bench"), out)
          .load(made, inside(census, now));
      data.put("tables", sizes(database));
    }
    setting.yearPower().up();
    setting.emptyPower().up();
    year.requireDurable();
    return data;
  }

  /** Since the day began, or for some hours: those whose turn in the runs never comes. */
  private static List<Year.Guest> inside(Census census, Instant now) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < census.members().size(); i++) {
      var member = census.members().get(i);
      places.put(Federation.code(member.club()) + "-" + member.number(), i);
    }
    List<Year.Guest> guests = new ArrayList<>();
    for (int host = 0; host < census.clubs().size(); host++) {
      long since = Math.max(now.minus(INSIDE_SINCE).getEpochSecond(), LocalDate
          .ofInstant(now, census.clubs().get(host).zone()).atStartOfDay(census.clubs().get(host).zone())
          .toEpochSecond());
      int turn = Visitors.PER_CLUB;
      for (int guest = 0; guest < INSIDE_EACH;) {
        var visitor = Visitors.visitor(host, --turn);
        int member = places.getOrDefault(visitor.home() + "-" + visitor.number(), -1);
        if (member >= 0 && census.members().get(member).active()) {
          long micros = since * 1_000_000 + (now.getEpochSecond() - since) * 1_000_000 / INSIDE_EACH * guest;
          guests.add(new Year.Guest(member, host, micros + host));
          guest++;
        }
      }
    }
    guests.sort(Comparator.comparingLong(Year.Guest::micros));
    return guests;
  }

  private JsonArray sizes(Database database) {
    var tables = new JsonArray();
    for (var table : Table.values()) {
      var row = database.query(Database.PLATFORM, """
          select (select count(*) from %1$s), pg_total_relation_size('%1$s'), pg_indexes_size('%1$s')"""
          .formatted(table.id())).iterator().next();
      out.printf("%-22s %,12d rows %,8d MB, of which indexes %,7d MB%n", table.id(), row.getLong(0),
          row.getLong(1) >> 20, row.getLong(2) >> 20);
      tables.add(new JsonObject().put("table", table.id()).put("rows", row.getLong(0))
          .put("bytes", row.getLong(1)).put("index_bytes", row.getLong(2)));
    }
    return tables;
  }
}
