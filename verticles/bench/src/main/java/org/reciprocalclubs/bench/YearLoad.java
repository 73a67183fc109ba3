package org.reciprocalclubs.bench;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.reciprocalclubs.bench.year.Table;
import org.reciprocalclubs.bench.year.Year;

/**
 * Puts a {@link Year} into a platform's database while the platform is down: one transaction that empties the
 * tables, keeps what was in them, copies day after day, and makes the indexes last, so that nothing is
 * written twice. While one day is copied the next is made. For one thread, which may wait.
 */
final class YearLoad {
  private static final double MILLIS_PER_SECOND = 1000;
  private static final int TOLD_EACH_DAYS = 73;

  private final Database database;
  private final Path directory;
  private final PrintStream out;

  /** @param directory for files that come and go, a day's at a time */
  YearLoad(Database database, Path directory, PrintStream out) {
    this.database = database;
    this.directory = directory;
    this.out = out;
  }

  /**
   * Loads all of it.
   *
   * @return what became of it, for the report
   */
  JsonObject load(Year year, List<Year.Guest> inside) throws IOException {
    long start = System.nanoTime();
    Files.createDirectories(directory.resolve("0"));
    Files.createDirectories(directory.resolve("1"));
    try (var session = database.session(Database.PLATFORM)) {
      require(session, "select count(*) = 0 from reciprocal.visit", "nobody has visited yet");
      require(session, "select min(xid::text::bigint) > " + Year.lastXid() + " from kit.event",
          "the year comes before all that has happened");
      session.query("begin");
      var indexes = makeRoom(session);
      days(session, year);
      year.end(inside, directory.resolve("0"));
      copy(session, directory.resolve("0"), Table.values());
      keep(session);
      double copied = seconds(start);
      out.printf("%d visits copied in %.0f s%n", year.visits(), copied);
      indexes.forEach(session::query);
      session.query("select setval('kit.event_seq_seq', " + year.nextSeq() + ")");
      catchUp(session);
      session.query("commit");
      session.query("vacuum (analyze)");
      session.query("checkpoint");
      return new JsonObject().put("visits", year.visits()).put("copy_seconds", Math.round(copied))
          .put("load_seconds", Math.round(seconds(start)));
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e6 / MILLIS_PER_SECOND;
  }

  private static void require(Database.Session session, String question, String what) {
    Kiosks.require(session.query(question).iterator().next().getBoolean(0), what);
  }

  /** @return how to make the indexes that are gone; keys stay, since the year comes in their order */
  private static List<String> makeRoom(Database.Session session) {
    var tables = names("'", "'");
    List<String> definitions = new ArrayList<>();
    for (Row row : session.query("""
        select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
         where i.indrelid = any(array[%s]::regclass[])
           and not exists (select from pg_constraint c where c.conindid = i.indexrelid)"""
        .formatted(tables))) {
      definitions.add(row.getString(1));
      session.query("drop index " + row.getString(0));
    }
    for (var table : Table.values()) {
      session.query("create temp table kept_" + table.plainName() + " as table " + table.id());
    }
    session.query("truncate reciprocal.visit_guest, " + names("", ""));
    return definitions;
  }

  private static String names(String before, String after) {
    return Arrays.stream(Table.values()).map(table -> before + table.id() + after)
        .collect(Collectors.joining(", "));
  }

  private void days(Database.Session session, Year year) throws IOException {
    long start = System.nanoTime();
    try (var maker = Executors.newSingleThreadExecutor()) {
      var next = make(maker, year, 0);
      for (int day = 0; day < Year.DAYS; day++) {
        await(next);
        if (day + 1 < Year.DAYS) {
          next = make(maker, year, day + 1);
        }
        copy(session, of(day), Table.EVENT, Table.VISIT, Table.DECISION, Table.NOTICE);
        if ((day + 1) % TOLD_EACH_DAYS == 0) {
          out.printf("%d days, %.0f s%n", day + 1, seconds(start));
        }
      }
    }
  }

  private Future<?> make(ExecutorService maker, Year year, int day) {
    return maker.submit(() -> {
      year.day(day, of(day));
      return true;
    });
  }

  private Path of(int day) {
    return directory.resolve(String.valueOf(day % 2));
  }

  private static void await(Future<?> made) throws IOException {
    try {
      made.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    } catch (ExecutionException | CancellationException failure) {
      throw new IOException(failure);
    }
  }

  private static void copy(Database.Session session, Path from, Table... tables) throws IOException {
    for (var table : tables) {
      session.query(table.copy(from));
      Files.delete(table.file(from));
    }
  }

  /** What was there before comes after the year: its transactions are later. */
  private static void keep(Database.Session session) {
    for (var table : Table.values()) {
      session.query("insert into " + table.id() + " overriding system value table kept_" + table.plainName());
    }
  }

  /** Whoever follows has seen the year, as over the year it would. */
  private static void catchUp(Database.Session session) {
    session.query("""
        update kit.position p set xid = e.xid, seq = e.seq
          from (select xid::text::bigint as xid, seq from kit.event order by 1 desc, 2 desc limit 1) e
         where p.xid <= %d""".formatted(Year.lastXid()));
  }
}
