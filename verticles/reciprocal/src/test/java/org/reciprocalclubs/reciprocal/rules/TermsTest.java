package org.reciprocalclubs.reciprocal.rules;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.TUESDAY;
import static java.time.DayOfWeek.WEDNESDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Visitor.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.reciprocal.rules.Opening.Blackout;
import org.reciprocalclubs.reciprocal.rules.Opening.Window;

class TermsTest {
  private static final LocalDate JUNE_1 = LocalDate.of(2026, 6, 1);

  @Test
  void open_terms_are_sound() {
    assertThat(Terms.OPEN.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 100_001})
  void a_cap_is_between_one_and_the_most(int cap) {
    assertThat(fields(Terms.OPEN.with(new Caps(cap, cap, cap)))).containsExactly("caps.day", "caps.month",
        "caps.year");
  }

  @ParameterizedTest
  @CsvSource(value = {"1,4,48,-", "4,4,4,-", "5,4,48,caps.day", "1,49,48,caps.month", "9,null,8,caps.day",
      "100000,5,1,caps.month caps.day"}, nullValues = "null")
  void a_cap_that_another_makes_dead_is_named(Integer day, @Nullable Integer month, Integer year,
      String dead) {
    assertThat(fields(Terms.OPEN.with(new Caps(day, month, year)))).containsExactly(
        dead.equals("-") ? new String[0] : dead.split(" "));
  }

  @Test
  void a_blackout_does_not_end_before_it_begins() {
    var opening = Opening.ALWAYS.withBlackouts(new Blackout(JUNE_1, JUNE_1, ""),
        new Blackout(JUNE_1.plusDays(9), JUNE_1, ""),
        new Blackout(JUNE_1.plusDays(20), JUNE_1.plusDays(20), "x".repeat(201)));
    assertThat(fields(Terms.OPEN.with(opening))).containsExactly("blackouts[1]", "blackouts[2].reason");
  }

  @ParameterizedTest
  @CsvSource({"366,0", "367,1"})
  void a_year_of_blackouts_is_the_most(int count, int problems) {
    var blackouts = JUNE_1.datesUntil(JUNE_1.plusDays(count))
        .map(day -> new Blackout(day, day, "x".repeat(200))).toList();
    assertThat(fields(Terms.OPEN.with(new Opening(blackouts, List.of())))).hasSize(problems);
  }

  @ParameterizedTest
  @CsvSource({"09:00,12:00,12:00,15:00,false", "09:00,12:01,12:00,15:00,true", "12:00,15:00,09:00,12:01,true",
      "09:00,12:00,09:00,12:00,true", "18:00,02:00,01:00,03:00,false", "00:00,00:00,23:00,01:00,true",
      "08:00,20:00,09:00,10:00,true", "09:00,10:00,08:00,20:00,true"})
  void windows_of_one_day_may_touch_but_not_overlap(String from1, String to1, String from2, String to2,
      boolean overlap) {
    var problems = fields(hours(window(MONDAY, from1, to1), window(MONDAY, from2, to2)));
    assertThat(problems).isEqualTo(overlap ? List.of("hours[1]") : List.of());
  }

  @Test
  void a_window_past_midnight_meets_those_of_the_next_day_and_of_the_next_week() {
    assertThat(fields(hours(window(MONDAY, "18:00", "02:00"), window(TUESDAY, "01:00", "03:00"),
        window(WEDNESDAY, "01:00", "03:00")))).containsExactly("hours[1]");
    assertThat(fields(hours(window(MONDAY, "01:00", "03:00"), window(SUNDAY, "18:00", "02:00"))))
        .containsExactly("hours[1]");
    assertThat(fields(hours(window(MONDAY, "02:00", "03:00"), window(SUNDAY, "18:00", "02:00")))).isEmpty();
  }

  @Test
  void a_window_has_a_weekday() {
    var never = new Window(Set.of(), time("09:00"), time("10:00"));
    assertThat(fields(hours(never, never))).containsExactly("hours[0].days", "hours[1].days");
  }

