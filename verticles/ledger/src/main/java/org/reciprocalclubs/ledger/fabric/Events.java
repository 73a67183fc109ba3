package org.reciprocalclubs.ledger.fabric;

/** Events of one organisation's peer, in their order. One thread reads; any may close. */
public interface Events extends AutoCloseable {
  /**
   * The next one; waits for it.
   *
   * @throws LedgerAway when the peer is gone, or this was closed
   */
  LedgerEvent next();

  /** Ends the waiting of whoever reads. */
  @Override
  void close();
}
