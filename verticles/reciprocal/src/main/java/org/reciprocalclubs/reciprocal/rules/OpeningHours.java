package org.reciprocalclubs.reciprocal.rules;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The windows of the week in which visitors are admitted, by the host's clock on the wall. */
final class OpeningHours {

  private OpeningHours() {}

  static Check check(Scope scope, List<Opening.Window> windows, Moment moment) {
    if (open(windows, moment)) {
      return Rule.HOURS.passed(scope);
    }
    boolean opens = opensOn(windows, Moment.weekday(moment.day()));
    return Rule.HOURS.failed(scope, opens ? Code.CLOSED_HOURS : Code.CLOSED_DAY);
  }

  /** Whether a window of this day, or one of the day before that lasts past midnight, holds the moment. */
  private static boolean open(List<Opening.Window> windows, Moment moment) {
    var today = Moment.weekday(moment.day());
    var yesterday = Moment.weekday(moment.day() - 1);
    for (int i = 0; i < windows.size(); i++) {
      var window = windows.get(i);
      long from = window.from().toNanoOfDay();
      long to = window.to().toNanoOfDay();
      boolean overnight = to <= from;
      if (window.days().contains(today) && moment.nano() >= from && (overnight || moment.nano() < to)) {
        return true;
      }
      if (overnight && window.days().contains(yesterday) && moment.nano() < to) {
        return true;
      }
    }
    return false;
  }

  private static boolean opensOn(List<Opening.Window> windows, DayOfWeek day) {
    for (int i = 0; i < windows.size(); i++) {
      if (windows.get(i).days().contains(day)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first instant of a local day, not before another, that lies in all the hours; {@code null} when there
   * is none. Exact also where the clocks change: what is open of a day is a set of stretches, and each begins
   * at midnight, when a window opens, or when the clocks jump.
   *
   * @param hours each a list of windows, in one of which the instant must lie
   */
  static @Nullable Instant first(List<List<Opening.Window>> hours, LocalDate date, Instant notBefore,
      ZoneRules zone) {
    var earliest = Moment.of(notBefore, zone);
    if (earliest.day() == date.toEpochDay() && openAll(hours, earliest)) {
      return notBefore;
    }
    Instant first = null;
    for (Instant start : starts(hours, date, notBefore, zone)) {
      var moment = Moment.of(start, zone);
      boolean fits = moment.day() == date.toEpochDay() && !start.isBefore(notBefore)
          && openAll(hours, moment);
      if (fits && (first == null || start.isBefore(first))) {
        first = start;
      }
    }
    return first;
  }

  private static boolean openAll(List<List<Opening.Window>> hours, Moment moment) {
    for (var windows : hours) {
      if (!open(windows, moment)) {
        return false;
      }
    }
    return true;
  }

  private static List<Instant> starts(List<List<Opening.Window>> hours, LocalDate date, Instant notBefore,
      ZoneRules zone) {
    var starts = new ArrayList<Instant>();
    wall(date.atStartOfDay(), zone, starts);
    for (var windows : hours) {
      for (Opening.Window window : windows) {
        if (!window.from().equals(LocalTime.MIDNIGHT) && window.days().contains(date.getDayOfWeek())) {
          wall(date.atTime(window.from()), zone, starts);
        }
      }
    }
    jumps(date, zone, starts);
    return starts;
  }

  /**
   * When the clock on the wall shows a time: once, twice when clocks go back, never when they go forward
   * over it.
   */
  private static void wall(LocalDateTime time, ZoneRules zone, List<Instant> into) {
    for (ZoneOffset offset : zone.getValidOffsets(time)) {
      into.add(time.toInstant(offset));
    }
  }

  private static void jumps(LocalDate date, ZoneRules zone, List<Instant> into) {
    var end = date.plusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC);
    var at = date.minusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    ZoneOffsetTransition jump = zone.nextTransition(at);
    while (jump != null && jump.getInstant().isBefore(end)) {
      into.add(jump.getInstant());
      jump = zone.nextTransition(jump.getInstant());
    }
  }
}
