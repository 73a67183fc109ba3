package org.reciprocalclubs.auth.store;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Tx;

/** Questions of the scope's club that an authenticator has still to answer. */
public final class PasskeyChallengeTable {
  private PasskeyChallengeTable() {}

  /** What an answer is good for. */
  public enum Purpose {
    REGISTER, SIGN_IN, STEP_UP
  }

  /** Of whom it was asked, and in which session; both null where it is whoever signs in. */
  public record Asked(@Nullable UUID account, @Nullable UUID session) {
    /** Whoever signs in. */
    public static final Asked ANYBODY = new Asked(null, null);
  }

  /** Forgets what has ended, and the oldest where that many wait. */
  public static void forget(Tx tx, int waitingMax) {
    tx.queryAsync("""
        delete from auth.passkey_challenge where club = kit.club() and expires_at <= greatest($1,
          (select w.expires_at from auth.passkey_challenge w where w.club = kit.club()
            order by w.expires_at desc offset $2 limit 1))
        """, tx.now(), waitingMax - 1);
  }

  /** Writes a question. */
  public static void insert(Tx tx, byte[] hash, Purpose purpose, Asked asked, Instant expiresAt) {
    tx.query("""
        insert into auth.passkey_challenge (hash, club, purpose, account, session, created_at, expires_at)
        values ($1, kit.club(), $2, $3, $4, $5, $6)
        """, hash, purpose.name(), asked.account(), asked.session(), tx.now(), expiresAt);
  }

  /** Uses a question up; empty where it was, is too old, or was for something else. */
  public static Optional<Asked> take(Tx tx, byte[] hash, Purpose purpose) {
    return tx.one("""
        delete from auth.passkey_challenge where hash = $1 and purpose = $2 and expires_at > $3
        returning account, session
        """, hash, purpose.name(), tx.now()).map(row -> new Asked(row.getUUID(0), row.getUUID(1)));
  }
}
