package org.reciprocalclubs.reciprocal.rules;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/** Finds what is contradictory, out of bounds or dead in opening times. */
final class OpeningCheck {
  static final int BLACKOUTS_MAX = 366;
  static final int SEASONS_MAX = 12;
  static final int WINDOWS_MAX = 50;
  static final int REASON_LENGTH_MAX = 200;
  private static final long DAY_NANOS = 86_400_000_000_000L;
  private static final long WEEK_NANOS = 7 * DAY_NANOS;
  /** A leap year: it has every day that a season can hold. */
  private static final LocalDate ANY_YEAR = LocalDate.of(2028, 1, 1);

  private final List<Problem> problems;

  private OpeningCheck(List<Problem> problems) {
    this.problems = problems;
  }

  static void check(Opening opening, List<Problem> problems) {
    var check = new OpeningCheck(problems);
    check.blackouts(opening.blackouts());
    check.seasons(opening.seasons());
    check.hours(opening.hours());
  }

  private void blackouts(List<Opening.Blackout> blackouts) {
    if (blackouts.size() > BLACKOUTS_MAX) {
      add("blackouts", "At most " + BLACKOUTS_MAX + " blackouts.");
      return;
    }
    for (int i = 0; i < blackouts.size(); i++) {
      var blackout = blackouts.get(i);
      var field = "blackouts[" + i + "]";
      if (blackout.from().isAfter(blackout.to())) {
        add(field, "The first day is after the last day.");
      } else {
        within(field, blackout, blackouts, i);
      }
      if (blackout.reason().length() > REASON_LENGTH_MAX) {
        add(field + ".reason", "At most " + REASON_LENGTH_MAX + " characters.");
      }
    }
  }

  private void within(String field, Opening.Blackout blackout, List<Opening.Blackout> all, int own) {
    for (int i = 0; i < all.size(); i++) {
      var other = all.get(i);
      boolean holds = i != own && !other.from().isAfter(blackout.from())
          && !other.to().isBefore(blackout.to());
      boolean same = holds && other.from().equals(blackout.from()) && other.to().equals(blackout.to());
      if (holds && (!same || i < own)) {
        add(field, "It lies within blackouts[" + i + "]: it never decides.");
        return;
      }
    }
  }

  private void seasons(List<Opening.Season> seasons) {
    if (seasons.size() > SEASONS_MAX) {
      add("seasons", "At most " + SEASONS_MAX + " seasons.");
      return;
    }
    for (int i = 0; i < seasons.size(); i++) {
      for (int earlier = 0; earlier < i; earlier++) {
        if (meet(seasons.get(earlier), seasons.get(i))) {
          add("seasons[" + i + "]", "It overlaps seasons[" + earlier + "].");
        }
      }
    }
    if (!seasons.isEmpty() && ANY_YEAR.datesUntil(ANY_YEAR.plusYears(1))
        .allMatch(date -> Clauses.inSeason(seasons, date))) {
      add("seasons", "They hold every day of the year: they never decide.");
    }
  }

  private static boolean meet(Opening.Season one, Opening.Season two) {
    return ANY_YEAR.datesUntil(ANY_YEAR.plusYears(1)).anyMatch(date -> one.holds(date) && two.holds(date));
  }

  private void hours(List<Opening.Window> windows) {
    if (windows.size() > WINDOWS_MAX) {
      add("hours", "At most " + WINDOWS_MAX + " windows.");
      return;
    }
    for (int i = 0; i < windows.size(); i++) {
      if (windows.get(i).days().isEmpty()) {
        add("hours[" + i + "].days", "A window without a weekday never opens.");
      }
      for (int earlier = 0; earlier < i; earlier++) {
        if (overlap(windows.get(earlier), windows.get(i))) {
          add("hours[" + i + "]", "It overlaps hours[" + earlier + "].");
        }
      }
    }
  }

  private static boolean overlap(Opening.Window one, Opening.Window two) {
    for (DayOfWeek a : one.days()) {
      for (DayOfWeek b : two.days()) {
        if (meet(start(a, one), length(one), start(b, two), length(two))) {
          return true;
        }
      }
    }
    return false;
  }

  /** On the circle of the week: the later start comes before the earlier one's end, either way round. */
  private static boolean meet(long startA, long lengthA, long startB, long lengthB) {
    return Math.floorMod(startB - startA, WEEK_NANOS) < lengthA
        || Math.floorMod(startA - startB, WEEK_NANOS) < lengthB;
  }

  private static long start(DayOfWeek day, Opening.Window window) {
    return day.getValue() * DAY_NANOS + window.from().toNanoOfDay();
  }

  private static long length(Opening.Window window) {
    long difference = window.to().toNanoOfDay() - window.from().toNanoOfDay();
    return difference > 0 ? difference : difference + DAY_NANOS;
  }

  private void add(String field, String text) {
    problems.add(new Problem(field, text));
  }
}
