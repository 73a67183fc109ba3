package org.reciprocalclubs.reciprocal.rules;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Terms for properties: anything that can be built, sound or not. */
final class AnyTerms {
  private static final Arbitrary<Boolean> BOOLEANS = Arbitraries.of(true, false);
  private static final LocalDate DAY = LocalDate.of(2026, 6, 16);

  /** Every field set. */
  static final Terms RICH = new Terms(
      new Caps(1, 4, 48, Caps.Counting.DAYS, List.of(new Caps.Rolling(5, 30)), 3, 12, 20),
      new Opening(List.of(new Opening.Blackout(DAY, DAY.plusDays(2), "Regatta")),
          List.of(new Opening.Season(MonthDay.of(11, 1), MonthDay.of(2, 28))),
          List.of(new Opening.Window(Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(18, 0),
              LocalTime.of(2, 0)))),
      new Coverage(Set.of("FULL", "LIFE"), Set.of("GOLD"), Set.of("DINING", "BAR"),
          new Coverage.Guests(2, 25, true, 12)),
      new Entry(new Entry.LetterNeeded(30),
          List.of(Set.of(Entry.Document.PASS),
              Set.of(Entry.Document.LETTER, Entry.Document.IDENTITY_CARD)),
          new Entry.Residence(200, true, false, List.of("Calcutta", "Kolkata")),
          new Entry.Booking(true, 7, 3), new Entry.Capacity(40, 20)),
      new Fees("USD",
          List.of(new Fees.Line("BERTH",
              new Fees.Fits(Set.of("FULL"), Set.of("GOLD"), Set.of("SILVER"), Set.of("BERTH"),
                  Set.of(Fees.Party.MEMBER, Fees.Party.GUEST)),
              Fees.Basis.PER_DAY, 50, new Fees.Unit("vessel_length_cm", 30_480), 48)),
          List.of(new Fees.Waiver(Fees.When.PAYING_GUESTS, 3, Set.of(Fees.Party.MEMBER))),
          new Fees.Settlement(Fees.Route.HOME_CLUB_REIMBURSES, new Fees.Cap(7_000, 1, true, Set.of("POWER")),
              Set.of(Fees.Method.CASH, Fees.Method.CARD)),
          new Fees.Discount(1_000, Set.of("DINING"))),
      new Terms.Advice("Jacket and tie", "Call ahead"));

  /** {@link #RICH} without what contradicts itself. */
  static final Terms SOUND = RICH
      .with(RICH.opening().withBlackouts(
          new Opening.Blackout(LocalDate.of(2026, 11, 16), LocalDate.of(2026, 11, 18), "Regatta")))
      .withFees(new Fees("USD",
          List.of(new Fees.Line("BERTH",
              new Fees.Fits(Set.of("FULL"), Set.of("GOLD"), Set.of("SILVER"), Set.of("BAR"),
                  Set.of(Fees.Party.MEMBER, Fees.Party.GUEST)),
              Fees.Basis.PER_DAY, 50, new Fees.Unit("vessel_length_cm", 30_480), 48)),
          List.of(new Fees.Waiver(Fees.When.PAYING_GUESTS, 2, Set.of(Fees.Party.MEMBER))),
          new Fees.Settlement(Fees.Route.HOME_CLUB_REIMBURSES, new Fees.Cap(7_000, 1, true, Set.of("BERTH")),
              Set.of(Fees.Method.CASH, Fees.Method.CARD)),
          new Fees.Discount(1_000, Set.of("DINING"))));

  private AnyTerms() {}

  static Arbitrary<Terms> wild() {
    return Combinators.combine(caps(), opening(), coverage(), entry(), fees().injectNull(0.3),
        Arbitraries.of(Terms.Advice.NONE)).as(Terms::new);
  }

  /** Sound ones: parts of {@link #RICH}, and some of other sizes. */
  static Arbitrary<Terms> sound() {
    var numbers = Arbitraries.integers().between(1, 40).injectNull(0.4);
    var caps = Combinators.combine(numbers, numbers, numbers, Arbitraries.of(Caps.Counting.class))
        .as((day, month, year, counting) -> new Caps(day, month, year).counting(counting));
    var openings = Arbitraries.of(Opening.ALWAYS, SOUND.opening(),
        Opening.ALWAYS.withBlackouts(SOUND.opening().blackouts().getFirst()),
        Opening.ALWAYS.withHours(RICH.opening().hours().getFirst()));
    var guests = numbers.map(max -> Coverage.ALL.withGuests(max));
    var coverage = Arbitraries.oneOf(guests, Arbitraries.of(RICH.coverage(),
        Coverage.ALL.withClasses("FULL"), Coverage.ALL.withFacilities("BAR"), Coverage.ALL.withGuests(0)));
    var entry = Arbitraries.of(Entry.FREE, RICH.entry(), Entry.FREE.with(new Entry.Booking(true, 7, 3)),
        Entry.FREE.with(new Entry.LetterNeeded(30)), Entry.FREE.with(new Entry.Capacity(4, null)));
    var plain = Fees.of(new Money(2_500, "USD"), Fees.Basis.PER_HEAD, Fees.Route.PAY_ON_LEAVING);
    var fees = Arbitraries.of(SOUND.fees(), plain, plain.with(new Fees.Discount(1_000, Set.of())),
        plain.with(new Fees.Waiver(Fees.When.HOME_CLUB_CLOSED, 0, Set.of()))).injectNull(0.3);
    return Combinators.combine(Arbitraries.oneOf(caps, Arbitraries.just(RICH.caps())), openings, coverage,
        entry, fees, Arbitraries.of(Terms.Advice.NONE)).as(Terms::new)
        .filter(terms -> terms.problems().isEmpty());
  }

