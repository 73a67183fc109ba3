package org.reciprocalclubs.reciprocal.rules;

/** How an entry came to be known, and whether people must look at it. */
public enum Mark {
  /** It was decided at the door. */
  ORDINARY,
  /** It was told later, and the rules have nothing against it. */
  HAPPENED,
  /** It was told later, and the rules would have refused it. */
  FLAGGED,
  /** A manager let the visitor in though the rules refused. */
  OVERRIDDEN,
  /** It was flagged, and stands. */
  ACCEPTED,
  /** It was flagged, and does not count. */
  ANNULLED
}
