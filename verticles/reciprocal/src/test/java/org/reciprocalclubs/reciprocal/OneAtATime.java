package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.reciprocal.desk.Replay;
import org.reciprocalclubs.reciprocal.desk.Scan;
import org.reciprocalclubs.reciprocal.rules.Agreed;
import org.reciprocalclubs.reciprocal.rules.Bylaws;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Circumstances;
import org.reciprocalclubs.reciprocal.rules.Clubs;
import org.reciprocalclubs.reciprocal.rules.Coverage;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.History;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Needs;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.Standing;
import org.reciprocalclubs.reciprocal.rules.Terms;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;
import org.reciprocalclubs.reciprocal.rules.Use;

/**
 * A desk that knows no hurry: a list of visits, and every scan decided on what the list says. Shares the rules
 * with the real one, and nothing of how facts are kept, found, locked or written. Not thread-safe.
 */
final class OneAtATime {
  private static final ZoneId SEATTLE = ZoneId.of("America/Los_Angeles");
  private static final int MEMBERS = 3;

  /** A member at a host. */
  record At(UUID host, UUID member) {}

  /** What a member has used up there, and the visit they are inside on. */
  record Used(List<Long> uses, @Nullable UUID open) {}

  record Asked(UUID host, UUID member, Caller kiosk) {}

  /** A visit as the model knows it. */
  record Visited(UUID id, At at, UUID home, Instant opened, Use use, boolean inside, Caller kiosk) {}

  private record Pact(UUID id, TermsVersion terms) {}

  private final List<UUID> hosts = new ArrayList<>();
  private final Map<UUID, UUID> homes = new TreeMap<>();
  private final Map<UUID, Caller> kiosks = new HashMap<>();
  private final Map<At, Pact> pacts = new HashMap<>();
  private final Map<UUID, TermsVersion> houses = new HashMap<>();
  private final Map<UUID, TermsVersion> programmes = new HashMap<>();
  private final Map<UUID, Visited> visits = new HashMap<>();

  /** Two hosts and two home clubs under random terms. */
  static OneAtATime random(Federation federation, String name, Random random) {
    var model = new OneAtATime();
    var homes = List.of(federation.club(name + "A"), federation.club(name + "B"));
    for (int i = 0; i < 2; i++) {
      var host = federation.club(name + "H" + i);
      model.hosts.add(host);
      model.kiosks.put(host, Desks.kiosk(host));
      if (random.nextBoolean()) {
        model.house(federation, host, Terms.OPEN.with(capacity(6, random)));
      }
      for (UUID home : homes) {
        var terms = terms(random);
        model.pacts.put(new At(host, home), new Pact(federation.agreement(host, home, terms), seal(terms)));
      }
    }
    for (UUID home : homes) {
      if (random.nextBoolean()) {
        model.programme(federation, home, Terms.OPEN.with(new Caps(null, 2 + random.nextInt(5), null)));
      }
      for (int i = 0; i < MEMBERS; i++) {
        model.homes.put(federation.member(home, name + i), home);
      }
    }
    return model;
  }

  private static Terms terms(Random random) {
    var caps = new Caps(1 + random.nextInt(3), 2 + random.nextInt(6), null)
        .withRolling(new Caps.Rolling(1 + random.nextInt(4), 1 + random.nextInt(5)));
    var terms = Terms.OPEN.with(caps).with(Coverage.ALL.withGuests(random.nextInt(3)));
    return random.nextInt(3) == 0 ? terms.with(capacity(4, random)) : terms;
  }

  private static Entry capacity(int least, Random random) {
    return Entry.FREE.with(new Entry.Capacity(least + random.nextInt(9), least + random.nextInt(5)));
  }

  private static TermsVersion seal(Terms terms) {
    return TermsVersion.seal(1, terms, Period.from(LocalDate.of(2020, 1, 1)));
  }

  private void house(Federation federation, UUID host, Terms terms) {
    federation.rules(host, "HOUSE", terms);
    houses.put(host, TermsVersion.seal(1, terms, Period.from(LocalDate.EPOCH)));
  }

  private void programme(Federation federation, UUID home, Terms terms) {
    federation.rules(home, "PROGRAMME", terms);
    programmes.put(home, TermsVersion.seal(1, terms, Period.from(LocalDate.EPOCH)));
  }

  UUID[] hosts() {
    return hosts.toArray(UUID[]::new);
  }

  Asked ask(Random random) {
    var members = List.copyOf(homes.keySet());
    var host = hosts.get(random.nextInt(hosts.size()));
    return new Asked(host, members.get(random.nextInt(members.size())), kiosk(host));
  }

