package org.reciprocalclubs.kit.audit;

/**
 * Something of a club's chain that is not as it was recorded. Immutable.
 *
 * @param what one English sentence that names the club and the entry
 */
public record ChainFinding(Kind kind, String what) {
  /** What is not as it was. */
  public enum Kind {
    /** The row of an entry, or its hash. */
    ENTRY_CHANGED,
    /** A number is not there. */
    ENTRY_MISSING,
    /** It stands behind the end of its chain, or is of an event of another club. */
    ENTRY_ADDED,
    /** The event that an entry is of stands elsewhere in the feed. */
    ENTRY_MOVED,
    /** The event that an entry is of. */
    EVENT_CHANGED,
    /** It is gone. */
    EVENT_MISSING,
    /** It stands among what happened, and no entry is of it. */
    EVENT_ADDED,
    /** From where it came. */
    ORIGIN_CHANGED,
    /** Personal values before and after. */
    DETAIL_CHANGED,
    /** The entry is not found by whom it concerns. */
    SUBJECT_MISSING,
    /** What is kept of the chain's end, or what a seal says of it. */
    HEAD_CHANGED
  }
}