  private static Arbitrary<@Nullable Integer> cap() {
    return AnyInputs.ints().injectNull(0.5);
  }

  private static Arbitrary<Caps> caps() {
    var rolling = Combinators.combine(AnyInputs.ints(), AnyInputs.ints()).as(Caps.Rolling::new);
    return Combinators.combine(cap(), cap(), cap(), Arbitraries.of(Caps.Counting.class),
        rolling.list().ofMaxSize(2), cap(), cap(), cap()).as(Caps::new);
  }

  private static Arbitrary<Opening> opening() {
    var dates = AnyInputs.wildDates();
    var blackouts = Combinators.combine(dates, dates, Arbitraries.just("")).as(Opening.Blackout::new);
    var days = Arbitraries.of(MonthDay.of(1, 1), MonthDay.of(2, 29), MonthDay.of(6, 16), MonthDay.of(12, 31));
    var seasons = Combinators.combine(days, days).as(Opening.Season::new);
    return Combinators.combine(blackouts.list().ofMaxSize(4), seasons.list().ofMaxSize(2),
        AnyInputs.windows(LocalTime.MIN, LocalTime.MAX)).as(Opening::new);
  }

  private static Arbitrary<Coverage> coverage() {
    var names = Arbitraries.of("FULL", "LIFE", "BAR").set().ofMaxSize(2);
    var guests = Combinators.combine(cap(), cap(), BOOLEANS, cap()).as(Coverage.Guests::new);
    return Combinators.combine(names, names, names, guests).as(Coverage::new);
  }

  private static Arbitrary<Entry> entry() {
    var letter = cap().map(Entry.LetterNeeded::new).injectNull(0.6);
    var documents = Arbitraries.of(Entry.Document.class).set().ofMaxSize(2).list().ofMaxSize(2);
    var residence = Combinators.combine(cap(), BOOLEANS, BOOLEANS,
        Arbitraries.of("Calcutta").list().ofMaxSize(1)).as(Entry.Residence::new).injectNull(0.6);
    var booking = Combinators.combine(BOOLEANS, cap(), cap()).as(Entry.Booking::new).injectNull(0.6);
    var capacity = Combinators.combine(cap(), cap()).as(Entry.Capacity::new).injectNull(0.6);
    return Combinators.combine(letter, documents, residence, booking, capacity).as(Entry::new);
  }

  private static Arbitrary<Fees> fees() {
    var amounts = Arbitraries.oneOf(Arbitraries.longs(),
        Arbitraries.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE));
    var party = Arbitraries.of(Fees.Party.class).set().ofMaxSize(2);
    var names = Arbitraries.of("FULL", "LIFE", "").set().ofMaxSize(1);
    var fits = Combinators.combine(names, names, names, names, party).as(Fees.Fits::new);
    var unit = Combinators.combine(Arbitraries.of("vessel_length_cm", "x"), AnyInputs.ints())
        .as(Fees.Unit::new);
    var lines = Combinators
        .combine(Arbitraries.of("", "BERTH"), fits, Arbitraries.of(Fees.Basis.class), amounts,
            unit.injectNull(0.5), AnyInputs.ints())
        .as(Fees.Line::new);
    var waivers = Combinators.combine(Arbitraries.of(Fees.When.class), AnyInputs.ints(), party)
        .as(Fees.Waiver::new);
    var caps = Combinators.combine(amounts, cap(), BOOLEANS, names).as(Fees.Cap::new);
    var settlement = Combinators.combine(Arbitraries.of(Fees.Route.class), caps.injectNull(0.5),
        Arbitraries.of(Fees.Method.class).set().ofMaxSize(1)).as(Fees.Settlement::new);
    var discount = Combinators.combine(AnyInputs.ints(), names).as(Fees.Discount::new);
    return Combinators.combine(Arbitraries.of("USD", "?"), lines.list().ofMaxSize(3),
        waivers.list().ofMaxSize(2), settlement, discount.injectNull(0.5)).as(Fees::new);
  }
}
