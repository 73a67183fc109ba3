package org.reciprocalclubs.ledger.transactions;

/** How far a transaction has come. */
enum State {
  /** It is wanted. Nothing was sent that could still be ordered. */
  PENDING,
  /** Peers endorsed it, and its bytes are stored; they may have been sent. */
  ENDORSED,
  /** Its bytes were sent; whether it was ordered is to be found out. */
  SUBMITTED,
  /** It stands on the ledger. */
  CONFIRMED,
  /** It was refused for good, and does not stand on the ledger. */
  FAILED;

  boolean isFinal() {
    return this == CONFIRMED || this == FAILED;
  }
}
