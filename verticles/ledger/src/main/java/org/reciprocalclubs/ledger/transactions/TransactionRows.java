package org.reciprocalclubs.ledger.transactions;

import java.util.UUID;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Tx;

/** Transactions as they stand. Stateless. */
public final class TransactionRows {
  private static final String ENQUEUE = """
      insert into ledger.transaction (id, key, after, kind, club, partner, contract, function, args, msp,
          endorsers, state, version, next_try_at, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'PENDING', 1, $12, $12, $12)
      on conflict (key) do nothing returning id""";
  private static final String WITH_KEY = "select id from ledger.transaction where key = $1";

  private TransactionRows() {}

  /**
   * Wants something recorded: from the commit of this transaction on, until it is or never can be. Done as
   * the club whose it is, whatever the transaction's scope.
   *
   * @return the transaction's id; that of the one that there is where the key was wanted before
   * @throws org.reciprocalclubs.kit.store.ConstraintViolated when it follows one that does not exist
   * @throws IllegalStateException when the key is another club's
   */
  public static UUID enqueue(Tx tx, Wanted wanted) {
    var before = tx.scope();
    tx.as(Scope.club(wanted.club()));
    var call = wanted.call();
    var made = tx.one(ENQUEUE, Ids.uuid7(), wanted.key(), wanted.after(), wanted.kind(), wanted.club(),
        wanted.partner(), call.contract(), call.function(), call.args().toArray(String[]::new), call.msp(),
        call.endorsers().stream().sorted().toArray(String[]::new), tx.now());
    var row = made.or(() -> tx.one(WITH_KEY, wanted.key()))
        .orElseThrow(() -> new IllegalStateException("That key is wanted by another club"));
    tx.as(before);
    return row.getUUID("id");
  }
}
