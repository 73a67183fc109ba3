package org.reciprocalclubs.reciprocal.rules;

/**
 * Whose terms a rule is of. They are asked in this order: what a house asks of everybody stands above what it
 * agreed with one club, and the home club's own programme comes last.
 */
public enum Scope {
  /** The host's rules for all visitors. */
  HOUSE("house."),
  /** What the two clubs agreed. */
  AGREEMENT(""),
  /** The home club's programme for its members, over all hosts. */
  PROGRAMME("programme.");

  private final String prefix;

  Scope(String prefix) {
    this.prefix = prefix;
  }

  /** What the ids of its rules begin with. */
  public String prefix() {
    return prefix;
  }
}
