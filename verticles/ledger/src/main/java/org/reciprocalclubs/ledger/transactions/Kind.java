package org.reciprocalclubs.ledger.transactions;

/** What a transaction records. */
public enum Kind {
  /** The transparency log as of a size: visits, and all else that is a leaf. */
  ANCHOR,
  /** A version of what two clubs agreed, or what became of it. */
  AGREEMENT,
  /** A club, the keys of its passes, and those it has withdrawn. */
  KEY,
  /** What clubs or members vote on, and how it ended. */
  PROPOSAL
}
