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
    return Combinators.combine(wildAgreed(), wildClubs(), wildStanding(), wildHistory(), wildRequest())
        .as(Inputs::new);
  }

  private static Arbitrary<Agreed> wildAgreed() {
    var dates = wildDates();
    var periods = Combinators.combine(dates, dates.injectNull(0.3)).as(Period::new);
    Arbitrary<Agreed> signed = Combinators.combine(Arbitraries.of(Agreed.Force.class), wildTerms(), periods)
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
        .as((status, name, paid) -> new Standing.Known(Visitor.MEMBER, status, name, paid));
    Arbitrary<Standing> unproven = Arbitraries.of(Standing.PassFault.class).map(Standing.Unproven::new);
    return Arbitraries.oneOf(Arbitraries.just(Standing.UNKNOWN), unproven, known, known, known);
  }

  private static Arbitrary<History> wildHistory() {
    var days = Arbitraries.oneOf(ints(), Arbitraries.integers().between(20_500, 20_700));
    return Combinators.combine(days.array(int[].class).ofMaxSize(40),
        Arbitraries.<UUID>of(Visitor.VISIT).injectNull(0.7)).as(History::of);
  }

  private static Arbitrary<Request> wildRequest() {
    var guests = Combinators.combine(Arbitraries.integers().injectNull(0.5),
        Arbitraries.of(Request.Relation.class)).as(Request.Guest::new).list().ofMaxSize(5);
    return Combinators
        .combine(wildInstants(), Arbitraries.of("", "BAR", "BERTH"), guests, Arbitraries.integers())
        .as(Request::new);
  }

  private static Arbitrary<Instant> wildInstants() {
    return Arbitraries.oneOf(Arbitraries.of(Instant.MIN, Instant.MAX, Instant.EPOCH),
        Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond())
            .map(Instant::ofEpochSecond),
        tameInstants());
  }

  private static Arbitrary<Integer> ints() {
    return Arbitraries.oneOf(Arbitraries.integers(),
        Arbitraries.of(Integer.MIN_VALUE, -1, 0, 1, 2, Integer.MAX_VALUE));
  }

  private static Arbitrary<LocalDate> wildDates() {
    return Arbitraries.oneOf(Arbitraries.of(LocalDate.MIN, LocalDate.MAX, LocalDate.EPOCH),
        Arbitraries.longs().between(20_000, 21_200).map(LocalDate::ofEpochDay));
  }

  private static Arbitrary<Terms> wildTerms() {
    var caps = ints().injectNull(0.5);
    var blackouts = Combinators.combine(wildDates(), wildDates(), Arbitraries.just(""))
        .as(Terms.Blackout::new);
    var opening = Combinators.combine(blackouts.list().ofMaxSize(4), windows(LocalTime.MIN, LocalTime.MAX))
        .as(Terms.Opening::new);
    var names = Arbitraries.of("FULL", "LIFE", "BAR").set().ofMaxSize(2);
    var coverage = Combinators.combine(names, names, ints().injectNull(0.5))
        .as(Terms.Coverage::new);
    var amounts = Arbitraries.oneOf(Arbitraries.longs(),
        Arbitraries.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE));
    var fee = Combinators.combine(amounts, Arbitraries.of(Terms.Basis.class),
        Arbitraries.of(Terms.Route.class))
        .as((amount, basis, route) -> new Terms.Fee(new Money(amount, "?"), basis,
            route));
    return Combinators.combine(Combinators.combine(caps, caps, caps).as(Terms.Caps::new), opening, coverage,
        fee.injectNull(0.3), Arbitraries.just("")).as(Terms::new);
  }

  private static Arbitrary<List<Terms.Window>> windows(LocalTime from, LocalTime to) {
    var quarters = Arbitraries.integers().between(from.toSecondOfDay() / 900, to.toSecondOfDay() / 900)
        .map(quarter -> LocalTime.ofSecondOfDay(quarter * 900L));
    Arbitrary<Set<DayOfWeek>> days = Arbitraries.of(DayOfWeek.class).set().ofMaxSize(5);
    return Combinators.combine(days, quarters, quarters).as(Terms.Window::new).list().ofMaxSize(3);
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
    return tameInstants().flatMap(AnyInputs::tame);
  }

  private static Arbitrary<Inputs> tame(Instant at) {
    long today = Math.floorDiv(at.getEpochSecond(), 86_400L);
    var near = Arbitraries.longs().between(today - 3, today + 40).map(LocalDate::ofEpochDay);
    var periods = Combinators
        .combine(Arbitraries.longs().between(today - 50, today + 20).map(LocalDate::ofEpochDay),
            near.injectNull(0.8))
        .as(Period::new);
    var blackouts = Combinators.combine(near, Arbitraries.integers().between(0, 5))
        .as((first, length) -> new Terms.Blackout(first, first.plusDays(length), ""));
    var opening = Combinators.combine(blackouts.list().ofMaxSize(3), windows(LocalTime.MIN, LocalTime.MAX))
        .as(Terms.Opening::new);
    var cap = Arbitraries.integers().between(1, 5).injectNull(0.4);
    var caps = Combinators.combine(cap, cap, cap).as(Terms.Caps::new);
    var terms = Combinators.combine(caps, opening).as((c, o) -> Terms.OPEN.with(c).with(o));
    var days = Arbitraries.integers().between((int) today - 20, (int) today + 2).array(int[].class)
        .ofMaxSize(8);
    return Combinators.combine(terms, periods, Arbitraries.of(ZONES), days, near.injectNull(0.8))
        .as((t, period, zone, used, paid) -> new Inputs(Visitor.signed(Agreed.Force.LIVE, t, period),
            Visitor.clubs(zone), new Standing.Known(Visitor.MEMBER, Standing.Status.ACTIVE, "FULL", paid),
            History.of(used, null), Request.alone(at)));
  }
}
