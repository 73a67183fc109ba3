package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the first moment at which every rule about time would pass. Each rule moves the day on to the
 * first that it might allow, until none moves it; then the hours of that day are asked. Days only grow, so it
 * ends.
 */
final class Earliest {
  private static final long NEVER = Long.MAX_VALUE;

  private final Inputs inputs;
  private final TermsVersion version;
  private final ZoneRules zone;
  private final OpeningHours hours;

  Earliest(Inputs inputs, TermsVersion version) {
    this.inputs = inputs;
    this.version = version;
    this.zone = inputs.clubs().zone().getRules();
    this.hours = new OpeningHours(version.terms().opening().hours());
  }

  /** The moment, at or after the requested one and within the horizon; {@code null} when there is none. */
  @Nullable
  Instant find() {
    var now = Moment.bounded(inputs.request().at());
    long today = Moment.of(now, zone).day();
    long last = Math.min(today + Rulebook.HORIZON_DAYS, lastDay());
    long day = settle(today, last);
    while (day <= last) {
      var first = hours.first(day, now, zone);
      if (first != null) {
        return first;
      }
      day = settle(day + 1, last);
    }
    return null;
  }

  /** The last day on which the agreement holds and the dues are paid. */
  private long lastDay() {
    long last = lastDay(version.period().expiration());
    return inputs.standing() instanceof Standing.Known known
        ? Math.min(last, lastDay(known.paidUntil()))
        : last;
  }

  private static long lastDay(@Nullable LocalDate date) {
    return date == null ? NEVER : date.toEpochDay();
  }

  /** The first day from this one on that no rule about days moves; one after the last when there is none. */
  private long settle(long start, long last) {
    long day = Math.max(start, version.period().effective().toEpochDay());
    long settled = afterBlackouts(day);
    while (settled <= last) {
      day = new Quota(version.terms().caps(), inputs.history(), settled).earliest();
      if (day == settled) {
        return day;
      }
      settled = afterBlackouts(day);
    }
    return settled;
  }

  /** This day, or the first after the blackouts that hold it; they may touch, overlap and be in any order. */
  private long afterBlackouts(long start) {
    List<Terms.Blackout> blackouts = version.terms().opening().blackouts();
    long day = start;
    for (int i = 0; i < blackouts.size();) {
      var blackout = blackouts.get(i);
      if (Rulebook.blacksOut(blackout, day)) {
        day = blackout.to().toEpochDay() + 1;
        i = 0;
      } else {
        i++;
      }
    }
    return day;
  }
}
