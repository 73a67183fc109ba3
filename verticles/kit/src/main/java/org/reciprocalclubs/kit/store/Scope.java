package org.reciprocalclubs.kit.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.Caller;

/**
 * Whose rows a transaction may see and write: the values of app.club and app.person. Immutable.
 *
 * @param club the club that acts; rows of other clubs do not exist for it; null sees no club's rows at all
 * @param person the member who acts for themselves; null for staff, devices and followers
 */
public record Scope(@Nullable UUID club, @Nullable UUID person) {
  private static final Scope NOBODY = new Scope(null, null);

  public Scope {
    if (NewEvent.EVERY_CLUB.equals(club)) {
      throw new IllegalArgumentException("every club is not a club");
    }
    if (club == null && person != null) {
      throw new IllegalArgumentException("a person acts within a club");
    }
  }

  /**
   * What a caller may see: a member their own rows within their club, staff and devices their club's.
   *
   * @throws org.reciprocalclubs.kit.bus.Problem UNAUTHORIZED when the caller acts within no club
   */
  public static Scope of(Caller caller) {
    return new Scope(caller.requireClub(), caller.person());
  }

  /** A club's staff, devices, or work done on its behalf. */
  public static Scope club(UUID club) {
    return new Scope(club, null);
  }

  /** One person within a club. */
  public static Scope person(UUID club, UUID person) {
    return new Scope(club, person);
  }

  /** The federation's operator, which is the club of kind FEDERATION and reads no other club's rows. */
  public static Scope federation(UUID operatorClub) {
    return new Scope(operatorClub, null);
  }

  /** No club: where followers and other work over many clubs begin, before {@link Tx#as} names one. */
  public static Scope nobody() {
    return NOBODY;
  }

  String clubText() {
    return club == null ? "" : club.toString();
  }

  String personText() {
    return person == null ? "" : person.toString();
  }
}
