package org.reciprocalclubs.reciprocal.rules;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Inputs for properties. The wild ones are anything the types allow, also what {@link Terms#problems()} would
 * refuse; the tame ones are plausible, and live around the days on which clocks change, years end and
 * February is long.
 */
final class AnyInputs {
  static final List<ZoneId> ZONES = List.of(ZoneId.of("America/New_York"), ZoneId.of("Europe/London"),
      ZoneId.of("Pacific/Auckland"), ZoneId.of("Asia/Kolkata"), ZoneId.of("America/Havana"),
      ZoneId.of("Australia/Lord_Howe"), ZoneId.of("Pacific/Apia"), ZoneId.of("America/St_Johns"),
      ZoneId.of("UTC"));

  private AnyInputs() {}

  static Arbitrary<Inputs> wild() {
    return Combinators.combine(wildAgreed(), wildBylaws(), wildClubs(), wildStanding(), wildHistory(),
        wildCircumstances(), wildRequest()).as(Inputs::new);
  }

  private static Arbitrary<Bylaws> wildBylaws() {
    var versions = AnyTerms.wild().map(terms -> new TermsVersion(1, "sha256:07", terms, Visitor.SINCE_2020));
    return Combinators.combine(versions.injectNull(0.5), versions.injectNull(0.5)).as(Bylaws::new);
  }

  private static Arbitrary<Circumstances> wildCircumstances() {
    var restriction = Combinators.combine(Arbitraries.of(Restriction.Kind.class), wildDates().injectNull(0.5),
        Arbitraries.of("BAR", "BERTH").set().ofMaxSize(1), Arbitraries.of(true, false))
        .as((kind, last, closed, guests) -> new Restriction(Visitor.VISIT, kind, last, closed, guests));
    var occupancy = Combinators.combine(ints(), ints(), ints(), ints()).as(Circumstances.Occupancy::new);
    var nearness = Combinators.combine(ints().injectNull(0.3), Arbitraries.of(true, false),
        Arbitraries.of(Circumstances.Lives.class)).as(Circumstances.Nearness::new);
    return Combinators.combine(restriction.list().ofMaxSize(2), occupancy, nearness, wildHistory(),
        Arbitraries.of(true, false)).as(Circumstances::new);
  }

  private static Arbitrary<Agreed> wildAgreed() {
    var dates = wildDates();
    var periods = Combinators.combine(dates, dates.injectNull(0.3)).as(Period::new);
    Arbitrary<Agreed> signed = Combinators
        .combine(Arbitraries.of(Agreed.Force.class), AnyTerms.wild(), periods)
        .as(Visitor::signed);
    return Arbitraries.oneOf(Arbitraries.just(Agreed.NOTHING), signed, signed, signed);
  }

  private static Arbitrary<Clubs> wildClubs() {
    var ids = Arbitraries.of(Visitor.HOST, Visitor.HOME);
    var clubs = Combinators.combine(ids, Arbitraries.of(Clubs.Status.class)).as(Clubs.Club::new);
    return Combinators.combine(clubs, clubs, Arbitraries.of(ZONES)).as(Clubs::new);
  }

  private static Arbitrary<Standing> wildStanding() {
    Arbitrary<Standing> known = Combinators
        .combine(Arbitraries.of(Standing.Status.class), Arbitraries.of("FULL", "LIFE"),
            wildDates().injectNull(0.5))
        .as((status, name, paid) -> new Standing.Known(Visitor.MEMBER, status, name, paid))
        .flatMap(member -> letters().injectNull(0.5)
            .map(letter -> letter == null ? member : member.with(letter)));
    Arbitrary<Standing> unproven = Arbitraries.of(Standing.PassFault.class).map(Standing.Unproven::new);
    return Arbitraries.oneOf(Arbitraries.just(Standing.UNKNOWN), unproven, known, known, known);
  }

  private static Arbitrary<Standing.Letter> letters() {
    return Combinators.combine(wildDates(), wildDates().injectNull(0.5), ints()).as(Standing.Letter::new);
  }

  private static Arbitrary<History> wildHistory() {
    var days = Arbitraries.oneOf(ints(), Arbitraries.integers().between(20_500, 20_700));
    var small = Arbitraries.oneOf(Arbitraries.integers().between(0, 9), ints());
    var uses = Combinators.combine(days, small, small, small).as(Use::new);
    return Combinators.combine(uses.list().ofMaxSize(40), Arbitraries.<UUID>of(Visitor.VISIT).injectNull(0.7))
        .as(History::of);
  }

  private static Arbitrary<Request> wildRequest() {
    var guests = Combinators.combine(Arbitraries.integers().injectNull(0.5),
        Arbitraries.of(Request.Relation.class), Arbitraries.of(true, false)).as(Request.Guest::new).list()
        .ofMaxSize(5);
    var attributes = Arbitraries.maps(Arbitraries.of("vessel", "vessel_length_cm"), Arbitraries.longs())
        .ofMaxSize(2);
    var booked = Combinators.combine(wildInstants(), Arbitraries.integers().between(0, 5))
        .as(Request.Booked::new);
    var particulars = Combinators.combine(attributes, Arbitraries.of(Entry.Document.class).set().ofMaxSize(3),
        booked.injectNull(0.5)).as(Request.Particulars::new);
    var nights = Arbitraries.oneOf(ints(), Arbitraries.integers().between(0, 9));
    return Combinators
        .combine(wildInstants(), Arbitraries.of("", "BAR", "BERTH"), guests, nights, particulars)
        .as(Request::new);
  }

  private static Arbitrary<Instant> wildInstants() {
    return Arbitraries.oneOf(Arbitraries.of(Instant.MIN, Instant.MAX, Instant.EPOCH),
        Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond())
            .map(Instant::ofEpochSecond),
        tameInstants());
  }

  static Arbitrary<Integer> ints() {
    return Arbitraries.oneOf(Arbitraries.integers(),
        Arbitraries.of(Integer.MIN_VALUE, -1, 0, 1, 2, Integer.MAX_VALUE));
  }

  static Arbitrary<LocalDate> wildDates() {
    return Arbitraries.oneOf(Arbitraries.of(LocalDate.MIN, LocalDate.MAX, LocalDate.EPOCH),
        Arbitraries.longs().between(20_000, 21_200).map(LocalDate::ofEpochDay));
  }

  static Arbitrary<List<Opening.Window>> windows(LocalTime from, LocalTime to) {
    var quarters = Arbitraries.integers().between(from.toSecondOfDay() / 900, to.toSecondOfDay() / 900)
        .map(quarter -> LocalTime.ofSecondOfDay(quarter * 900L));
    Arbitrary<Set<DayOfWeek>> days = Arbitraries.of(DayOfWeek.class).set().ofMaxSize(5);
    return Combinators.combine(days, quarters, quarters).as(Opening.Window::new).list().ofMaxSize(3);
  }

  /** Moments, to the quarter hour, within two days of a change of clocks, a year's end or a leap day. */
  static Arbitrary<Instant> tameInstants() {
    var days = Arbitraries.of("2026-03-08", "2026-11-01", "2026-03-29", "2026-10-25", "2026-04-05",
        "2026-09-27",
        "2027-12-31", "2028-02-29", "2027-02-28", "2026-06-16", "2011-12-30");
    var quarters = Arbitraries.integers().between(-192, 192);
    return Combinators.combine(days, quarters).as((day, quarter) -> Instant.parse(day + "T00:00:00Z")
        .plusSeconds(quarter * 900L));
  }

  /** A member in good standing with a history around the moment, under sound terms without a fee. */
  static Arbitrary<Inputs> tame() {
    return tameInstants().flatMap(at -> TameInputs.at(at));
  }
}
