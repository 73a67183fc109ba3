package org.reciprocalclubs.member.rules;

/** The kinds of membership that every club knows; a club's own class names one of them. */
public enum MembershipType {
  REGULAR, PREMIUM, LIFETIME, CORPORATE
}
