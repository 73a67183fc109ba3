package org.reciprocalclubs.auth.store;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Tx;

/** Logins into the scope's club that are half done. */
public final class ChallengeTable {
  private ChallengeTable() {}

  /**
   * Whose login it is, in which version.
   *
   * @param outside whether it begins at the club's provider
   */
  public record Held(UUID account, int version, boolean outside) {}

  /** Writes a challenge; what has ended in the club is forgotten. */
  public static void insert(Tx tx, byte[] hash, Held held, Instant expiresAt) {
    tx.queryAsync("delete from auth.login_challenge where club = kit.club() and expires_at < $1", tx.now());
    tx.query(
        """
            insert into auth.login_challenge (hash, club, account, account_version, outside, created_at,
              expires_at)
            values ($1, kit.club(), $2, $3, $4, $5, $6)
            """,
        hash, held.account(), held.version(), held.outside(), tx.now(), expiresAt);
  }

  /** The login that a challenge is good for now. */
  public static Optional<Held> find(Tx tx, byte[] hash) {
    return tx.one("""
        select account, account_version, outside from auth.login_challenge
         where hash = $1 and expires_at > $2
        """, hash, tx.now()).map(row -> new Held(row.getUUID(0), row.getInteger(1), row.getBoolean(2)));
  }

  /** Uses a challenge up; false when it is good no more. */
  public static boolean spend(Tx tx, byte[] hash) {
    return tx.query("delete from auth.login_challenge where hash = $1 and expires_at > $2", hash, tx.now())
        .rowCount() == 1;
  }
}
