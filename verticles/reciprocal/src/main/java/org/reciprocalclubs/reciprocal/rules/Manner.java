package org.reciprocalclubs.reciprocal.rules;

/** How somebody comes in, and so what the rules' word counts for. */
public enum Manner {
  /** At the door: the rules decide. */
  ASKED,
  /** The visit has taken place: they say what they would have said, and turn nobody away. */
  HAPPENED,
  /** A manager lets the visitor in, as far as that is the house's to say. */
  OVERRIDDEN
}
