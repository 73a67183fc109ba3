package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Visitor.at;
import static org.reciprocalclubs.reciprocal.rules.Visitor.code;
import static org.reciprocalclubs.reciprocal.rules.Visitor.days;
import static org.reciprocalclubs.reciprocal.rules.Visitor.under;
import static org.reciprocalclubs.reciprocal.rules.Visitor.verdict;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Caps at their edges; the visitor comes on 16 June. */
class QuotaTest {
  private static final Caps TWO_A_WEEK = Caps.NONE.withRolling(new Caps.Rolling(2, 7));

  private static Inputs capped(Caps caps, History history) {
    return under(Terms.OPEN.with(caps)).with(history);
  }

  private static Inputs staying(Inputs inputs, int nights) {
    return inputs.with(inputs.request().forNights(nights));
  }

  private static History stay(String date, int nights) {
    return History.of(List.of(new Use(Visitor.day(date), nights, 0, 0)), null);
  }

  @ParameterizedTest
  @CsvSource({
      // both in the week that begins today, in the one that ends today, in one around today
      "2026-06-18,2026-06-22,CAP_ROLLING_REACHED", "2026-06-10,2026-06-12,CAP_ROLLING_REACHED",
      "2026-06-13,2026-06-19,CAP_ROLLING_REACHED",
      // each of them with today in a week, but not both
      "2026-06-12,2026-06-20,ADMITTED",
      // both in a week that does not hold today
      "2026-06-17,2026-06-23,ADMITTED", "2026-06-09,2026-06-15,ADMITTED"})
  void every_week_that_holds_the_visit_is_looked_at_and_no_other(String one, String two, Code expected) {
    assertThat(code(capped(TWO_A_WEEK, days(one, two)))).isEqualTo(expected);
  }

  @Test
  void the_fullest_week_is_told() {
    var verdict = verdict(capped(TWO_A_WEEK, days("2026-06-12", "2026-06-18", "2026-06-20")));
    assertThat(verdict.checked().getLast().numbers()).isEqualTo(new Check.Numbers(2, 2));
    assertThat(verdict(capped(TWO_A_WEEK, days("2026-06-20"))).checked().getLast().numbers())
        .isEqualTo(new Check.Numbers(1, 2));
  }

  @ParameterizedTest
  @CsvSource({
      // of a stay that fits, what was used in the first month; else what was used in the one without room
      "2026-07-20,ADMITTED,1", "2026-07-20 2026-07-21 2026-07-22,ADMITTED,1",
      "2026-07-20 2026-07-21 2026-07-22 2026-07-23,CAP_MONTH_REACHED,4",
      "2026-06-03 2026-06-04 2026-06-05,CAP_MONTH_REACHED,4"})
  void the_month_without_room_is_told(String days, Code expected, int used) {
    var caps = new Caps(null, 5, null).counting(Caps.Counting.DAYS);
    var history = days("2026-06-02").and(days(days.split(" ")).uses());
    var verdict = verdict(staying(at(capped(caps, history), "2026-06-29T18:00"), 4));
    assertThat(verdict.code()).isEqualTo(expected);
    assertThat(verdict.checked().getLast().numbers()).isEqualTo(new Check.Numbers(used, 5));
  }

  @ParameterizedTest
  @CsvSource({"1,ADMITTED", "2,CAP_NIGHTS_YEAR_REACHED"})
  void nights_after_the_turn_of_the_year_may_fill_the_next(int used, Code expected) {
    var inputs = at(capped(Caps.NONE.withNights(null, 2), stay("2027-01-10", used)), "2026-12-31T18:00");
    assertThat(code(staying(inputs, 2))).isEqualTo(expected);
  }

  @Test
  void a_day_without_a_night_is_not_asked_about_nights() {
    var full = capped(Caps.NONE.withNights(1, 1), stay("2026-06-14", 2));
    assertThat(verdict(full).checked()).extracting(Check::rule)
        .doesNotContain(Rule.CAP_NIGHTS_RUNNING, Rule.CAP_NIGHTS_YEAR);
    assertThat(verdict(staying(full, 1)).checked()).extracting(Check::code)
        .endsWith(Code.CAP_NIGHTS_RUNNING_REACHED, Code.CAP_NIGHTS_YEAR_REACHED);
  }

  @ParameterizedTest
  @CsvSource(value = {"2,null", "null,2"}, nullValues = "null")
  void two_visits_on_one_day_do_not_use_up_two_days(@Nullable Integer month, @Nullable Integer year) {
    var closed = Opening.ALWAYS.withBlackouts(
        new Opening.Blackout(LocalDate.of(2026, 6, 16), LocalDate.of(2026, 6, 16), ""));
    var caps = new Caps(null, month, year).counting(Caps.Counting.DAYS);
    var inputs = under(Terms.OPEN.with(caps).with(closed)).with(days("2026-06-01", "2026-06-01"));
    var passesWhen = verdict(inputs).passesWhen();
    assertThat(passesWhen == null ? null : passesWhen.from()).isEqualTo(LocalDate.of(2026, 6, 17));
  }
}
