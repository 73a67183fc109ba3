package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.rules.Request.Guest;
import org.reciprocalclubs.reciprocal.rules.Request.Relation;

/** Visits at the edges of terms, those that are asked about most first. */
final class ExampleEdges {
  /** What the examples of prices show. */
  static final String FEE = "FEE";
  private static final int USES_MAX = 1_000;
  private static final int HOURS_SEARCHED = 24 * 8;
  private static final int ADULT = 40;
  /** A class, a tier, a facility that no terms name. */
  static final String NOBODYS = "NOT COVERED";

  private final Terms terms;
  private final Period period;
  private final Inputs ordinary;
  private final LocalDate day;
  private final List<Edge> edges = new ArrayList<>();

  ExampleEdges(Terms terms, Period period, Inputs ordinary) {
    this.terms = terms;
    this.period = period;
    this.ordinary = ordinary;
    day = LocalDate.ofInstant(ordinary.request().at(), ZoneOffset.UTC);
  }

  /**
   * A visit that is an example only if this is the answer.
   *
   * @param shows what of
   */
  record Edge(String shows, Code code, Inputs inputs) {}

  List<Edge> all() {
    caps();
    days();
    if (terms.coverage().guests().max() != null) {
      add(Rule.GUESTS, Code.TOO_MANY_GUESTS, guests(terms.coverage().guests().max() + 1, false));
    }
    classes();
    fees();
    seasons();
    places();
    party();
    edges.addAll(new ExampleEntries(terms.entry(), ordinary).all());
    ends();
    return edges;
  }

  private void add(Rule rule, Code code, Inputs inputs) {
    edges.add(new Edge(rule.name(), code, inputs));
  }

  private void caps() {
    var caps = terms.caps();
    var month = days(day.withDayOfMonth(1), day.lengthOfMonth()).filter(used -> used != today()).toArray();
    int first = (int) day.withDayOfMonth(1).toEpochDay();
    var otherMonths = days(day.withDayOfYear(1), day.lengthOfYear())
        .filter(used -> used < first || used >= first + day.lengthOfMonth()).toArray();
    used(Rule.CAP_DAY, Code.CAP_DAY_REACHED, caps.day(), new int[]{today()});
    used(Rule.CAP_MONTH, Code.CAP_MONTH_REACHED, caps.month(), month);
    used(Rule.CAP_YEAR, Code.CAP_YEAR_REACHED, caps.year(), otherMonths);
    for (var rolling : caps.rolling()) {
      int before = Math.clamp(rolling.days() - 1L, 0, USES_MAX);
      used(Rule.CAP_ROLLING, Code.CAP_ROLLING_REACHED, rolling.most(),
          days(day.minusDays(before), before).toArray());
    }
  }

  private int today() {
    return (int) day.toEpochDay();
  }

  private static IntStream days(LocalDate first, int count) {
    return IntStream.range(0, count).map(i -> (int) first.toEpochDay() + i);
  }

  /** After so many visits, spread over the days. */
  private void used(Rule rule, Code code, @Nullable Integer most, int[] days) {
    if (most == null || most < 1 || most > USES_MAX || days.length == 0) {
      return;
    }
    var uses = IntStream.range(0, most).mapToObj(i -> Use.ofDay(days[(int) ((long) i * days.length / most)]))
        .toList();
    add(rule, code, ordinary.with(History.of(uses, null)));
  }

