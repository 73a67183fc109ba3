package org.reciprocalclubs.reciprocal.rules;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may come, where to, and with whom.
 *
 * @param membershipClasses classes of the home club that are admitted; empty is all
 * @param homeTiers tiers of clubs whose members are admitted; empty is all
 * @param facilities what of the host may be used; empty is everything
 * @param guests who may come along
 */
public record Coverage(Set<String> membershipClasses, Set<String> homeTiers, Set<String> facilities,
    Guests guests) {
  public static final Coverage ALL = new Coverage(Set.of(), Set.of(), Set.of(), Guests.ANY);

  public Coverage {
    membershipClasses = Set.copyOf(membershipClasses);
    homeTiers = Set.copyOf(homeTiers);
    facilities = Set.copyOf(facilities);
  }

  /** Without tiers, and with so many guests at most. */
  public Coverage(Set<String> membershipClasses, Set<String> facilities, @Nullable Integer guestsMax) {
    this(membershipClasses, Set.of(), facilities, new Guests(guestsMax, null, false, null));
  }

  public Coverage withClasses(String... names) {
    return new Coverage(Set.of(names), homeTiers, facilities, guests);
  }

  public Coverage withHomeTiers(String... names) {
    return new Coverage(membershipClasses, Set.of(names), facilities, guests);
  }

  public Coverage withFacilities(String... names) {
    return new Coverage(membershipClasses, homeTiers, Set.of(names), guests);
  }

  public Coverage withGuests(@Nullable Integer max) {
    return with(new Guests(max, guests.familyUnder(), guests.consent(), guests.minimumAge()));
  }

  public Coverage with(Guests other) {
    return new Coverage(membershipClasses, homeTiers, facilities, other);
  }

  /**
   * Who may come along.
   *
   * @param max most guests a member may bring; {@code null} is no limit, 0 is none
   * @param familyUnder the spouse, and children younger than this many years, are no guests; {@code null}:
   * everybody is. A child whose age was not told is a guest
   * @param consent whether the home club must have agreed in writing (in a letter) to so many guests
   * @param minimumAge nobody younger comes along; who did not tell an age passes; {@code null} is no limit
   */
  public record Guests(@Nullable Integer max, @Nullable Integer familyUnder, boolean consent,
      @Nullable Integer minimumAge) {
    public static final Guests ANY = new Guests(null, null, false, null);

    /** Those of them who are guests, and no family. */
    int counted(List<Request.Guest> guests) {
      int counted = 0;
      for (int i = 0; i < guests.size(); i++) {
        counted += isFamily(guests.get(i)) ? 0 : 1;
      }
      return counted;
    }

    boolean isFamily(Request.Guest guest) {
      if (familyUnder == null) {
        return false;
      }
      return switch (guest.relation()) {
        case SPOUSE -> true;
        case CHILD -> guest.age() != null && guest.age() < familyUnder;
        case FRIEND, COLLEAGUE, OTHER -> false;
      };
    }
  }
}
