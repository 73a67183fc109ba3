package org.reciprocalclubs.auth.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Tx;

/** Wrong passwords and codes that follow each other. Works in every scope. */
public final class GuessTable {

  private GuessTable() {}

  /**
   * What is counted together.
   *
   * @param name a keyed hash, or empty
   * @param place a keyed hash, or empty
   * @param most failures before somebody must wait
   */
  public record Counter(byte[] name, byte[] place, int most) {}

  /**
   * How waits grow.
   *
   * @param first after so many failures
   * @param longest it doubles with each further one up to this
   * @param forgotten when nothing was counted for so long, it begins anew
   */
  public record Waits(Duration first, Duration longest, Duration forgotten) {}

  /**
   * Counts a failure, unless one has to wait; however many count at once, each sees the one before.
   *
   * @return until when one has to wait; empty where it was counted
   */
  public static Optional<Instant> count(Tx tx, Counter counter, Waits waits, Instant now) {
    boolean counted = tx.query("""
        insert into auth.guess as g (name, place, failures, counted_at, until) values ($1, $2, 1, $3, $3)
        on conflict (name, place) do update set (failures, counted_at, until) = (
            select n, $3, $3 + interval '1 millisecond'
                * case when n < $5 then 0 else least($7::float8, $6::float8 * 2 ^ least(n - $5, 30)) end
              from (select case when g.counted_at < $4 then 1 else g.failures + 1 end as n) f)
         where g.until <= $3
        """, counter.name(), counter.place(), now, now.minus(waits.forgotten()), counter.most(),
        (double) waits.first().toMillis(), (double) waits.longest().toMillis()).rowCount() == 1;
    return counted
        ? Optional.empty()
        : tx.one("select until from auth.guess where name = $1 and place = $2", counter.name(),
            counter.place()).map(row -> row.getOffsetDateTime(0).toInstant());
  }

  /** Takes back one failure that turned out to be none, and the wait that came of it. */
  public static void takeBack(Tx tx, Counter counter, Instant now) {
    int gone = tx.query("delete from auth.guess where name = $1 and place = $2 and failures = 1",
        counter.name(), counter.place()).rowCount();
    if (gone == 0) {
      tx.query("""
          update auth.guess set failures = failures - 1, until = least(until, $3)
           where name = $1 and place = $2 and failures > 1
          """, counter.name(), counter.place(), now);
    }
  }

  /** Forgets all that was counted there. */
  public static void clear(Tx tx, Counter counter) {
    tx.query("delete from auth.guess where name = $1 and place = $2", counter.name(), counter.place());
  }

  /** Forgets all that was counted of a name, at every place. */
  public static void clear(Tx tx, byte[] name) {
    tx.query("delete from auth.guess where name = $1", name);
  }

  /** Forgets what was counted last before then; how many. */
  public static int forget(Tx tx, Instant before, int limit) {
    return tx.query("""
        delete from auth.guess where (name, place) in (
          select g.name, g.place from auth.guess g where g.counted_at < $1 limit $2)
        """, before, limit).rowCount();
  }

  /** Whether that login was signed in from that network, as far as it is remembered. */
  public static boolean isKnownAt(Tx tx, UUID account, String network) {
    return tx.query("select auth.is_known_at($1, $2)", account, network).iterator().next().getBoolean(0);
  }
}