  private void days() {
    var opening = terms.opening();
    for (var blackout : opening.blackouts()) {
      var from = blackout.from().isBefore(period.effective()) ? period.effective() : blackout.from();
      add(Rule.BLACKOUTS, Code.BLACKOUT, at(from.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC)));
    }
    if (!opening.hours().isEmpty()) {
      searched(Rule.HOURS, Code.CLOSED_HOURS, 1);
    }
  }

  private void seasons() {
    if (!terms.opening().hours().isEmpty()) {
      searched(Rule.HOURS, Code.CLOSED_DAY, 1);
    }
    if (!terms.opening().seasons().isEmpty()) {
      searched(Rule.SEASONS, Code.OUT_OF_SEASON, 24);
    }
  }

  /** The first time after the ordinary visit at which that is the answer. */
  private void searched(Rule rule, Code code, int stepHours) {
    for (int i = 1; i <= 2 * HOURS_SEARCHED; i++) {
      var later = at(ordinary.request().at().plusSeconds(3_600L * stepHours * i));
      if (Rulebook.decide(later).verdict().code() == code) {
        add(rule, code, later);
        return;
      }
    }
  }

  /** The same visit at another time, announced as long before. */
  private Inputs at(Instant at) {
    var request = ordinary.request();
    var booked = request.particulars().booked();
    var moved = booked == null
        ? request.particulars()
        : request.particulars()
            .bookedAt(at.minusSeconds(request.at().getEpochSecond() - booked.at().getEpochSecond()));
    return ordinary.with(request.at(at).with(moved));
  }

  private void classes() {
    var known = (Standing.Known) ordinary.standing();
    if (!terms.coverage().membershipClasses().isEmpty()) {
      add(Rule.CLASSES, Code.CLASS_NOT_ADMITTED, ordinary.with(new Standing.Known(known.member(),
          known.status(), NOBODYS, known.paidUntil(), known.letter())));
    }
  }

  private void places() {
    var coverage = terms.coverage();
    if (!coverage.facilities().isEmpty()) {
      var request = ordinary.request();
      add(Rule.FACILITIES, Code.FACILITY_NOT_COVERED,
          ordinary.with(new Request(request.at(), NOBODYS, List.of(), 0, request.particulars())));
    }
    if (!coverage.homeTiers().isEmpty()) {
      var clubs = ordinary.clubs();
      add(Rule.HOME_TIERS, Code.TIER_NOT_ADMITTED, ordinary.with(new Clubs(clubs.host(),
          new Clubs.Club(clubs.home().id(), clubs.home().status(), NOBODYS), clubs.zone())));
    }
  }

  private void fees() {
    var fees = terms.fees();
    if (fees == null) {
      return;
    }
    for (var waiver : fees.waivers()) {
      edges.add(new Edge("WAIVER", Code.ADMITTED, switch (waiver.when()) {
        case HOME_CLUB_CLOSED -> ordinary.with(ordinary.circumstances().withHomeClosed(true));
        case PAYING_GUESTS -> guests(Math.clamp(waiver.guests(), 1, Use.GUESTS_MAX), true);
      }));
    }
    for (var line : fees.lines()) {
      fee(fitting(line));
    }
    fee(guests(1, false));
    fee(ordinary.with(ordinary.request().forNights(2)));
    if (fees.discount() != null) {
      fee(facility(ordinary, Examples.first(fees.discount().facilities(), ordinary.request().facility())));
    }
  }

  private void fee(Inputs inputs) {
    edges.add(new Edge(FEE, Code.ADMITTED, inputs));
  }

  /**
   * Whoever the line is for, where and for what it is, with three units of it, and for two nights if it
   * counts them.
   */
  private Inputs fitting(Fees.Line line) {
    var fits = line.fits();
    var known = (Standing.Known) ordinary.standing();
    var who = ordinary.with(new Standing.Known(known.member(), known.status(),
        Examples.first(fits.classes(), known.membershipClass()), known.paidUntil(), known.letter()));
    Map<String, Long> attributes = new HashMap<>();
    if (line.unit() != null) {
      attributes.put(line.unit().attribute(), Math.max(1, 3L * line.unit().sizeThousandths() / 1_000));
    }
    boolean nightly = line.basis() == Fees.Basis.PER_NIGHT || line.basis() == Fees.Basis.PER_HEAD_NIGHT;
    var asked = nightly ? who.request().forNights(2) : who.request();
    return facility(
        who.with(tiers(fits)).with(asked.with(asked.particulars().withAttributes(attributes))),
        Examples.first(fits.facilities(), asked.facility()));
  }

  private Clubs tiers(Fees.Fits fits) {
    var clubs = ordinary.clubs();
    return new Clubs(tier(clubs.host(), fits.hostTiers()), tier(clubs.home(), fits.homeTiers()),
        clubs.zone());
  }

  private static Clubs.Club tier(Clubs.Club club, Set<String> tiers) {
    return new Clubs.Club(club.id(), club.status(), Examples.first(tiers, club.tier()));
  }

  private static Inputs facility(Inputs inputs, String facility) {
    var asked = inputs.request();
    return inputs
        .with(new Request(asked.at(), facility, asked.guests(), asked.nights(), asked.particulars()));
  }

  private void party() {
    var caps = terms.caps();
    var rule = terms.coverage().guests();
    stay(caps.nightsRunning(), Code.STAY_TOO_LONG, Rule.CAP_NIGHTS_RUNNING);
    stay(caps.nightsYear(), Code.STAY_TOO_LONG, Rule.CAP_NIGHTS_YEAR);
    if (caps.guestsYear() != null) {
      int most = caps.guestsYear();
      add(Rule.CAP_GUESTS_YEAR, Code.CAP_GUESTS_YEAR_REACHED, guests(most + 1, false));
    }
    if (rule.consent()) {
      var known = (Standing.Known) ordinary.standing();
      add(Rule.GUESTS_CONSENT, Code.GUESTS_NEED_CONSENT,
          guests(1, false).with(known.with(new Standing.Letter(day, null, 0))));
    }
    if (rule.minimumAge() != null && rule.minimumAge() > 0) {
      var child = new Guest(rule.minimumAge() - 1, Relation.CHILD);
      add(Rule.GUESTS_AGE, Code.GUEST_TOO_YOUNG, ordinary.with(ordinary.request().withGuests(child)));
    }
  }

  private void stay(@Nullable Integer most, Code code, Rule rule) {
    if (most != null && most < Use.NIGHTS_MAX) {
      add(rule, code, ordinary.with(ordinary.request().forNights(most + 1)));
    }
  }

  /** The days before the first and after the last. */
  private void ends() {
    if (period.effective().isAfter(LocalDate.EPOCH)) {
      add(Rule.AGREEMENT, Code.AGREEMENT_NOT_YET,
          at(period.effective().minusDays(1).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC)));
    }
    var last = period.expiration();
    if (last != null && last.getYear() < 9_000) {
      add(Rule.AGREEMENT, Code.AGREEMENT_EXPIRED,
          at(last.plusDays(1).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC)));
    }
  }

  private Inputs guests(int count, boolean paying) {
    int most = Math.clamp(count, 0, Use.GUESTS_MAX);
    var guests = Collections.nCopies(most, new Guest(ADULT, Relation.FRIEND, paying));
    return ordinary.with(ordinary.request().withGuests(guests.toArray(Guest[]::new)));
  }
}
