package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {
  private static final UUID VISIT = new UUID(4, 1);
  private static final History SOME = History.of(new int[]{30, 10, 20, 20}, null);

  @Test
  void visits_are_kept_in_order() {
    var history = History.of(new int[]{2, 1}, VISIT);
    assertThat(history.uses()).containsExactly(Use.ofDay(1), Use.ofDay(2));
    assertThat(history.openVisit()).isEqualTo(VISIT);
  }

  @ParameterizedTest
  @CsvSource({"10,14,3", "12,12,1", "13,13,0", "9,9,0", "11,20,3", "-9000000000,9000000000,4"})
  void days_that_visits_used_count_once(long first, long last, int count) {
    var stays = History.of(List.of(new Use(10, 2, 0, 0), Use.ofDay(11), new Use(12, 1, 0, 0), Use.ofDay(20)),
        null);
    assertThat(stays.days(first, last)).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({"10,14,0,3", "10,14,7,2", "10,10,0,1", "12,12,0,1", "13,19,0,0"})
  void nights_are_counted_of_all_vessels_or_of_one(long first, long last, int vessel, int count) {
    var stays = History.of(List.of(new Use(10, 2, 0, 7), new Use(12, 1, 0, 8), Use.ofDay(11)), null);
    assertThat(stays.nights(first, last, vessel)).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({"13,1,3", "9,1,3", "14,1,0", "8,1,0", "8,2,3", "13,5,5", "11,1,2"})
  void nights_without_a_night_between_adjoin(long day, int nights, int adjoining) {
    var stays = History.of(List.of(new Use(10, 2, 0, 0), new Use(12, 1, 0, 0), new Use(18, 2, 0, 0)), null);
    assertThat(stays.nightsAdjoining(day, nights)).isEqualTo(adjoining);
  }

  @Test
  void guests_are_counted_by_the_day_on_which_they_came() {
    var stays = History.of(List.of(new Use(10, 2, 3, 0), new Use(12, 1, 4, 0)), null);
    assertThat(stays.guests(10, 11)).isEqualTo(3);
    assertThat(stays.guests(11, 12)).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"20600,0,0,0", "20600,366,50,1073741823", "0,511,63,1", "-1,1,1,1", "-90000,0,0,0"})
  void a_use_is_one_number_that_sorts_by_day(int day, int nights, int guests, int vessel) {
    var use = new Use(day, nights, guests, vessel);
    assertThat(Use.unpacked(use.packed())).isEqualTo(use);
    assertThat(use.packed()).isLessThan(Use.ofDay(day + 1).packed());
  }

  @Test
  void what_does_not_fit_into_a_number_becomes_the_nearest() {
    assertThat(Use.unpacked(new Use(1, 9999, 9999, -1).packed()))
        .isEqualTo(new Use(1, Use.NIGHTS_MAX, Use.GUESTS_MAX, 0));
    assertThat(Use.unpacked(new Use(Integer.MAX_VALUE, 0, 0, 0).packed()).day()).isEqualTo(262143);
  }

  @ParameterizedTest
  @CsvSource({"20,20,2", "10,30,4", "11,29,2", "0,9,0", "31,99,0", "30,30,1", "10,10,1",
      "-9000000000,9000000000,4"})
  void days_are_counted_from_first_to_last(long first, long last, int count) {
    assertThat(SOME.visits(first, last)).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({"5,'5,10,20,20,30'", "20,'10,20,20,20,30'", "40,'10,20,20,30,40'", "25,'10,20,20,25,30'"})
  void who_enters_is_inside_and_has_one_day_more(int day, String days) {
    assertThat(SOME.entered(Use.ofDay(day), VISIT)).isEqualTo(history(days, VISIT));
  }

  @ParameterizedTest
  @CsvSource({"10,'20,20,30'", "20,'10,20,30'", "30,'10,20,20'", "25,'10,20,20,30'", "40,'10,20,20,30'"})
  void what_was_undone_gives_its_day_back(int day, String days) {
    assertThat(History.of(SOME.uses(), VISIT).undone(Use.ofDay(day))).isEqualTo(history(days, null));
  }

  @Test
  void who_leaves_has_used_the_day() {
    assertThat(SOME.entered(Use.ofDay(31), VISIT).left()).isEqualTo(history("10,20,20,30,31", null));
  }

  @Test
  void histories_are_values() {
    var same = History.of(new int[]{10, 20, 20, 30}, null);
    assertThat(SOME).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(History.NONE).isNotEqualTo("10")
        .isNotEqualTo(History.of(SOME.uses(), VISIT)).hasToString("History" + SOME.uses());
    assertThat(History.of(SOME.uses(), VISIT)).doesNotHaveSameHashCodeAs(SOME)
        .hasToString("History" + SOME.uses() + " inside on " + VISIT);
    assertThat(SOME.hashCode()).isNotEqualTo(History.NONE.hashCode());
  }

  private static History history(String days, @Nullable UUID visit) {
    String[] parts = days.split(",", -1);
    int[] numbers = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Integer.parseInt(parts[i]);
    }
    return History.of(numbers, visit);
  }
}
