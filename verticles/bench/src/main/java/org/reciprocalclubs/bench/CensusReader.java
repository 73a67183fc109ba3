package org.reciprocalclubs.bench;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.reciprocalclubs.bench.year.Census;

/** Reads the federation that {@link Federation} made, with the ids that the platform gave. */
final class CensusReader {
  private CensusReader() {}

  /** @param desks by club, a device of each */
  static Census read(Database database, Map<Integer, UUID> desks) {
    Map<UUID, Integer> places = new HashMap<>();
    List<Census.Club> clubs = new ArrayList<>();
    for (var row : database.query(Database.PLATFORM,
        "select id, name, time_zone from auth.club where code ~ '^B[0-9]+$' order by code")) {
      places.put(row.getUUID(0), clubs.size());
      var desk = desks.get(clubs.size());
      if (desk == null) {
        throw new IllegalStateException("A club without a kiosk");
      }
      clubs.add(new Census.Club(row.getUUID(0), row.getString(1), ZoneId.of(row.getString(2)), desk));
    }
    return new Census(clubs, members(database, places), pacts(database, places));
  }

  private static List<Census.Member> members(Database database, Map<UUID, Integer> places) {
    List<Census.Member> members = new ArrayList<>();
    for (var row : database.query(Database.PLATFORM, """
        select id, club, coalesce(user_id, id), number, class, state = 'ACTIVE' from member.member
         where state in ('ACTIVE', 'SUSPENDED') order by number, club""")) {
      members.add(new Census.Member(row.getUUID(0), place(places, row.getUUID(1)), row.getUUID(2),
          row.getString(3), row.getString(4), row.getBoolean(5)));
    }
    return members;
  }

  private static List<Census.Pact> pacts(Database database, Map<UUID, Integer> places) {
    List<Census.Pact> pacts = new ArrayList<>();
    for (var row : database.query(Database.PLATFORM, """
        select club, partner, id, terms_version, terms_hash, effective from reciprocal.agreement
         where state = 'ACTIVE' order by id""")) {
      pacts.add(new Census.Pact(place(places, row.getUUID(0)), place(places, row.getUUID(1)), row.getUUID(2),
          row.getInteger(3), row.getString(4), row.getLocalDate(5)));
    }
    return pacts;
  }

  private static int place(Map<UUID, Integer> places, UUID club) {
    var place = places.get(club);
    if (place == null) {
      throw new IllegalStateException("A club that the bench did not make: " + club);
    }
    return place;
  }
}
