package org.reciprocalclubs.reciprocal.rules;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.zone.ZoneRules;

/**
 * An instant as the host's calendar and clock on the wall show it, in whole numbers.
 *
 * @param day local epoch day
 * @param nano local nanosecond of that day, as the clock shows it: on a day of change an hour may be missing
 * or come twice
 */
record Moment(long day, long nano) {
  static final long DAY_SECONDS = 86_400;
  static final long DAY_NANOS = DAY_SECONDS * 1_000_000_000;
  /**
   * The years 1 to 9999. Instants beyond them are taken for their nearest end, so that no arithmetic
   * overflows.
   */
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  static Moment of(Instant at, ZoneRules zone) {
    var instant = bounded(at);
    long local = instant.getEpochSecond() + zone.getOffset(instant).getTotalSeconds();
    return new Moment(Math.floorDiv(local, DAY_SECONDS),
        Math.floorMod(local, DAY_SECONDS) * 1_000_000_000 + instant.getNano());
  }

  static Instant bounded(Instant at) {
    if (at.isBefore(FIRST)) {
      return FIRST;
    }
    return at.isAfter(LAST) ? LAST : at;
  }

  /** The epoch day 0 was a Thursday. */
  static DayOfWeek weekday(long day) {
    return DayOfWeek.of((int) Math.floorMod(day + 3, 7L) + 1);
  }
}
