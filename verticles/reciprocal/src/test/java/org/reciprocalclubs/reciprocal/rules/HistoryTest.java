package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {
  private static final UUID VISIT = new UUID(4, 1);
  private static final History SOME = History.of(new int[]{30, 10, 20, 20}, null);

  @Test
  void days_are_kept_in_order_and_copied_both_ways() {
    int[] mine = {2, 1};
    var history = History.of(mine, VISIT);
    mine[0] = 9;
    history.days()[0] = 9;
    assertThat(history.days()).containsExactly(1, 2);
    assertThat(history.openVisit()).isEqualTo(VISIT);
  }

  @ParameterizedTest
  @CsvSource({"20,20,2", "10,30,4", "11,29,2", "0,9,0", "31,99,0", "30,30,1", "10,10,1",
      "-9000000000,9000000000,4"})
  void days_are_counted_from_first_to_last(long first, long last, int count) {
    assertThat(SOME.count(first, last)).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({"5,'5,10,20,20,30'", "20,'10,20,20,20,30'", "40,'10,20,20,30,40'", "25,'10,20,20,25,30'"})
  void who_enters_is_inside_and_has_one_day_more(int day, String days) {
    assertThat(SOME.entered(day, VISIT)).isEqualTo(history(days, VISIT));
  }

  @ParameterizedTest
  @CsvSource({"10,'20,20,30'", "20,'10,20,30'", "30,'10,20,20'", "25,'10,20,20,30'", "40,'10,20,20,30'"})
  void what_was_undone_gives_its_day_back(int day, String days) {
    assertThat(History.of(SOME.days(), VISIT).undone(day)).isEqualTo(history(days, null));
  }

  @Test
  void who_leaves_has_used_the_day() {
    assertThat(SOME.entered(31, VISIT).left()).isEqualTo(history("10,20,20,30,31", null));
  }

  @Test
  void histories_are_values() {
    var same = History.of(new int[]{10, 20, 20, 30}, null);
    assertThat(SOME).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(History.NONE).isNotEqualTo("10")
        .isNotEqualTo(History.of(SOME.days(), VISIT)).hasToString("History[10, 20, 20, 30]");
    assertThat(History.of(SOME.days(), VISIT)).doesNotHaveSameHashCodeAs(SOME)
        .hasToString("History[10, 20, 20, 30] inside on " + VISIT);
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
