package org.reciprocalclubs.kit.store;

/**
 * The database cannot be reached or hung up on us. When that happens during COMMIT the outcome is unknown;
 * the key under which the command can be sent again (scan id, idempotency key, expected version) decides.
 */
public final class StoreAway extends StoreProblem {
  StoreAway(Throwable cause) {
    super("the database is away", cause);
  }
}
