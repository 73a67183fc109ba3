package org.reciprocalclubs.ledger;

/**
 * Something that an audit found not to be as it was recorded. Immutable.
 *
 * @param what one English sentence that names the event, the leaf or the anchor
 */
public record Finding(Kind kind, String what) {
  /** What is not as it was. */
  public enum Kind {
    /** Its content, its id or whom it concerns. */
    EVENT_CHANGED,
    /** A leaf is of it, and it is gone. */
    EVENT_MISSING,
    /** It stands among what was recorded, and no leaf is of it. */
    EVENT_ADDED,
    /** Its place in the feed is not that of its leaf in the log. */
    EVENT_MOVED,
    /** Its row. */
    LEAF_CHANGED,
    /** Its row is gone. */
    LEAF_MISSING,
    /** It is behind the end of the log. */
    LEAF_ADDED,
    /** What its salt is made of: its event cannot be compared with it, and nobody had it erased. */
    SALT_MISSING,
    /** Hashes of the tree. */
    TILE_CHANGED,
    /** Hashes that are behind the end of the tree. */
    TILE_ADDED,
    /** What the log says of itself. */
    CHECKPOINT_CHANGED,
    /** What the platform keeps of an anchor. */
    ANCHOR_CHANGED,
    /** What the platform keeps of a transaction of the clubs' ledger, or of who speaks for a club. */
    TRANSACTION_CHANGED,
    /** What the clubs' ledger has of an anchor. */
    LEDGER_DIFFERS
  }
}
