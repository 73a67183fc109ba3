package org.reciprocalclubs.auth.store;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Tx;

/** Sessions: families of refresh tokens, one of which is good. */
public final class SessionTable {

  private SessionTable() {}

  /**
   * A refresh token that was found, with its session; both locked for this transaction.
   *
   * @param spentAt when it was exchanged for its successor; null while it is good
   */
  public record Found(UUID session, UUID account, Instant expiresAt, boolean ended,
      @Nullable Instant spentAt) {}

  /** Begins a session with its first refresh token. */
  public static void begin(Tx tx, UUID session, UUID account, byte[] tokenHash, Instant expiresAt) {
    tx.query(
        """
            insert into auth.session (id, club, account, created_at, used_at, expires_at) values ($1,
              kit.club(), $2, $3, $3, $4)
            """,
        session, account, tx.now(), expiresAt);
    addToken(tx, session, tokenHash);
  }

  public static void addToken(Tx tx, UUID session, byte[] tokenHash) {
    tx.query(
        "insert into auth.refresh_token (hash, club, session, issued_at) values ($1, kit.club(), $2, $3)",
        tokenHash, session, tx.now());
  }

  public static Optional<Found> find(Tx tx, byte[] tokenHash) {
    return tx.one("""
        select s.id, s.account, s.expires_at, s.ended_at, t.spent_at
          from auth.refresh_token t join auth.session s on s.id = t.session
         where t.hash = $1 for update of s, t
        """, tokenHash).map(SessionTable::found);
  }

  private static Found found(Row row) {
    return new Found(row.getUUID(0), row.getUUID(1), row.getOffsetDateTime(2).toInstant(),
        row.getOffsetDateTime(3) != null,
        row.getOffsetDateTime(4) == null ? null : row.getOffsetDateTime(4).toInstant());
  }

  /** True when that token of the family was never exchanged. */
  public static boolean isGood(Tx tx, byte[] tokenHash) {
    return tx.one("select from auth.refresh_token where hash = $1 and spent_at is null", tokenHash)
        .isPresent();
  }

  public static void spend(Tx tx, UUID session, byte[] tokenHash) {
    tx.queryAsync("update auth.refresh_token set spent_at = $2 where hash = $1", tokenHash, tx.now());
    tx.queryAsync("update auth.session set used_at = $2 where id = $1", session, tx.now());
  }

  /** Ends a session of the scope; false when there is none that runs. */
  public static boolean end(Tx tx, UUID session, String why) {
    return tx.query("""
        update auth.session set ended_at = $2, ended_why = $3, ended_clock = clock_timestamp()
         where id = $1 and ended_at is null
        """, session, tx.now(), why).rowCount() == 1;
  }

  /** Forgets an account's sessions that ran out long ago. */
  public static void forget(Tx tx, UUID account, Instant before) {
    tx.queryAsync("delete from auth.session where account = $1 and expires_at < $2", account, before);
  }

  /**
   * Sessions and devices whose tokens may still be about although they must not be honoured. Works in every
   * scope.
   */
  public static List<UUID> revoked(Tx tx, int minutes) {
    List<UUID> ids = new ArrayList<>();
    tx.query("select id from auth.revoked_within($1)", minutes).forEach(row -> ids.add(row.getUUID(0)));
    return ids;
  }
}
