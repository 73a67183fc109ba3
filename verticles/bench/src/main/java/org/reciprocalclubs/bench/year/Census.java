package org.reciprocalclubs.bench.year;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The federation as its doors made it: whoever can come, wherever they can go. Immutable.
 *
 * @param clubs in the order of their codes
 * @param members of all clubs, in the order of their numbers, the clubs in turn
 * @param pacts what each two clubs have agreed
 */
public record Census(List<Club> clubs, List<Member> members, List<Pact> pacts) {
  public Census {
    clubs = List.copyOf(clubs);
    members = List.copyOf(members);
    pacts = List.copyOf(pacts);
  }

  /**
   * A club.
   *
   * @param desk the device that checks its visitors in
   */
  public record Club(UUID id, String name, ZoneId zone, UUID desk) {}

  /**
   * A member.
   *
   * @param club the place of the home club among the clubs
   * @param person the login, or the member's own id where there is none
   * @param number as written on the card
   * @param membershipClass the home club's name for it
   * @param active whether doors open; suspended otherwise
   */
  public record Member(UUID id, int club, UUID person, String number, String membershipClass,
      boolean active) {}

  /** What two clubs have signed, by their places. */
  public record Pact(int club, int partner, UUID id, int termsVersion, String termsHash,
      LocalDate effective) {}

  /** Each club's partners, by their places, with what was agreed. */
  List<Map<Integer, Pact>> partners() {
    var partners = clubs.stream().map(_ -> (Map<Integer, Pact>) new HashMap<Integer, Pact>()).toList();
    for (var pact : pacts) {
      partners.get(pact.club()).put(pact.partner(), pact);
      partners.get(pact.partner()).put(pact.club(), pact);
    }
    return partners;
  }
}
