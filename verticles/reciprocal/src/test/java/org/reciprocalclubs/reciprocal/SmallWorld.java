package org.reciprocalclubs.reciprocal;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.reciprocal.rules.Agreed;
import org.reciprocalclubs.reciprocal.rules.Bylaws;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Clubs;
import org.reciprocalclubs.reciprocal.rules.Coverage;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.House;
import org.reciprocalclubs.reciprocal.rules.Needs;
import org.reciprocalclubs.reciprocal.rules.Opening;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.Standing;
import org.reciprocalclubs.reciprocal.rules.Terms;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;

/**
 * Two hosts and two home clubs with few members, who therefore meet often, under random terms. What is said
 * here does not change. Not thread-safe while it is made.
 */
final class SmallWorld {
  static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
  private static final int MEMBERS = 6;

  /** A member at a host. */
  record At(UUID host, UUID member) {}

  private record Pact(UUID id, TermsVersion terms) {}

  private final List<UUID> hosts = new ArrayList<>();
  private final List<UUID> members = new ArrayList<>();
  private final Map<UUID, UUID> homes = new HashMap<>();
  private final Map<UUID, MemberReference> cards = new HashMap<>();
  private final Map<UUID, String> codes = new HashMap<>();
  private final Map<UUID, Caller> kiosks = new HashMap<>();
  private final Map<At, Pact> pacts = new HashMap<>();
  private final Map<UUID, TermsVersion> houses = new HashMap<>();
  private final Map<UUID, TermsVersion> programmes = new HashMap<>();
  private final Map<String, Terms> byHash = new HashMap<>();

  static SmallWorld random(Federation federation, String name, Random random) {
    var world = new SmallWorld();
    var homes = List.of(federation.club(name + "A"), federation.club(name + "B"));
    for (int i = 0; i < 2; i++) {
      world.host(federation, federation.club(name + "H" + i), homes, random);
    }
    for (int i = 0; i < homes.size(); i++) {
      world.home(federation, homes.get(i), name + "AB".charAt(i), random);
    }
    return world;
  }

  private void host(Federation federation, UUID host, List<UUID> homes, Random random) {
    hosts.add(host);
    kiosks.put(host, Desks.kiosk(host));
    if (random.nextInt(3) != 0) {
      var terms = Terms.OPEN.with(capacity(18, random));
      houses.put(host, rules(federation, host, "HOUSE", random.nextBoolean() ? terms : terms.with(hours())));
    }
    for (UUID home : homes) {
      var terms = terms(random);
      pacts.put(new At(host, home),
          new Pact(federation.agreement(host, home, terms), seal(terms, LocalDate.of(2020, 1, 1))));
    }
  }

  private void home(Federation federation, UUID home, String code, Random random) {
    codes.put(home, code);
    if (random.nextBoolean()) {
      programmes.put(home, rules(federation, home, "PROGRAMME",
          Terms.OPEN.with(new Caps(null, 4 + random.nextInt(9), null))));
    }
    for (int i = 0; i < MEMBERS; i++) {
      var member = federation.member(home, String.valueOf(i));
      members.add(member);
      homes.put(member, home);
      cards.put(member, MemberReference.newBuilder().setClub(code).setNumber(String.valueOf(i)).build());
    }
  }

  private static Terms terms(Random random) {
    var caps = new Caps(1 + random.nextInt(4), 3 + random.nextInt(9), null)
        .withRolling(new Caps.Rolling(2 + random.nextInt(4), 2 + random.nextInt(4)))
        .withNights(2 + random.nextInt(4), null);
    var entry = random.nextInt(3) == 0 ? capacity(8, random) : Entry.FREE;
    if (random.nextBoolean()) {
      entry = entry.with(new Entry.Booking(random.nextInt(3) == 0, null, null, random.nextBoolean()));
    }
    return Terms.OPEN.with(caps).with(Coverage.ALL.withGuests(random.nextInt(3))).with(entry);
  }

  private static Entry capacity(int least, Random random) {
    return Entry.FREE.with(new Entry.Capacity(least + random.nextInt(9), least + random.nextInt(5)));
  }

  /** Closed for two hours of the night. */
  private static Opening hours() {
    return Opening.ALWAYS.withHours(
        new Opening.Window(EnumSet.allOf(DayOfWeek.class), LocalTime.of(6, 0), LocalTime.of(4, 0)));
  }

  private TermsVersion rules(Federation federation, UUID club, String kind, Terms terms) {
    federation.rules(club, kind, terms);
    return seal(terms, LocalDate.EPOCH);
  }

  private TermsVersion seal(Terms terms, LocalDate from) {
    var version = TermsVersion.seal(1, terms, Period.from(from));
    byHash.put(version.hash(), terms);
    return version;
  }

  List<UUID> hosts() {
    return hosts;
  }

  List<UUID> members() {
    return members;
  }

  UUID home(UUID member) {
    return known(homes, member);
  }

  String code(UUID home) {
    return known(codes, home);
  }

  MemberReference card(UUID member) {
    return known(cards, member);
  }

  Caller kiosk(UUID host) {
    return known(kiosks, host);
  }

  Terms terms(String hash) {
    return known(byHash, hash);
  }

  Agreed agreed(At at) {
    var pact = pact(at);
    return new Agreed.Signed(pact.id(), Agreed.Force.LIVE, pact.terms());
  }

  Bylaws bylaws(At at) {
    return new Bylaws(houses.get(at.host()), programmes.get(home(at.member())));
  }

  Clubs clubs(At at) {
    return new Clubs(new Clubs.Club(at.host(), Clubs.Status.ACTIVE),
        new Clubs.Club(home(at.member()), Clubs.Status.ACTIVE), ZONE);
  }

  Standing standing(At at) {
    return new Standing.Known(at.member(), Standing.Status.ACTIVE, "REGULAR", null);
  }

  /** Whether the terms ask for it, by a bit of {@link Needs}. */
  boolean asks(At at, int bit) {
    var house = houses.get(at.host());
    int needs = Needs.of(pact(at).terms().terms()) | (house == null ? 0 : Needs.of(house.terms()));
    return (needs & bit) != 0;
  }

  boolean hasProgramme(At at) {
    return programmes.containsKey(home(at.member()));
  }

  House house(UUID host) {
    var rules = houses.get(host);
    return new House(rules == null ? List.of() : rules.terms().opening().hours(), ZONE,
        VisitSettings.DEFAULTS.stayMax());
  }

  private Pact pact(At at) {
    return known(pacts, new At(at.host(), home(at.member())));
  }

  private static <K, V> V known(Map<K, V> all, K key) {
    return Objects.requireNonNull(all.get(key));
  }
}
