package org.reciprocalclubs.auth.store;

import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Tx;

/** Recovery codes of the scope's person, in the club that made their login; nobody else sees any. */
public final class RecoveryCodeTable {
  private RecoveryCodeTable() {}

  /** These, and none of those before. */
  public static void replace(Tx tx, UUID account, List<byte[]> hashes) {
    clear(tx, account);
    tx.batch("""
        insert into auth.recovery_code (hash, club, account, created_at) values ($1, kit.club(), $2, $3)
        """, hashes.stream().map(hash -> List.of(hash, account, tx.now())).toList());
  }

  /** Uses one up; false where it is none of the account's. */
  public static boolean spend(Tx tx, UUID account, byte[] hash) {
    return tx.query("delete from auth.recovery_code where hash = $1 and account = $2", hash, account)
        .rowCount() == 1;
  }

  public static void clear(Tx tx, UUID account) {
    tx.queryAsync("delete from auth.recovery_code where account = $1", account);
  }

  /** How many are left. */
  public static int count(Tx tx, UUID account) {
    return tx.query("select count(*)::int from auth.recovery_code where account = $1", account).iterator()
        .next().getInteger(0);
  }
}
