package org.reciprocalclubs.ledger;

/**
 * Something that an audit found not to be as it was recorded. Immutable.
 *
 * @param what one English sentence that names the event, the leaf or the anchor
 */
public record Finding(Kind kind, String what) {
  /** What is not as it was. */
  public enum Kind {
    EVENT_CHANGED, EVENT_MISSING, EVENT_ADDED, EVENT_MOVED, LEAF_CHANGED, LEAF_MISSING, LEAF_ADDED, TILE_CHANGED, CHECKPOINT_CHANGED, ANCHOR_CHANGED, LEDGER_DIFFERS
  }
}
