package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Fees.Basis.PER_VISIT;
import static org.reciprocalclubs.reciprocal.rules.Fees.Route.PAY_ON_LEAVING;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contradictions and dead rules of the terms that go beyond visits, days and one fee. */
class TermsCheckTest {
  private static final LocalDate JUNE_1 = LocalDate.of(2026, 6, 1);

  @Test
  void terms_with_everything_set_are_sound() {
    assertThat(fields(AnyTerms.SOUND)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,30,caps.rolling[0].most", "5,1,caps.rolling[0].days", "5,800,-",
      "5,801,caps.rolling[0].days", "5,5,-",
      "100001,30,caps.rolling[0].most", "5,2,-"})
  void days_running_are_within_bounds(int most, int days, String problem) {
    assertThat(fields(Terms.OPEN.with(Caps.NONE.withRolling(new Caps.Rolling(most, days)))))
        .isEqualTo(of(problem));
  }

  @ParameterizedTest
  @CsvSource({"4,5,-", "5,5,caps.rolling[0]", "6,5,caps.rolling[0]"})
  void as_many_days_as_there_are_never_decide(int most, int days, String problem) {
    var caps = Caps.NONE.counting(Caps.Counting.DAYS).withRolling(new Caps.Rolling(most, days));
    assertThat(fields(Terms.OPEN.with(caps))).isEqualTo(of(problem));
  }

  @ParameterizedTest
  @CsvSource({"30,365,-", "31,365,caps.month", "30,366,caps.year", "100001,365,caps.month caps.month"})
  void a_month_and_a_year_have_so_many_days(int month, int year, String problems) {
    var caps = new Caps(null, month, year).counting(Caps.Counting.DAYS);
    assertThat(fields(Terms.OPEN.with(caps))).isEqualTo(of(problems));
    assertThat(fields(Terms.OPEN.with(new Caps(9, 4, null).counting(Caps.Counting.DAYS)))).isEmpty();
  }

  @Test
  void rolling_caps_are_few() {
    var many = Collections.nCopies(11, new Caps.Rolling(1, 7)).toArray(Caps.Rolling[]::new);
    assertThat(fields(Terms.OPEN.with(Caps.NONE.withRolling(many)))).containsExactly("caps.rolling");
  }

  @ParameterizedTest
  @CsvSource(value = {"3,12,null,-", "13,12,null,caps.nightsRunning", "0,12,null,caps.nightsRunning",
      "3,-1,null,caps.nightsYear", "null,null,0,caps.guestsYear", "12,12,1,-"}, nullValues = "null")
  void nights_and_guests_are_capped(@Nullable Integer running, @Nullable Integer year,
      @Nullable Integer guests,
      String problem) {
    assertThat(fields(Terms.OPEN.with(Caps.NONE.withNights(running, year).withGuestsYear(guests))))
        .isEqualTo(of(problem));
  }

  @Test
  void a_blackout_within_another_is_dead() {
    var long1 = new Opening.Blackout(JUNE_1, JUNE_1.plusDays(9), "");
    var within = new Opening.Blackout(JUNE_1.plusDays(2), JUNE_1.plusDays(9), "");
    var beside = new Opening.Blackout(JUNE_1.plusDays(9), JUNE_1.plusDays(10), "");
    assertThat(fields(Terms.OPEN.with(Opening.ALWAYS.withBlackouts(within, long1, beside))))
        .containsExactly("blackouts[0]");
    assertThat(fields(Terms.OPEN.with(Opening.ALWAYS.withBlackouts(long1, long1))))
        .containsExactly("blackouts[1]");
  }

  @Test
  void seasons_do_not_overlap_nor_hold_all_the_year() {
    var summer = new Opening.Season(MonthDay.of(5, 1), MonthDay.of(9, 30));
    var winter = new Opening.Season(MonthDay.of(10, 1), MonthDay.of(4, 30));
    var late = new Opening.Season(MonthDay.of(9, 30), MonthDay.of(12, 31));
    assertThat(seasons(summer)).isEmpty();
    assertThat(seasons(summer, winter)).containsExactly("seasons");
    assertThat(seasons(summer, late)).containsExactly("seasons[1]");
    assertThat(seasons(Collections.nCopies(13, summer).toArray(Opening.Season[]::new)))
        .containsExactly("seasons");
  }

