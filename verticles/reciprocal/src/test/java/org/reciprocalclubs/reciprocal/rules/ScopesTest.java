package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Visitor.at;
import static org.reciprocalclubs.reciprocal.rules.Visitor.code;
import static org.reciprocalclubs.reciprocal.rules.Visitor.days;
import static org.reciprocalclubs.reciprocal.rules.Visitor.under;
import static org.reciprocalclubs.reciprocal.rules.Visitor.verdict;
import static org.reciprocalclubs.reciprocal.rules.Visitor.withGuests;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules beside those of the agreement: of a house, of a programme, restrictions, and what else holds. */
class ScopesTest {
  private static final Inputs OPEN = under(Terms.OPEN);
  private static final Terms ONCE_A_MONTH = Terms.OPEN.with(new Caps(null, 1, null));

  @Test
  void a_house_is_asked_before_the_agreement_and_says_so() {
    var inputs = under(ONCE_A_MONTH).with(house(Terms.OPEN.with(new Caps(null, 2, null))))
        .with(days("2026-06-01", "2026-06-02"));
    var verdict = verdict(inputs);
    assertThat(verdict.deciding()).isNotNull().extracting(Check::id).isEqualTo("house.caps.month");
    assertThat(verdict.checked()).extracting(Check::id).endsWith("house.caps.month", "caps.month");
    assertThat(verdict.left()).isEqualTo(new Verdict.Left(null, 0, null));
  }

  @Test
  void a_programme_counts_visits_to_all_hosts() {
    var programme = new Bylaws(null, version(ONCE_A_MONTH));
    var inputs = OPEN.with(programme).with(Circumstances.NONE.withEverywhere(days("2026-06-03")));
    assertThat(code(inputs)).isEqualTo(Code.CAP_MONTH_REACHED);
    assertThat(verdict(inputs).deciding()).isNotNull().extracting(Check::id)
        .isEqualTo("programme.caps.month");
    assertThat(verdict(inputs).passesWhen()).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2026-07-01T00:00"), LocalDate.of(2026, 7, 1), null));
    assertThat(code(OPEN.with(programme).with(days("2026-06-03")))).isEqualTo(Code.ADMITTED);
  }

  @Test
  void what_is_left_is_the_least_of_all() {
    var inputs = under(Terms.OPEN.with(new Caps(2, 4, null)))
        .with(new Bylaws(version(Terms.OPEN.with(new Caps(1, 9, 20))), version(ONCE_A_MONTH)));
    assertThat(verdict(inputs).left()).isEqualTo(new Verdict.Left(0, 0, 19));
  }

  @ParameterizedTest
  @CsvSource({"2026-06-16T09:00,2026-06-16T18:00", "2026-06-16T20:00,2026-06-17T18:00"})
  void a_day_that_passes_lies_in_the_hours_of_all(String asked, String opens) {
    var agreement = hours("10:00", "20:00");
    var inputs = at(under(agreement).with(house(hours("18:00", "23:00"))), asked);
    assertThat(verdict(inputs).passesWhen()).isEqualTo(new Verdict.PassesWhen(Visitor.local(opens),
        LocalDate.parse(opens.substring(0, 10)), null));
  }