  /** The verdict on a scan after all before it, and its effect. */
  Verdict decide(Scan scan, Verdict recorded) {
    var inputs = inputs(scan, VerdictMapper.instant(recorded.getDecidedAt()));
    var verdict = Replay.verdict(inputs, recorded, false);
    if (verdict.getCode() == Verdict.Code.ADMITTED) {
      var at = at(scan);
      int day = Math.toIntExact(LocalDate.ofInstant(inputs.request().at(), SEATTLE).toEpochDay());
      visits.put(scan.id(), new Visited(scan.id(), at, home(at), inputs.request().at(),
          new Use(day, 0, scan.party().guests().size(), 0), true, kiosk(at.host())));
    }
    return verdict;
  }

  private static At at(Scan scan) {
    return new At(scan.host(), ((Scan.Who.ById) scan.who()).member());
  }

  private UUID home(At at) {
    return Objects.requireNonNull(homes.get(at.member()));
  }

  private Caller kiosk(UUID host) {
    return Objects.requireNonNull(kiosks.get(host));
  }

  private Pact pact(UUID host, UUID home) {
    return Objects.requireNonNull(pacts.get(new At(host, home)));
  }

  private Inputs inputs(Scan scan, Instant at) {
    var who = at(scan);
    var home = home(who);
    var pact = pact(who.host(), home);
    var clubs = new Clubs(new Clubs.Club(who.host(), Clubs.Status.ACTIVE),
        new Clubs.Club(home, Clubs.Status.ACTIVE), SEATTLE);
    return new Inputs(new Agreed.Signed(pact.id(), Agreed.Force.LIVE, pact.terms()),
        new Bylaws(houses.get(who.host()), programmes.get(home)), clubs,
        new Standing.Known(who.member(), Standing.Status.ACTIVE, "REGULAR", null),
        History.of(uses(who.host(), who.member()), open(who)), circumstances(who, home, at),
        scan.party().at(at));
  }

  private Circumstances circumstances(At who, UUID home, Instant at) {
    var is = Circumstances.NONE;
    if (programmes.containsKey(home)) {
      is = is.withEverywhere(History.of(uses(null, who.member()), null));
    }
    int needs = Needs.of(pact(who.host(), home).terms().terms());
    var house = houses.get(who.host());
    needs |= house == null ? 0 : Needs.of(house.terms());
    return (needs & Needs.HEADS) == 0 ? is : is.with(occupancy(who.host(), home, at));
  }

  private Circumstances.Occupancy occupancy(UUID host, UUID home, Instant at) {
    var midnight = LocalDate.ofInstant(at, SEATTLE).atStartOfDay(SEATTLE).toInstant();
    var full = new int[4];
    for (Visited visit : visits.values()) {
      if (visit.at().host().equals(host)) {
        int heads = 1 + visit.use().guests();
        boolean sameHome = visit.home().equals(home);
        if (!visit.opened().isBefore(midnight)) {
          full[0] += heads;
          full[1] += sameHome ? heads : 0;
        }
        if (visit.inside()) {
          full[2] += heads;
          full[3] += sameHome ? heads : 0;
        }
      }
    }
    return new Circumstances.Occupancy(full[0], full[1], full[2], full[3]);
  }

  /** At a host, or at all of them. */
  private List<Use> uses(@Nullable UUID host, UUID member) {
    return visits.values().stream()
        .filter(
            visit -> visit.at().member().equals(member) && (host == null || visit.at().host().equals(host)))
        .map(Visited::use).toList();
  }

  private @Nullable UUID open(At who) {
    return visits.values().stream().filter(visit -> visit.inside() && visit.at().equals(who))
        .map(Visited::id).findAny().orElse(null);
  }

  List<Visited> inside() {
    return visits.values().stream().filter(Visited::inside).toList();
  }

  /** Takes over which visits stand, and which have ended. */
  void follow(Iterable<Row> rows) {
    visits.clear();
    for (Row row : rows) {
      var state = row.getString("state");
      if (state.equals("CHECKED_IN") || state.equals("CHECKED_OUT")) {
        var at = new At(row.getUUID("host"), row.getUUID("member"));
        visits.put(row.getUUID("id"),
            new Visited(row.getUUID("id"), at, home(at), row.getOffsetDateTime("opened_at").toInstant(),
                new Use(row.getInteger("local_day"), row.getInteger("nights"), row.getInteger("guests"), 0),
                state.equals("CHECKED_IN"), kiosk(at.host())));
      }
    }
  }

  /** Of everybody who has used anything. */
  Map<At, Used> used() {
    Map<At, Used> all = new HashMap<>();
    for (Visited visit : visits.values()) {
      var at = visit.at();
      all.put(at, new Used(uses(at.host(), at.member()).stream().map(Use::packed).sorted().toList(),
          open(at)));
    }
    return all;
  }
}