  @ParameterizedTest
  @CsvSource(value = {"0,null,true,null,guests.consent", "2,null,true,null,-",
      "null,151,false,null,guests.familyUnder",
      "null,-1,false,null,guests.familyUnder", "null,null,false,151,guests.minimumAge",
      "null,12,false,12,guests.familyUnder", "null,13,false,12,-"}, nullValues = "null")
  void guests_do_not_contradict_themselves(@Nullable Integer max, @Nullable Integer family, boolean consent,
      @Nullable Integer minimum, String problem) {
    var guests = new Coverage.Guests(max, family, consent, minimum);
    assertThat(fields(Terms.OPEN.with(Coverage.ALL.with(guests)))).isEqualTo(of(problem));
  }

  @Test
  void guests_of_a_year_are_dead_where_there_are_none() {
    var none = Terms.OPEN.with(Caps.NONE.withGuestsYear(12)).with(Coverage.ALL.withGuests(0));
    assertThat(fields(none)).containsExactly("caps.guestsYear");
    var family = none.with(Coverage.ALL.with(new Coverage.Guests(0, 18, false, null)));
    assertThat(fields(family)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(value = {"7,3,-", "3,7,booking", "3,3,-", "-1,null,booking.earliestDays",
      "null,3661,booking.latestDays",
      "null,null,-"}, nullValues = "null")
  void a_booking_leaves_room_between_too_early_and_too_late(@Nullable Integer earliest,
      @Nullable Integer latest,
      String problem) {
    assertThat(entry(Entry.FREE.with(new Entry.Booking(true, earliest, latest)))).isEqualTo(of(problem));
  }

  @Test
  void what_must_be_shown_is_something() {
    assertThat(entry(Entry.FREE.withDocuments(Set.of(Entry.Document.PASS), Set.of())))
        .containsExactly("documents[1]");
    assertThat(entry(Entry.FREE.with(new Entry.LetterNeeded(-1)))).containsExactly("letter.maxAgeDays");
    assertThat(entry(Entry.FREE.with(new Entry.LetterNeeded(null)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(value = {"20100,false,Calcutta,-", "20101,false,Calcutta,residence.clubsKm",
      "null,true,Calcutta,residence.cities", "null,false,' ',residence.cities"}, nullValues = "null")
  void nobody_lives_too_far(@Nullable Integer km, boolean abroad, String city, String problem) {
    var residence = new Entry.Residence(km, false, abroad, List.of(city));
    assertThat(entry(Entry.FREE.with(residence))).isEqualTo(of(problem));
  }

  @ParameterizedTest
  @CsvSource(value = {"40,20,-", "20,40,capacity.inside", "0,null,capacity.day", "null,0,capacity.inside",
      "null,5,-"}, nullValues = "null")
  void a_house_takes_somebody(@Nullable Integer day, @Nullable Integer inside, String problem) {
    assertThat(entry(Entry.FREE.with(new Entry.Capacity(day, inside)))).isEqualTo(of(problem));
  }

  @Test
  void a_line_that_an_earlier_one_shadows_is_dead() {
    var all = Fees.Line.plain(PER_VISIT, 100);
    var members = all
        .forThose(new Fees.Fits(Set.of("FULL"), Set.of(), Set.of(), Set.of(), Set.of(Fees.Party.MEMBER)));
    var full = all.forThose(new Fees.Fits(Set.of("FULL", "LIFE"), Set.of(), Set.of(), Set.of(), Set.of()));
    assertThat(lines(members, all)).isEmpty();
    assertThat(lines(all, members)).containsExactly("fees.lines[1]");
    assertThat(lines(full, members)).containsExactly("fees.lines[1]");
    assertThat(lines(members, full)).isEmpty();
    assertThat(lines(all, new Fees.Line("BERTH", Fees.Fits.ALL, PER_VISIT, 1, null, 0))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(value = {"-1,null,1,0,fees.lines[1].amount", "1000000000001,null,1,0,fees.lines[1].amount",
      "1,' ',1,0,fees.lines[1].unit.attribute", "1,x,0,0,fees.lines[1].unit.sizeThousandths",
      "1,null,1,-1,fees.lines[1].freeHours", "1,null,1,8785,fees.lines[1].freeHours",
      "1,x,1,8784,-"}, nullValues = "null")
  void a_line_is_within_bounds(long amount, @Nullable String attribute, int size, int free, String problem) {
    var unit = attribute == null ? null : new Fees.Unit(attribute, size);
    assertThat(lines(Fees.Line.plain(PER_VISIT, 1),
        new Fees.Line("BERTH", Fees.Fits.ALL, PER_VISIT, amount, unit, free)))
        .isEqualTo(of(problem));
  }

  @Test
  void lines_are_limited_and_named_within_bounds() {
    var many = new ArrayList<Fees.Line>();
    for (int i = 0; i < 101; i++) {
      many.add(new Fees.Line("item " + i, Fees.Fits.ALL, PER_VISIT, 1, null, 0));
    }
    assertThat(lines(many.subList(0, 100).toArray(Fees.Line[]::new))).isEmpty();
    assertThat(lines(many.toArray(Fees.Line[]::new))).containsExactly("fees.lines");
    assertThat(lines(new Fees.Line("x".repeat(65), Fees.Fits.ALL, PER_VISIT, 1, null, 0)))
        .containsExactly("fees.lines[0].item");
  }

  @Test
  void a_waiver_waives_something() {
    var closed = new Fees.Waiver(Fees.When.HOME_CLUB_CLOSED, 0, Set.of());
    var nobody = new Fees.Waiver(Fees.When.PAYING_GUESTS, 0, Set.of());
    var priced = Fees.of(new Money(100, "USD"), PER_VISIT, PAY_ON_LEAVING);
    assertThat(fees(priced.with(closed))).isEmpty();
    assertThat(fees(priced.with(closed, nobody))).containsExactly("fees.waivers[1].guests");
    assertThat(fees(Fees.settled("USD", Fees.Settlement.by(PAY_ON_LEAVING)).with(closed)))
        .containsExactly("fees.waivers[0]");
    assertThat(fees(priced.with(Collections.nCopies(11, closed).toArray(Fees.Waiver[]::new))))
        .containsExactly("fees.waivers");
  }

  @ParameterizedTest
  @CsvSource(value = {"HOME_CLUB_REIMBURSES,7000,1,true,-",
      "PAY_ON_LEAVING,7000,null,false,fees.settlement.cap",
      "CHARGE_HOME_CLUB,-1,null,false,fees.settlement.cap.amount",
      "CHARGE_HOME_CLUB,1,0,false,fees.settlement.cap.nightsYear",
      "CHARGE_HOME_CLUB,1,367,false,fees.settlement.cap.nightsYear",
      "CHARGE_HOME_CLUB,1,null,true,fees.settlement.cap.perVessel"}, nullValues = "null")
  void a_cap_is_on_what_the_home_club_pays(Fees.Route route, long amount, @Nullable Integer nights,
      boolean vessel,
      String problem) {
    var settlement = new Fees.Settlement(route, new Fees.Cap(amount, nights, vessel, Set.of("POWER")),
        Set.of());
    assertThat(fees(Fees.settled("USD", settlement))).isEqualTo(of(problem));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10_001})
  void a_discount_is_more_than_nothing_and_no_more_than_all(int basisPoints) {
    var fees = Fees.settled("USD", Fees.Settlement.by(PAY_ON_LEAVING));
    assertThat(fees(fees.with(new Fees.Discount(basisPoints, Set.of()))))
        .containsExactly("fees.discount.basisPoints");
    assertThat(fees(fees.with(new Fees.Discount(10_000, Set.of("BAR"))))).isEmpty();
    assertThat(fees(Fees.settled("?", Fees.Settlement.by(PAY_ON_LEAVING)))).containsExactly("fees.currency");
  }

  @Test
  void advice_is_a_page_not_a_book() {
    assertThat(fields(Terms.OPEN.withDressCode("x".repeat(4_001)))).containsExactly("dressCode");
  }

  private static List<String> of(String problems) {
    return problems.equals("-") ? List.of() : List.of(problems.split(" "));
  }

  private static List<String> seasons(Opening.Season... seasons) {
    return fields(Terms.OPEN.with(Opening.ALWAYS.withSeasons(seasons)));
  }

  private static List<String> entry(Entry entry) {
    return fields(Terms.OPEN.with(entry));
  }

  private static List<String> lines(Fees.Line... lines) {
    return fees(new Fees("USD", List.of(lines), List.of(), Fees.Settlement.by(PAY_ON_LEAVING),
        new Fees.Discount(1, Set.of())));
  }

  private static List<String> fees(Fees fees) {
    return fields(Terms.OPEN.withFees(fees));
  }

  private static List<String> fields(Terms terms) {
    return terms.problems().stream().map(Problem::field).toList();
  }
}
