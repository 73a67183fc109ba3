package org.reciprocalclubs.auth.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Tx;

/** One-time tokens that went out by mail, of the scope's club. */
public final class MailedTokenTable {
  /** Rows are kept as long as they count against the limit. */
  private static final Duration COUNTED = Duration.ofHours(1);

  private MailedTokenTable() {}

  /** What a token is good for. */
  public enum Purpose {
    RESET_PASSWORD, VERIFY_EMAIL, INVITATION
  }

  /** Writes a token; what ended long ago in the club is forgotten. */
  public static void insert(Tx tx, byte[] hash, UUID account, Purpose purpose, Instant expiresAt) {
    tx.queryAsync("""
        delete from auth.mailed_token where club = kit.club() and expires_at < $1
        """, tx.now().minus(COUNTED));
    tx.query("""
        insert into auth.mailed_token (hash, club, account, purpose, created_at, expires_at)
        values ($1, kit.club(), $2, $3, $4, $5)
        """, hash, account, purpose.name(), tx.now(), expiresAt);
  }

  /** How many were written for that login in the last hour. */
  public static int countRecent(Tx tx, UUID account, Purpose purpose) {
    return tx.query("""
        select count(*)::int from auth.mailed_token where account = $1 and purpose = $2 and created_at > $3
        """, account, purpose.name(), tx.now().minus(COUNTED)).iterator().next().getInteger(0);
  }

  /** The login that a token is good for now. */
  public static Optional<UUID> account(Tx tx, byte[] hash, Purpose purpose) {
    return tx.one("""
        select account from auth.mailed_token where hash = $1 and purpose = $2 and expires_at > $3
        """, hash, purpose.name(), tx.now()).map(row -> row.getUUID(0));
  }

  /** Ends all tokens of that login and purpose. */
  public static void end(Tx tx, UUID account, Purpose purpose) {
    tx.query("delete from auth.mailed_token where account = $1 and purpose = $2", account, purpose.name());
  }

  /** Uses a token up, and with it all others of its login and purpose; false when it is good no more. */
  public static boolean spend(Tx tx, byte[] hash, UUID account, Purpose purpose) {
    boolean good = tx.query("""
        delete from auth.mailed_token where hash = $1 and account = $2 and purpose = $3 and expires_at > $4
        """, hash, account, purpose.name(), tx.now()).rowCount() == 1;
    if (good) {
      tx.queryAsync("delete from auth.mailed_token where account = $1 and purpose = $2", account,
          purpose.name());
    }
    return good;
  }
}
