package org.reciprocalclubs.ledger.records;

import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Which organisation of the ledger speaks for a club: the federation's, unless it has one of its own, and
 * from when the ledger has enrolled it. What is wanted in its name waits while it is being enrolled; what
 * was on its way is found invalid by the ledger, which has read who speaks, and proposed anew by who speaks
 * now.
 */
final class Organisations {
  /** Speaks for every club that has none. */
  static final String FEDERATION = "FederationMSP";

  private static final String FIND = "select msp, key from ledger.organisation where club = $1";
  private static final String ADD = """
      insert into ledger.organisation (club, msp, key, at) values ($1, $2, $3, $4)
      on conflict (club) do nothing""";

  private Organisations() {}

  /**
   * A club's own organisation.
   *
   * @param key of the transaction that enrols it
   */
  record Own(String msp, String key) {}

  static Optional<Own> find(Tx tx, UUID club) {
    return tx.one(FIND, club).map(row -> new Own(row.getString("msp"), row.getString("key")));
  }

  static void add(Tx tx, UUID club, Own own) {
    tx.query(ADD, club, own.msp, own.key, tx.now());
  }
}
