package org.reciprocalclubs.reciprocal.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What else is the case at the moment of a decision.
 *
 * @param restrictions what the host has put on this member or on the member's club
 * @param occupancy how full the house is; zeros where no terms ask
 * @param nearness where the visitor comes from
 * @param everywhere what the member has used at all hosts; {@link History#NONE} where no programme asks
 * @param homeClosed whether the home club's house is closed on this day
 */
public record Circumstances(List<Restriction> restrictions, Occupancy occupancy, Nearness nearness,
    History everywhere, boolean homeClosed) {
  public static final Circumstances NONE = new Circumstances(List.of(), Occupancy.EMPTY, Nearness.UNKNOWN,
      History.NONE, false);

  public Circumstances {
    restrictions = List.copyOf(restrictions);
  }

  public Circumstances with(Restriction... others) {
    return new Circumstances(List.of(others), occupancy, nearness, everywhere, homeClosed);
  }

  public Circumstances with(Occupancy other) {
    return new Circumstances(restrictions, other, nearness, everywhere, homeClosed);
  }

  public Circumstances with(Nearness other) {
    return new Circumstances(restrictions, occupancy, other, everywhere, homeClosed);
  }

  public Circumstances withEverywhere(History other) {
    return new Circumstances(restrictions, occupancy, nearness, other, homeClosed);
  }

  public Circumstances withHomeClosed(boolean closed) {
    return new Circumstances(restrictions, occupancy, nearness, everywhere, closed);
  }

  /**
   * Heads of visitors: members and their guests, as of the host's local day.
   *
   * @param today that came in today; where a visit is announced, with those who are expected
   * @param todayOfHome those of them from the visitor's club
   * @param inside that are inside now
   * @param insideOfHome those of them from the visitor's club
   */
  public record Occupancy(int today, int todayOfHome, int inside, int insideOfHome) {
    public static final Occupancy EMPTY = new Occupancy(0, 0, 0, 0);

    /** After so many more came in, so many of them from the visitor's club. */
    public Occupancy and(int heads, int ofHome) {
      return new Occupancy(today + heads, todayOfHome + ofHome, inside + heads, insideOfHome + ofHome);
    }

    /** Of a day that has not come. */
    public Occupancy noneInside() {
      return new Occupancy(today, todayOfHome, 0, 0);
    }
  }

  /**
   * Where the visitor comes from. Addresses stay with the home club; this is what follows from them.
   *
   * @param clubsKm whole kilometres between the two clubs; {@code null} where a position is missing
   * @param sameCountry whether both clubs are in one country
   * @param residence where the visitor lives
   */
  public record Nearness(@Nullable Integer clubsKm, boolean sameCountry, Lives residence) {
    public static final Nearness UNKNOWN = new Nearness(null, false, Lives.UNKNOWN);
  }

  /** Where a visitor lives, seen from the host. */
  public enum Lives {
    /** The home club does not know. */
    UNKNOWN,
    /** In another country. */
    ABROAD,
    /** In the host's country, in none of the cities that the terms name. */
    IN_COUNTRY,
    /** In a city that the terms name. */
    IN_CITY
  }
}
