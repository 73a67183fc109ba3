package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.reciprocal.rules.Opening.Blackout;
import org.reciprocalclubs.reciprocal.rules.Opening.Season;
import org.reciprocalclubs.reciprocal.rules.Opening.Window;

class OpeningTest {
  private static final LocalDate TUESDAY = LocalDate.of(2026, 6, 16);

  @Test
  void a_house_that_says_nothing_is_never_closed_all_day() {
    assertThat(Opening.ALWAYS.closedOn(TUESDAY)).isFalse();
  }

  @Test
  void a_house_is_closed_all_day_when_it_is_blacked_out() {
    var opening = Opening.ALWAYS.withBlackouts(new Blackout(TUESDAY, TUESDAY.plusDays(1), "Regatta"));
    assertThat(opening.closedOn(TUESDAY.minusDays(1))).isFalse();
    assertThat(opening.closedOn(TUESDAY)).isTrue();
    assertThat(opening.closedOn(TUESDAY.plusDays(1))).isTrue();
    assertThat(opening.closedOn(TUESDAY.plusDays(2))).isFalse();
  }

  @Test
  void a_house_is_closed_all_day_on_weekdays_without_hours() {
    var opening = Opening.ALWAYS.withHours(
        new Window(Set.of(DayOfWeek.TUESDAY), LocalTime.of(18, 0), LocalTime.of(20, 0)),
        new Window(Set.of(DayOfWeek.FRIDAY), LocalTime.of(18, 0), LocalTime.of(2, 0)));
    assertThat(opening.closedOn(TUESDAY)).isFalse();
    assertThat(opening.closedOn(TUESDAY.plusDays(1))).isTrue();
    assertThat(opening.closedOn(TUESDAY.plusDays(3))).isFalse();
    assertThat(opening.closedOn(TUESDAY.plusDays(4))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"2026-03-14,true", "2026-03-15,false", "2026-10-02,false", "2026-10-03,true"})
  void a_house_is_closed_all_day_out_of_its_seasons(LocalDate day, boolean closed) {
    var spring = new Season(MonthDay.of(3, 15), MonthDay.of(6, 1));
    var summer = new Season(MonthDay.of(6, 2), MonthDay.of(10, 2));
    assertThat(Opening.ALWAYS.withSeasons(spring, summer).closedOn(day)).isEqualTo(closed);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-14,false", "2026-11-15,true", "2026-12-31,true", "2027-01-01,true", "2027-02-10,true",
      "2027-02-11,false"})
  void a_season_goes_on_over_the_turn_of_the_year(LocalDate day, boolean open) {
    assertThat(new Season(MonthDay.of(11, 15), MonthDay.of(2, 10)).holds(day)).isEqualTo(open);
  }

  @ParameterizedTest
  @CsvSource({"2026-06-15,false", "2026-06-16,true", "2026-06-17,false"})
  void a_season_of_one_day_is_that_day(LocalDate day, boolean open) {
    assertThat(new Season(MonthDay.of(6, 16), MonthDay.of(6, 16)).holds(day)).isEqualTo(open);
  }
}