  @Test
  void hours_that_never_meet_promise_nothing() {
    assertThat(verdict(under(hours("10:00", "12:00")).with(house(hours("14:00", "15:00")))).passesWhen())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({"2026-05-01,ADMITTED", "2026-04-30,OUT_OF_SEASON", "2026-09-30,ADMITTED",
      "2026-10-01,OUT_OF_SEASON",
      "2026-12-20,ADMITTED", "2027-01-06,ADMITTED", "2027-01-07,OUT_OF_SEASON"})
  void seasons_come_every_year_also_over_its_turn(LocalDate day, Code expected) {
    var seasons = Opening.ALWAYS.withSeasons(new Opening.Season(MonthDay.of(5, 1), MonthDay.of(9, 30)),
        new Opening.Season(MonthDay.of(12, 20), MonthDay.of(1, 6)));
    var verdict = verdict(at(under(Terms.OPEN.with(seasons)), day + "T12:00"));
    assertThat(verdict.code()).isEqualTo(expected);
    if (expected == Code.OUT_OF_SEASON) {
      assertThat(verdict.passesWhen()).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"2027-02-28,ADMITTED", "2028-02-29,ADMITTED", "2027-03-01,OUT_OF_SEASON",
      "2028-03-01,OUT_OF_SEASON"})
  void a_season_may_end_on_a_leap_day(LocalDate day, Code expected) {
    var season = new Opening.Season(MonthDay.of(2, 1), MonthDay.of(2, 29));
    assertThat(code(at(under(Terms.OPEN.with(Opening.ALWAYS.withSeasons(season))), day + "T12:00")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"GOLD,ADMITTED", "SILVER,TIER_NOT_ADMITTED", "'',TIER_NOT_ADMITTED"})
  void members_of_clubs_of_some_tiers_are_admitted(String tier, Code expected) {
    var clubs = Visitor.clubs(Visitor.NEW_YORK);
    var home = new Clubs.Club(Visitor.HOME, Clubs.Status.ACTIVE, tier);
    var inputs = under(Terms.OPEN.with(Coverage.ALL.withHomeTiers("GOLD")));
    assertThat(code(inputs.with(new Clubs(clubs.host(), home, clubs.zone())))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(value = {"BAN,null,null,0,BANNED", "SUSPENSION,null,null,0,BANNED",
      "SUSPENSION,2026-06-16,null,0,SUSPENDED_HERE", "SUSPENSION,2026-06-15,null,0,ADMITTED",
      "LIMITATION,null,BAR,0,ADMITTED", "LIMITATION,null,DINING,0,LIMITED",
      "LIMITATION,2026-06-15,DINING,0,ADMITTED",
      "LIMITATION,null,null,0,ADMITTED", "LIMITATION,null,null,1,LIMITED"}, nullValues = "null")
  void restrictions_hold_until_their_last_day(Restriction.Kind kind, @Nullable LocalDate last,
      @Nullable String facility, int guests, Code expected) {
    var restriction = new Restriction(new UUID(9, 9), kind, last,
        facility == null ? Set.of() : Set.of(facility), true);
    var inputs = withGuests(Visitor.forFacility(OPEN, "DINING"), guests)
        .with(Circumstances.NONE.with(restriction));
    assertThat(code(inputs)).isEqualTo(expected);
    var passesWhen = verdict(inputs).passesWhen();
    assertThat(passesWhen == null ? null : passesWhen.from())
        .isEqualTo(expected == Code.SUSPENDED_HERE ? LocalDate.of(2026, 6, 17) : null);
  }

  @Test
  void the_worst_restriction_is_told() {
    var limited = new Restriction(new UUID(9, 1), Restriction.Kind.LIMITATION, null, Set.of(""), false);
    var suspended = new Restriction(new UUID(9, 2), Restriction.Kind.SUSPENSION, LocalDate.of(2026, 7, 1),
        Set.of(),
        false);
    var banned = new Restriction(new UUID(9, 3), Restriction.Kind.BAN, null, Set.of(), false);
    assertThat(code(OPEN.with(Circumstances.NONE.with(limited, suspended)))).isEqualTo(Code.SUSPENDED_HERE);
    assertThat(code(OPEN.with(Circumstances.NONE.with(limited, banned, suspended)))).isEqualTo(Code.BANNED);
  }

  @ParameterizedTest
  @CsvSource({"10,2,0,ADMITTED", "10,8,0,ADMITTED", "10,9,1,HOUSE_FULL_TODAY", "10,10,0,HOUSE_FULL_TODAY",
      "10,7,2,ADMITTED", "10,7,3,HOUSE_FULL_TODAY"})
  void a_house_takes_so_many_heads_in_a_day(int most, int came, int guests, Code expected) {
    var rules = house(Terms.OPEN.with(Entry.FREE.with(new Entry.Capacity(most, null))));
    var full = Circumstances.NONE.with(new Circumstances.Occupancy(came, 0, 0, 0));
    var verdict = verdict(withGuests(OPEN, guests).with(rules).with(full));
    assertThat(verdict.code()).isEqualTo(expected);
    var tomorrow = new Verdict.PassesWhen(Visitor.local("2026-06-17T00:00"), LocalDate.of(2026, 6, 17), null);
    var smaller = new Verdict.PassesWhen(null, null, most - came - 1);
    assertThat(verdict.passesWhen())
        .isEqualTo(expected == Code.ADMITTED ? null : came == most ? tomorrow : smaller);
  }

  @Test
  void an_agreement_counts_the_partners_heads_a_house_everybodys_a_programme_none() {
    var terms = Terms.OPEN.with(Entry.FREE.with(new Entry.Capacity(null, 5)));
    var full = Circumstances.NONE.with(new Circumstances.Occupancy(99, 0, 5, 4));
    assertThat(code(under(terms).with(full))).isEqualTo(Code.ADMITTED);
    assertThat(code(OPEN.with(house(terms)).with(full))).isEqualTo(Code.HOUSE_FULL_NOW);
    assertThat(code(OPEN.with(new Bylaws(null, version(terms))).with(full))).isEqualTo(Code.ADMITTED);
    assertThat(verdict(OPEN.with(house(terms)).with(full)).passesWhen()).isNull();
  }

  @ParameterizedTest
  @CsvSource(value = {"null,ADMITTED", "12,ADMITTED", "11,GUEST_TOO_YOUNG",
      "40,ADMITTED"}, nullValues = "null")
  void nobody_too_young_comes_along(@Nullable Integer age, Code expected) {
    var inputs = under(Terms.OPEN.with(Coverage.ALL.with(new Coverage.Guests(null, null, false, 12))));
    var party = inputs.request().withGuests(new Request.Guest(30, Request.Relation.SPOUSE),
        new Request.Guest(age, Request.Relation.CHILD));
    assertThat(code(inputs.with(party))).isEqualTo(expected);
  }

  @Test
  void prices_are_the_agreements_else_the_houses() {
    var agreed = Fees.of(new Money(100, "GBP"), Fees.Basis.PER_VISIT, Fees.Route.CHARGE_HOME_CLUB);
    var house = Fees.of(new Money(900, "GBP"), Fees.Basis.PER_VISIT, Fees.Route.PAY_ON_LEAVING);
    assertThat(fee(Terms.OPEN.withFees(agreed), house(Terms.OPEN.withFees(house)))).isEqualTo(
        new Verdict.Charge(new Money(100, "GBP"), Verdict.Reason.PER_VISIT, Fees.Route.CHARGE_HOME_CLUB));
    assertThat(fee(Terms.OPEN, house(Terms.OPEN.withFees(house)))).isEqualTo(
        new Verdict.Charge(new Money(900, "GBP"), Verdict.Reason.PER_VISIT, Fees.Route.PAY_ON_LEAVING));
    assertThat(fee(Terms.OPEN.withFees(Fees.settled("GBP", Fees.Settlement.by(Fees.Route.CHARGE_HOME_CLUB))),
        house(Terms.OPEN.withFees(house)))).isEqualTo(
            new Verdict.Charge(new Money(900, "GBP"), Verdict.Reason.PER_VISIT, Fees.Route.CHARGE_HOME_CLUB));
    assertThat(fee(Terms.OPEN, Bylaws.NONE)).isNull();
  }

  @Test
  void items_add_up_and_each_head_pays_the_first_line_that_fits() {
    var child = new Fees.Fits(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(Fees.Party.CHILD));
    var lines = List.of(new Fees.Line("", child, Fees.Basis.PER_HEAD, 0, null, 0),
        Fees.Line.plain(Fees.Basis.PER_HEAD, 1_000),
        new Fees.Line("BERTH", Fees.Fits.ALL, Fees.Basis.PER_NIGHT, 2_000, null, 24),
        new Fees.Line("POWER", Fees.Fits.ALL, Fees.Basis.PER_HEAD_NIGHT, 10, null, 0));
    var fees = new Fees("USD", lines, List.of(), Fees.Settlement.by(Fees.Route.PAY_ON_LEAVING),
        new Fees.Discount(500, Set.of("DINING")));
    var inputs = under(Terms.OPEN.withFees(fees));
    var request = new Request(inputs.request().at(), "DINING",
        List.of(new Request.Guest(5, Request.Relation.CHILD),
            new Request.Guest(null, Request.Relation.SPOUSE)),
        3);
    // two adults, two nights beyond the free one, three heads three nights
    assertThat(verdict(inputs.with(request)).fee()).isEqualTo(new Verdict.Charge(
        new Money(2_000 + 4_000 + 90, "USD"), Verdict.Reason.SEVERAL, Fees.Route.PAY_ON_LEAVING, null, 500));
    assertThat(verdict(inputs).fee()).isEqualTo(new Verdict.Charge(new Money(1_000, "USD"),
        Verdict.Reason.SEVERAL, Fees.Route.PAY_ON_LEAVING));
  }

  @ParameterizedTest
  @CsvSource({"0,FREE_HOURS,0", "1,FREE_HOURS,0", "2,PER_NIGHT,2000", "3,PER_NIGHT,4000"})
  void a_night_within_the_free_hours_costs_nothing(int nights, Verdict.Reason reason, long due) {
    var line = new Fees.Line("", Fees.Fits.ALL, Fees.Basis.PER_NIGHT, 2_000, null, 24);
    var inputs = under(Terms.OPEN.withFees(
        new Fees("USD", List.of(line), List.of(), Fees.Settlement.by(Fees.Route.PAY_ON_LEAVING), null)));
    assertThat(verdict(inputs.with(inputs.request().forNights(nights))).fee()).isEqualTo(
        new Verdict.Charge(new Money(due, "USD"), reason, Fees.Route.PAY_ON_LEAVING));
  }

  @Test
  void a_stay_too_long_is_told_its_length_and_when_that_fits() {
    var inputs = under(Terms.OPEN.with(Caps.NONE.withNights(3, null)));
    assertThat(verdict(inputs.with(inputs.request().forNights(5))).passesWhen())
        .isEqualTo(new Verdict.PassesWhen(null, null, null, 3));
    var stayed = inputs.with(History.of(List.of(new Use(Visitor.day("2026-06-14"), 2, 0, 0)), null));
    assertThat(verdict(stayed.with(inputs.request().forNights(5))).passesWhen())
        .isEqualTo(new Verdict.PassesWhen(null, null, null, 1));
    var full = inputs.with(History.of(List.of(new Use(Visitor.day("2026-06-13"), 3, 0, 0)), null));
    assertThat(verdict(full.with(inputs.request().forNights(5))).passesWhen()).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2026-06-17T00:00"), LocalDate.of(2026, 6, 17), null, 3));
  }

  @ParameterizedTest
  @CsvSource({"2026-06-29,4,CAP_MONTH_REACHED", "2026-06-29,1,CAP_MONTH_REACHED",
      "2026-06-30,4,CAP_MONTH_REACHED",
      "2026-07-01,3,ADMITTED", "2026-07-01,4,STAY_TOO_LONG", "2026-05-30,5,CAP_MONTH_REACHED"})
  void a_stay_must_fit_into_each_month_it_reaches(String day, int nights, Code expected) {
    var terms = Terms.OPEN.with(new Caps(null, 3, null).counting(Caps.Counting.DAYS));
    var inputs = at(under(terms).with(days("2026-06-10", "2026-06-11", "2026-06-12")), day + "T12:00");
    assertThat(code(inputs.with(inputs.request().forNights(nights)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2026-12-30,2,ADMITTED", "2026-12-31,2,CAP_NIGHTS_YEAR_REACHED", "2026-12-31,1,ADMITTED",
      "2027-01-02,1,CAP_NIGHTS_YEAR_REACHED"})
  void nights_over_the_turn_of_the_year_count_in_both(String day, int nights, Code expected) {
    var inputs = at(under(Terms.OPEN.with(Caps.NONE.withNights(null, 2)))
        .with(History.of(List.of(new Use(Visitor.day("2027-01-10"), 2, 0, 0)), null)), day + "T12:00");
    assertThat(code(inputs.with(inputs.request().forNights(nights)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"true,2,2,ADMITTED,", "true,2,3,TOO_MANY_GUESTS,2", "true,0,1,TOO_MANY_GUESTS,0",
      "false,0,3,ADMITTED,"})
  void who_has_to_book_comes_with_no_more_than_were_booked(boolean required, int booked, int guests,
      Code expected, @Nullable Integer passes) {
    var inputs = Visitor.withGuests(
        under(Terms.OPEN.with(Entry.FREE.with(new Entry.Booking(required, null, null)))
            .with(Coverage.ALL.with(new Coverage.Guests(9, null, false, null)))),
        guests);
    var verdict = verdict(inputs.with(inputs.request().with(Request.Particulars.NONE
        .booked(new Request.Booked(Visitor.local("2026-06-15T10:00"), booked)))));
    assertThat(verdict.code()).isEqualTo(expected);
    assertThat(verdict.passesWhen()).isEqualTo(
        passes == null ? null : new Verdict.PassesWhen(null, null, passes));
  }

  @Test
  void terms_ask_for_what_was_announced_only_where_they_say_so() {
    assertThat(Needs.of(Terms.OPEN.with(Entry.FREE.with(new Entry.Booking(false, null, null)))))
        .isEqualTo(Needs.BOOKING);
    assertThat(Needs.of(Terms.OPEN)).isZero();
  }

  @Test
  void approval_is_part_of_the_seal() {
    assertThat(TermsVersion.seal(1, booking(true), Visitor.SINCE_2020).hash())
        .isNotEqualTo(TermsVersion.seal(1, booking(false), Visitor.SINCE_2020).hash());
  }

  private static Terms booking(boolean approval) {
    return Terms.OPEN.with(Entry.FREE.with(new Entry.Booking(false, null, null, approval)));
  }

  @Test
  void what_was_booked_too_late_passes_on_a_later_day_before_it_is_too_early() {
    var terms = Terms.OPEN.with(Entry.FREE.with(new Entry.Booking(false, 7, 3)));
    var booked = Request.Particulars.NONE.bookedAt(Visitor.local("2026-06-15T10:00"));
    var inputs = under(terms);
    assertThat(verdict(inputs.with(inputs.request().with(booked))).passesWhen()).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2026-06-18T00:00"), LocalDate.of(2026, 6, 18), null));
    assertThat(code(inputs)).isEqualTo(Code.ADMITTED);
    var closed = terms.with(Opening.ALWAYS.withBlackouts(
        new Opening.Blackout(LocalDate.of(2026, 6, 16), LocalDate.of(2026, 6, 22), "")));
    assertThat(verdict(under(closed).with(inputs.request().with(booked))).passesWhen()).isNull();
  }

  @ParameterizedTest
  @CsvSource(value = {"2026-06-01,null,null,ADMITTED", "2026-06-01,null,14,LETTER_TOO_OLD",
      "2026-06-01,null,15,ADMITTED",
      "2026-06-01,2026-06-15,null,LETTER_NEEDED", "2026-06-01,2026-06-16,null,ADMITTED"}, nullValues = "null")
  void a_letter_counts_from_its_day_to_its_last(LocalDate issued, @Nullable LocalDate last,
      @Nullable Integer age,
      Code expected) {
    var inputs = under(Terms.OPEN.with(Entry.FREE.with(new Entry.LetterNeeded(age))));
    var member = new Standing.Known(Visitor.MEMBER, Standing.Status.ACTIVE, "FULL", null);
    assertThat(code(inputs)).isEqualTo(Code.LETTER_NEEDED);
    assertThat(code(inputs.with(member.with(new Standing.Letter(issued, last, 0))))).isEqualTo(expected);
  }

  @Test
  void no_day_is_promised_on_which_the_letter_is_over() {
    var terms = Terms.OPEN.with(Entry.FREE.with(new Entry.LetterNeeded(null)))
        .with(Opening.ALWAYS
            .withBlackouts(new Opening.Blackout(LocalDate.of(2026, 6, 16), LocalDate.of(2026, 6, 20), "")));
    var member = new Standing.Known(Visitor.MEMBER, Standing.Status.ACTIVE, "FULL", null);
    var until = new Standing.Letter(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 20), 0);
    assertThat(verdict(under(terms).with(member.with(until))).passesWhen()).isNull();
    var longer = new Standing.Letter(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 21), 0);
    assertThat(verdict(under(terms).with(member.with(longer))).passesWhen()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"ABROAD,ADMITTED", "IN_COUNTRY,RESIDENT", "IN_CITY,RESIDENT", "UNKNOWN,ADMITTED"})
  void who_lives_in_the_country_may_be_excluded(Circumstances.Lives lives, Code expected) {
    var inputs = under(Terms.OPEN.with(Entry.FREE.with(new Entry.Residence(null, false, true, List.of()))));
    var nearness = new Circumstances.Nearness(null, true, lives);
    assertThat(code(inputs.with(Circumstances.NONE.with(nearness)))).isEqualTo(expected);
  }

  @Test
  void amounts_that_do_not_fit_become_the_most_that_does() {
    var most = new Fees.Line("", Fees.Fits.ALL, Fees.Basis.PER_HEAD, Long.MAX_VALUE, null, 0);
    var more = new Fees.Line("MORE", Fees.Fits.ALL, Fees.Basis.PER_VISIT, Long.MAX_VALUE, null, 0);
    assertThat(due(most, more)).isEqualTo(Long.MAX_VALUE);
    var least = new Fees.Line("", Fees.Fits.ALL, Fees.Basis.PER_HEAD, Long.MIN_VALUE, null, 0);
    var less = new Fees.Line("LESS", Fees.Fits.ALL, Fees.Basis.PER_VISIT, Long.MIN_VALUE, null, 0);
    assertThat(due(least, less)).isEqualTo(Long.MIN_VALUE);
  }

  @ParameterizedTest
  @CsvSource({"vessel_length_cm,30480,900,30", "vessel_length_cm,30480,0,0", "vessel_length_cm,30480,-5,0",
      "vessel_length_cm,0,900,1", "beam_cm,30480,900,1", "vessel_length_cm,1000,900,900"})
  void units_are_counted_up(String attribute, int size, long number, long due) {
    var line = new Fees.Line("", Fees.Fits.ALL, Fees.Basis.PER_VISIT, 1, new Fees.Unit(attribute, size), 0);
    var inputs = under(Terms.OPEN.withFees(priced(line)));
    var particulars = Request.Particulars.NONE.withAttributes(Map.of("vessel_length_cm", number));
    var fee = verdict(inputs.with(inputs.request().with(particulars))).fee();
    assertThat(fee).isNotNull().extracting(charge -> charge.due().amountMinor()).isEqualTo(due);
  }

  @Test
  void a_line_may_fit_nobody_who_comes() {
    var life = new Fees.Fits(Set.of("LIFE"), Set.of(), Set.of(), Set.of(), Set.of());
    var line = new Fees.Line("", life, Fees.Basis.PER_VISIT, 100, null, 0);
    assertThat(fee(Terms.OPEN.withFees(priced(line)), Bylaws.NONE)).isEqualTo(
        new Verdict.Charge(new Money(0, "USD"), Verdict.Reason.NO_FEE, Fees.Route.PAY_ON_LEAVING));
    assertThat(verdict(under(Terms.OPEN.withFees(priced(line))).with(Standing.UNKNOWN)).fee()).isNotNull();
  }

  @Test
  void without_a_price_the_home_club_pays_up_to_its_cap() {
    var cap = new Fees.Cap(500, null, false, Set.of());
    var fees = Fees.settled("USD", new Fees.Settlement(Fees.Route.CHARGE_HOME_CLUB, cap, Set.of()));
    var inputs = under(Terms.OPEN.withFees(fees));
    assertThat(verdict(inputs).fee()).isNotNull().extracting(Verdict.Charge::homePays)
        .isEqualTo(new Money(500, "USD"));
    assertThat(verdict(inputs.with(inputs.request().forNights(3))).fee()).isNotNull()
        .extracting(Verdict.Charge::homePays).isEqualTo(new Money(1_500, "USD"));
  }

  @Test
  void restrictions_and_a_full_house_move_the_day_on() {
    var suspended = new Restriction(new UUID(9, 2), Restriction.Kind.SUSPENSION, LocalDate.of(2026, 6, 18),
        Set.of(),
        false);
    var ended = new Restriction(new UUID(9, 4), Restriction.Kind.SUSPENSION, LocalDate.of(2026, 6, 1),
        Set.of(), false);
    var limited = new Restriction(new UUID(9, 1), Restriction.Kind.LIMITATION, null, Set.of("BAR"), false);
    var diner = Visitor.forFacility(OPEN, "DINING");
    assertThat(verdict(diner.with(Circumstances.NONE.with(limited, suspended, ended))).passesWhen())
        .isEqualTo(
            new Verdict.PassesWhen(Visitor.local("2026-06-19T00:00"), LocalDate.of(2026, 6, 19), null));
    var forever = Terms.OPEN.with(Opening.ALWAYS.withBlackouts(
        new Opening.Blackout(LocalDate.of(2020, 1, 1), LocalDate.of(2099, 1, 1), "")));
    assertThat(verdict(under(forever)).passesWhen()).isNull();
  }

  private static long due(Fees.Line... lines) {
    var fee = fee(Terms.OPEN.withFees(priced(lines)), Bylaws.NONE);
    return fee == null ? 0 : fee.due().amountMinor();
  }

  private static Fees priced(Fees.Line... lines) {
    return new Fees("USD", List.of(lines), List.of(), Fees.Settlement.by(Fees.Route.PAY_ON_LEAVING), null);
  }

  private static Verdict.@Nullable Charge fee(Terms terms, Bylaws bylaws) {
    return verdict(under(terms).with(bylaws)).fee();
  }

  private static Bylaws house(Terms terms) {
    return new Bylaws(version(terms), null);
  }

  private static TermsVersion version(Terms terms) {
    return new TermsVersion(1, "sha256:02", terms, Visitor.SINCE_2020);
  }

  private static Terms hours(String from, String to) {
    return Terms.OPEN.with(Opening.ALWAYS.withHours(new Opening.Window(
        Set.of(DayOfWeek.values()), Visitor.time(from), Visitor.time(to))));
  }
}
