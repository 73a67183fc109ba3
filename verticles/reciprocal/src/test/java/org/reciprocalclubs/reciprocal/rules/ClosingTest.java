package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.reciprocal.rules.Opening.Window;

class ClosingTest {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private static final Duration DAY = Duration.ofHours(24);
  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  /** Lunch and dinner on weekdays, on Saturdays a long evening, on Sundays nothing. */
  private static final List<Window> HOURS = List.of(window(WEEKDAYS, "11:00", "14:30"),
      window(WEEKDAYS, "18:00", "23:00"), window(Set.of(DayOfWeek.SATURDAY), "18:00", "02:00"));

  private static Window window(Set<DayOfWeek> days, String from, String to) {
    return new Window(days, LocalTime.parse(from), LocalTime.parse(to));
  }

  @ParameterizedTest
  @CsvSource({
      // who comes for lunch may stay for dinner
      "2026-06-17T11:30, 0, 2026-06-17T23:00", "2026-06-17T22:59, 0, 2026-06-17T23:00",
      // let in after hours, by the staff
      "2026-06-17T23:00, 0, 2026-06-18T04:00", "2026-06-17T23:30, 0, 2026-06-18T04:00",
      // an evening that ends on the next day, and who comes after midnight
      "2026-06-20T19:00, 0, 2026-06-21T02:00", "2026-06-21T01:59, 0, 2026-06-21T02:00",
      "2026-06-21T02:00, 0, 2026-06-22T04:00",
      // a day without hours
      "2026-06-21T12:00, 0, 2026-06-22T04:00",
      // guests of the house go on the day on which they leave
      "2026-06-17T12:00, 2, 2026-06-19T23:00", "2026-06-18T12:00, 2, 2026-06-21T02:00",
      "2026-06-19T12:00, 2, 2026-06-22T04:00", "2026-06-21T01:00, 1, 2026-06-22T04:00"})
  void aHouseClosesBehindItsVisitors(LocalDateTime opened, int nights, LocalDateTime closing) {
    var house = new House(HOURS, LONDON, DAY);
    var came = opened.atZone(LONDON).toInstant();
    var closes = closing.atZone(LONDON).toInstant();
    assertThat(Closing.of(came, nights, house)).isEqualTo(closes);
    assertThat(house.closed(came, nights, closes)).isTrue();
    assertThat(house.closed(came, nights, closes.minusNanos(1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"01:30, 2026-10-25T01:30:00Z", "01:00, 2026-10-25T01:00:00Z", "02:30, 2026-10-25T02:30:00Z"})
  void whereTheClockShowsTheTimeTwiceTheSecondCounts(String to, String closing) {
    var house = new House(List.of(window(EnumSet.allOf(DayOfWeek.class), "18:00", to)), LONDON, DAY);
    var came = LocalDateTime.parse("2026-10-24T20:00").atZone(LONDON).toInstant();
    assertThat(Closing.of(came, 0, house)).isEqualTo(closing);
  }

  @ParameterizedTest
  @CsvSource({"01:30, 2026-03-29T01:30:00Z"})
  void aTimeThatIsSkippedIsAnHourLater(String to, String closing) {
    var house = new House(List.of(window(EnumSet.allOf(DayOfWeek.class), "18:00", to)), LONDON, DAY);
    var came = LocalDateTime.parse("2026-03-28T20:00").atZone(LONDON).toInstant();
    assertThat(Closing.of(came, 0, house)).isEqualTo(closing);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "30"})
  void itAlwaysClosesAndNeverBeforeTheVisitorCame(int nights) {
    var house = new House(HOURS, LONDON, DAY);
    var start = LocalDateTime.parse("2026-03-27T00:00").atZone(LONDON).toInstant();
    for (int i = 0; i < 24 * 14; i++) {
      var came = start.plusSeconds(3_600L * i);
      assertThat(Closing.of(came, nights, house)).isAfter(came)
          .isBefore(came.plusSeconds(86_400L * (nights + 2)));
    }
  }

  @ParameterizedTest
  @CsvSource({"2026-06-17T11:30, 0, 24, 2026-06-18T11:30", "2026-06-17T11:30, 0, 6, 2026-06-17T17:30",
      "2026-06-17T11:30, 2, 24, 2026-06-20T11:30",
      // nights are of the calendar, also where one is an hour longer
      "2026-10-24T11:30, 1, 24, 2026-10-26T11:30"})
  void whoIsInAHouseWithoutHoursHasLeftAfterTheLongestStay(LocalDateTime opened, int nights, int hours,
      LocalDateTime closing) {
    var house = new House(List.of(), LONDON, Duration.ofHours(hours));
    assertThat(Closing.of(opened.atZone(LONDON).toInstant(), nights, house))
        .isEqualTo(closing.atZone(LONDON).toInstant());
  }
}
