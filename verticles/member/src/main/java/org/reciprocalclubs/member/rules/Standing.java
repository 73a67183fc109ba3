package org.reciprocalclubs.member.rules;

/** How a member stands with the home club. */
public enum Standing {
  /** Applied, not yet a member; admitted nowhere. */
  PENDING,
  /** A member. */
  ACTIVE,
  /** A member whose rights rest, by the club's decision. */
  SUSPENDED,
  /** Was a member until the day the membership was paid for. */
  LAPSED,
  /** Left. */
  RESIGNED
}