  @Test
  void windows_are_limited() {
    var windows = new ArrayList<Window>();
    for (int i = 0; i < 50; i++) {
      windows.add(new Window(Set.of(MONDAY), time("08:00").plusMinutes(i), time("08:00").plusMinutes(i + 1)));
    }
    assertThat(fields(Terms.OPEN.with(new Opening(List.of(), windows)))).isEmpty();
    windows.add(windows.getFirst());
    assertThat(fields(Terms.OPEN.with(new Opening(List.of(), windows)))).containsExactly("hours");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "12345678901234567890123456789012345678901234567890123456789012345"})
  void names_are_neither_blank_nor_endless(String name) {
    assertThat(fields(Terms.OPEN.with(Coverage.ALL.withClasses(name)))).containsExactly("membershipClasses");
    assertThat(fields(Terms.OPEN.with(Coverage.ALL.withFacilities(name)))).containsExactly("facilities");
  }

  @ParameterizedTest
  @CsvSource({"100,0", "101,1"})
  void names_are_limited(int count, int problems) {
    var names = new TreeSet<String>();
    for (int i = 0; i < count; i++) {
      names.add("x".repeat(61) + (100 + i));
    }
    assertThat(fields(Terms.OPEN.with(new Coverage(Set.of(), names, null)))).hasSize(problems);
  }

  @ParameterizedTest
  @CsvSource(value = {"null,true", "0,true", "50,true", "-1,false", "51,false"}, nullValues = "null")
  void guests_are_counted_from_none_to_many(@Nullable Integer max, boolean sound) {
    var problems = fields(Terms.OPEN.with(Coverage.ALL.withGuests(max)));
    assertThat(problems).isEqualTo(sound ? List.of() : List.of("guests.max"));
  }

  @ParameterizedTest
  @CsvSource({"USD,0,", "JPY,1000000000000,", "USD,-1,fee.amount", "USD,1000000000001,fee.amount",
      "XYZ,1,fee.currency", "usd,1,fee.currency", "'',1,fee.currency", "XXX,1,fee.currency",
      "XAU,1,fee.currency"})
  void a_fee_is_an_amount_in_a_currency_that_people_pay_with(String currency, long amount,
      @Nullable String problem) {
    var fee = Fees.of(new Money(amount, currency), Fees.Basis.PER_VISIT, Fees.Route.PAY_ON_LEAVING);
    assertThat(fields(Terms.OPEN.withFees(fee))).isEqualTo(problem == null ? List.of() : List.of(problem));
  }

  @ParameterizedTest
  @CsvSource({"4000,0", "4001,1"})
  void special_conditions_are_a_page_not_a_book(int length, int problems) {
    var terms = Terms.OPEN.withSpecialConditions("x".repeat(length));
    assertThat(fields(terms)).hasSize(problems);
    assertThat(terms.advice().specialConditions()).hasSize(length);
  }

  @Test
  void every_problem_has_a_sentence() {
    var terms = Terms.OPEN.with(new Caps(0, -1, 200_000)).with(Coverage.ALL.withGuests(-1))
        .withSpecialConditions("x".repeat(5_000));
    assertThat(terms.problems()).hasSize(5).allSatisfy(problem -> assertThat(problem.text()).endsWith("."));
  }

  @Test
  void terms_do_not_change_with_the_lists_they_were_made_from() {
    var blackouts = new ArrayList<Blackout>();
    var opening = new Opening(blackouts, List.of());
    blackouts.add(new Blackout(JUNE_1, JUNE_1, ""));
    assertThat(opening.blackouts()).isEmpty();
  }

  private static Window window(DayOfWeek day, String from, String to) {
    return new Window(Set.of(day), time(from), time(to));
  }

  private static Terms hours(Window... windows) {
    return Terms.OPEN.with(Opening.ALWAYS.withHours(windows));
  }

  private static List<String> fields(Terms terms) {
    return terms.problems().stream().map(Problem::field).toList();
  }
}
