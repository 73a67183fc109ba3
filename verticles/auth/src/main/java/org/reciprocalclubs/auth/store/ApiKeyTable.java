package org.reciprocalclubs.auth.store;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Tx;

/** Keys of the programs of the scope's club. */
public final class ApiKeyTable {
  private static final String SELECT = """
      select id, version, name, permissions, created_by, created_at, ends_at, last_used_at, revoked_at
        from auth.api_key
      """;
  /** As exactly as anybody asks, and one write a minute at most. */
  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
  private static final Duration KEPT_AFTERWARDS = Duration.ofDays(365);

  private ApiKeyTable() {}

  /** A key, without its secret. */
  public record Key(UUID id, int version, String name, Set<String> permissions, Times times,
      @Nullable UUID createdBy) {

    public boolean isRevoked() {
      return times.revoked() != null;
    }

    public boolean isOver(Instant now) {
      return !now.isBefore(times.ends());
    }
  }

  /** When it was made, ends, was used last and was revoked. */
  public record Times(Instant created, Instant ends, @Nullable Instant lastUsed, @Nullable Instant revoked) {}

  /** Writes a new key, and forgets those that were over long ago. */
  public static void insert(Tx tx, Key key, byte[] hash) {
    tx.queryAsync("delete from auth.api_key where coalesce(revoked_at, ends_at) < $1",
        tx.now().minus(KEPT_AFTERWARDS));
    tx.query("""
        insert into auth.api_key (id, version, club, name, hash, permissions, created_by, created_at, ends_at)
        values ($1, $2, kit.club(), $3, $4, $5, $6, $7, $8)
        """, key.id(), key.version(), key.name(), hash, key.permissions().toArray(String[]::new),
        key.createdBy(), key.times().created(), key.times().ends());
  }

  /** One making of keys of a club at a time: they are counted. */
  public static int open(Tx tx) {
    tx.query("select pg_advisory_xact_lock(hashtext('auth.api_key'), hashtext(kit.club()::text))");
    return tx.query("select count(*) from auth.api_key where revoked_at is null and ends_at > $1", tx.now())
        .iterator().next().getInteger(0);
  }

  public static Optional<Key> byHash(Tx tx, byte[] hash) {
    return tx.one(SELECT + "where hash = $1", hash).map(ApiKeyTable::key);
  }

  /** The key, locked for this transaction. */
  public static Optional<Key> forUpdate(Tx tx, UUID id) {
    return tx.one(SELECT + "where id = $1 for update", id).map(ApiKeyTable::key);
  }

  /** The newest first. */
  public static List<Key> all(Tx tx, int limit) {
    List<Key> keys = new ArrayList<>();
    tx.query(SELECT + "order by created_at desc, id desc limit $1", limit).forEach(row -> keys.add(key(row)));
    return keys;
  }

  /** Notes that it is used, unless that was noted a moment ago. */
  public static void used(Tx tx, UUID id) {
    tx.query("update auth.api_key set last_used_at = $2 where id = $1"
        + " and (last_used_at is null or last_used_at <= $3)", id, tx.now(), tx.now().minus(USE_NOTED_EVERY));
  }

  public static void revoke(Tx tx, UUID id, int version) {
    tx.query("""
        update auth.api_key set version = $2, revoked_at = $3, revoked_clock = clock_timestamp() where id = $1
        """, id, version, tx.now());
  }

  private static Key key(Row row) {
    return new Key(row.getUUID(0), row.getInteger(1), row.getString(2),
        new TreeSet<>(Set.of(row.getArrayOfStrings(3))),
        new Times(row.getOffsetDateTime(5).toInstant(), row.getOffsetDateTime(6).toInstant(), instant(row, 7),
            instant(row, 8)),
        row.getUUID(4));
  }

  private static @Nullable Instant instant(Row row, int column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }
}
