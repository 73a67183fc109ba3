package org.reciprocalclubs.auth.store;

import java.time.Instant;
import java.util.Optional;
import org.reciprocalclubs.kit.store.Tx;

/** Who went to a provider to sign in, and ID tokens that were used up; of the scope's club. */
public final class OutsideLoginTable {
  private OutsideLoginTable() {}

  /** Writes who leaves; what ended is forgotten. */
  public static void begin(Tx tx, byte[] stateHash, byte[] sealed, Instant expiresAt) {
    tx.queryAsync("delete from auth.outside_login where club = kit.club() and expires_at < $1", tx.now());
    tx.query("""
        insert into auth.outside_login (state_hash, club, sealed, expires_at) values ($1, kit.club(), $2, $3)
        """, stateHash, sealed, expiresAt);
  }

  /** How many of the club have left and are not back. */
  public static int away(Tx tx) {
    return tx.query("select count(*)::int from auth.outside_login where expires_at > $1", tx.now()).iterator()
        .next().getInteger(0);
  }

  /** Takes who comes back, once: what was sealed when they left. */
  public static Optional<byte[]> take(Tx tx, byte[] stateHash) {
    return tx.one("delete from auth.outside_login where state_hash = $1 and expires_at > $2 returning sealed",
        stateHash, tx.now()).map(row -> row.getBuffer(0).getBytes());
  }

  /** Uses an ID token up; false where it was. It is remembered for as long as one can be good. */
  public static boolean spend(Tx tx, byte[] hash, Instant until) {
    tx.queryAsync("delete from auth.spent_id_token where club = kit.club() and expires_at < $1", tx.now());
    return tx.query("""
        insert into auth.spent_id_token (hash, club, expires_at) values ($1, kit.club(), $2)
        on conflict do nothing
        """, hash, until).rowCount() == 1;
  }
}
