package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one part of terms says against another is found, and both places are named. */
class AcrossCheckTest {
  private static final Fees.Fits ALL = Fees.Fits.ALL;
  private static final Caps DAYS = Caps.NONE.counting(Caps.Counting.DAYS);
  private static final LocalDate SATURDAY = LocalDate.of(2026, 6, 20);

  static Stream<Arguments> contradictions() {
    return Stream.of(
        arguments(line(Coverage.ALL.withClasses("FULL"), classes("LIFE")), "fees.lines[0].membershipClasses",
            "LIFE is not among membershipClasses"),
        arguments(line(Coverage.ALL.withHomeTiers("GOLD"), tiers("TIN")), "fees.lines[0].homeTiers",
            "TIN is not among homeTiers"),
        arguments(line(Coverage.ALL.withFacilities("BAR"), facilities("POOL")), "fees.lines[0].facilities",
            "POOL is not among facilities"),
        arguments(line(Coverage.ALL.withGuests(0), party(Fees.Party.SPOUSE)), "fees.lines[0].party",
            "guests.max"),
        arguments(line(family(0), party(Fees.Party.GUEST)), "fees.lines[0].party", "guests.max"),
        arguments(Terms.OPEN.with(Coverage.ALL.withFacilities("BAR"))
            .withFees(priced(ALL).with(new Fees.Discount(100, Set.of("POOL")))),
            "fees.discount.facilities", "POOL is not among facilities"),
        arguments(waiver(Coverage.ALL.withGuests(2), 3), "fees.waivers[0].guests", "guests.max"),
        arguments(without("POWER"), "fees.settlement.cap.without", "fees.lines is POWER"),
        arguments(Terms.OPEN.with(new Caps(3, null, null).withRolling(new Caps.Rolling(2, 7))), "caps.day",
            "caps.rolling[0]"),
        arguments(rolling(new Caps.Rolling(5, 10), new Caps.Rolling(5, 30)), "caps.rolling[0]",
            "caps.rolling[1]"),
        arguments(rolling(new Caps.Rolling(5, 30), new Caps.Rolling(5, 30)), "caps.rolling[1]",
            "caps.rolling[0]"),
        arguments(Terms.OPEN.with(Coverage.ALL.withGuests(5)).with(Caps.NONE.withGuestsYear(4)), "guests.max",
            "caps.guestsYear"),
        arguments(nights(8, 4, null), "caps.nightsRunning", "caps.month"),
        arguments(nights(8, null, 4), "caps.nightsRunning", "caps.year"),
        arguments(
            closed(Opening.ALWAYS.withSeasons(new Opening.Season(MonthDay.of(1, 1), MonthDay.of(3, 31)))),
            "blackouts[0]", "seasons"),
        arguments(closed(Opening.ALWAYS.withHours(window(DayOfWeek.MONDAY, "09:00", "17:00"))),
            "blackouts[0]", "hours"),
        arguments(methods(Fees.Route.CHARGE_HOME_CLUB), "fees.settlement.methods", "fees.settlement.route"),
        arguments(Terms.OPEN.with(Entry.FREE.with(new Entry.Booking(false, null, 3))), "booking.required",
            "booking.latestDays"),
        arguments(Terms.OPEN.with(Coverage.ALL.withGuests(51)), "guests.max", "At most 50"),
        arguments(Terms.OPEN.with(Caps.NONE.withNights(367, null)), "caps.nightsRunning", "At most 366"),
        arguments(Terms.OPEN.with(Caps.NONE.withNights(null, 367)), "caps.nightsYear", "At most 366"),
        arguments(Terms.OPEN.with(Coverage.ALL.withFacilities("BAR;")), "facilities", "letters, digits"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void a_contradiction_is_found_and_both_places_are_named(Terms terms, String field, String other) {
    var problems = terms.problems();
    assertThat(problems).extracting(Problem::field).containsExactly(field);
    assertThat(problems.getFirst().text()).contains(other);
  }

  static Stream<Terms> sound() {
    return Stream.of(line(Coverage.ALL.withClasses("FULL", "LIFE"), classes("LIFE")),
        line(Coverage.ALL, classes("LIFE")), line(Coverage.ALL.withFacilities("Bar"), facilities("BAR")),
        line(family(0), party(Fees.Party.SPOUSE, Fees.Party.CHILD)),
        line(Coverage.ALL.withGuests(0), party(Fees.Party.MEMBER, Fees.Party.GUEST)),
        line(Coverage.ALL.withGuests(1), party(Fees.Party.GUEST)), waiver(Coverage.ALL.withGuests(3), 3),
        waiver(family(2), 3), without("BERTH"),
        Terms.OPEN.with(new Caps(2, null, null).withRolling(new Caps.Rolling(2, 7))),
        Terms.OPEN.with(new Caps(3, null, null).counting(Caps.Counting.DAYS)
            .withRolling(new Caps.Rolling(2, 7))),
        rolling(new Caps.Rolling(4, 10), new Caps.Rolling(5, 30)),
        Terms.OPEN.with(Coverage.ALL.withGuests(4)).with(Caps.NONE.withGuestsYear(4)), nights(7, 4, null),
        nights(7, null, 4), Terms.OPEN.with(new Caps(null, 4, null).withNights(8, null)),
        closed(Opening.ALWAYS.withSeasons(new Opening.Season(MonthDay.of(6, 20), MonthDay.of(6, 20)))),
        closed(Opening.ALWAYS.withHours(window(DayOfWeek.FRIDAY, "18:00", "02:00"))),
        methods(Fees.Route.PAY_ON_LEAVING), Terms.OPEN.with(Coverage.ALL.withGuests(50)),
        Terms.OPEN.with(Entry.FREE.with(new Entry.Booking(false, null, null, true))),
        Terms.OPEN.with(Caps.NONE.withNights(366, 366)));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void what_fits_together_is_sound(Terms terms) {
    assertThat(terms.problems()).isEmpty();
  }

  private static Fees.Fits classes(String... names) {
    return new Fees.Fits(Set.of(names), Set.of(), Set.of(), Set.of(), Set.of());
  }

  private static Fees.Fits tiers(String... names) {
    return new Fees.Fits(Set.of(), Set.of(names), Set.of(), Set.of(), Set.of());
  }

  private static Fees.Fits facilities(String... names) {
    return new Fees.Fits(Set.of(), Set.of(), Set.of(), Set.of(names), Set.of());
  }

  private static Fees.Fits party(Fees.Party... party) {
    return new Fees.Fits(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(party));
  }

  private static Coverage family(int max) {
    return Coverage.ALL.with(new Coverage.Guests(max, 18, false, null));
  }

  private static Terms line(Coverage coverage, Fees.Fits fits) {
    return Terms.OPEN.with(coverage).withFees(priced(fits));
  }

  private static Fees priced(Fees.Fits fits) {
    return settled(fits, Fees.Settlement.by(Fees.Route.PAY_ON_LEAVING));
  }

  private static Fees settled(Fees.Fits fits, Fees.Settlement settlement) {
    var berth = new Fees.Line("BERTH", fits, Fees.Basis.PER_VISIT, 100, null, 0);
    return new Fees("USD", List.of(berth), List.of(), settlement, null);
  }

  private static Terms waiver(Coverage coverage, int guests) {
    return Terms.OPEN.with(coverage)
        .withFees(priced(ALL).with(new Fees.Waiver(Fees.When.PAYING_GUESTS, guests, Set.of())));
  }

  private static Terms without(String item) {
    var cap = new Fees.Cap(7_000, null, false, Set.of(item));
    return Terms.OPEN
        .withFees(settled(ALL, new Fees.Settlement(Fees.Route.HOME_CLUB_REIMBURSES, cap, Set.of())));
  }

  private static Terms methods(Fees.Route route) {
    return Terms.OPEN.withFees(settled(ALL, new Fees.Settlement(route, null, Set.of(Fees.Method.CASH))));
  }

  private static Terms rolling(Caps.Rolling... rolling) {
    return Terms.OPEN.with(Caps.NONE.withRolling(rolling));
  }

  private static Terms nights(int running, @Nullable Integer month, @Nullable Integer year) {
    return Terms.OPEN
        .with(new Caps(null, month, year).counting(DAYS.counting()).withNights(running, null));
  }

  private static Terms closed(Opening opening) {
    return Terms.OPEN.with(opening.withBlackouts(new Opening.Blackout(SATURDAY, SATURDAY, "")));
  }

  private static Opening.Window window(DayOfWeek day, String from, String to) {
    return new Opening.Window(Set.of(day), LocalTime.parse(from), LocalTime.parse(to));
  }
}
