package org.reciprocalclubs.auth.store;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Tx;

/** Second factors of the scope's person, in the club that made their login; nobody else sees any. */
public final class FactorTable {
  private FactorTable() {}

  /** A factor as its owner sees it. */
  public record Listed(UUID id, String kind, String name, Instant addedAt, @Nullable Instant usedAt) {}

  /** A factor that begins. */
  @SuppressWarnings("ArrayRecordComponent") // written at once, never compared
  public record Begun(UUID id, UUID account, String name, byte[] sealed) {}

  /**
   * A factor as it is checked.
   *
   * @param usedStep the newest step whose code was taken; -1: none
   */
  @SuppressWarnings("ArrayRecordComponent") // opened at once, never compared
  public record Sealed(UUID id, byte[] sealed, long usedStep) {}

  /** Those that count, the oldest first. */
  public static List<Listed> list(Tx tx) {
    List<Listed> factors = new ArrayList<>();
    tx.query("""
        select id, kind, name, confirmed_at, used_at from auth.factor where confirmed_at is not null
         order by confirmed_at, id
        """).forEach(row -> factors.add(new Listed(row.getUUID(0), row.getString(1), row.getString(2),
        instant(row, 3).orElseThrow(), instant(row, 4).orElse(null))));
    return factors;
  }

  private static Optional<Instant> instant(Row row, int column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(at -> at.toInstant());
  }

  /** Writes one that does not count yet; another such is forgotten. */
  public static void begin(Tx tx, Begun factor) {
    tx.queryAsync("delete from auth.factor where account = $1 and confirmed_at is null", factor.account());
    tx.query("""
        insert into auth.factor (id, club, account, kind, name, sealed, created_at)
        values ($1, kit.club(), $2, 'TOTP', $3, $4, $5)
        """, factor.id(), factor.account(), factor.name(), factor.sealed(), tx.now());
  }

  /** One that was begun after then and does not count yet; locked. */
  public static Optional<Sealed> begun(Tx tx, UUID id, Instant after) {
    return tx.one("""
        select id, sealed, used_step from auth.factor
         where id = $1 and confirmed_at is null and created_at > $2 for update
        """, id, after).map(FactorTable::sealed);
  }

  /** From now on it counts. */
  public static void confirm(Tx tx, UUID id, long step) {
    tx.query("update auth.factor set confirmed_at = $2, used_step = $3 where id = $1", id, tx.now(), step);
  }

  /** Those that count, locked: of two who show the same code at once the second finds it used. */
  public static List<Sealed> lock(Tx tx) {
    List<Sealed> factors = new ArrayList<>();
    tx.query("""
        select id, sealed, used_step from auth.factor where confirmed_at is not null order by id for update
        """).forEach(row -> factors.add(sealed(row)));
    return factors;
  }

  private static Sealed sealed(Row row) {
    return new Sealed(row.getUUID(0), row.getBuffer(1).getBytes(), row.getLong(2));
  }

  /** A code of that step was taken. */
  public static void use(Tx tx, UUID id, long step) {
    tx.query("update auth.factor set used_at = $2, used_step = $3 where id = $1", id, tx.now(), step);
  }

  /** Removes all, also one that was begun; how many counted. */
  public static int removeAll(Tx tx, UUID account) {
    int counted = 0;
    for (Row row : tx.query("delete from auth.factor where account = $1 returning confirmed_at is not null",
        account)) {
      counted += row.getBoolean(0) ? 1 : 0;
    }
    return counted;
  }

  /** Removes one that counts; false where there is none. */
  public static boolean remove(Tx tx, UUID id) {
    return tx.query("delete from auth.factor where id = $1 and confirmed_at is not null", id).rowCount() == 1;
  }
}
