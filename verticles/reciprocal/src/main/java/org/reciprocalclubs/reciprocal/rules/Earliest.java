package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
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
  private final Clauses[] clauses;
  private final ZoneRules zone;
  private final Instant now;
  private final long today;
  /** The day that was looked at last. */
  private LocalDay looked;

  private Earliest(Inputs inputs, Agreed.Signed signed, Moment moment) {
    this.inputs = inputs;
    this.version = signed.version();
    this.zone = inputs.clubs().zone().getRules();
    this.now = Moment.bounded(inputs.request().at());
    this.today = moment.day();
    this.looked = LocalDay.of(today);
    this.clauses = Clauses.of(inputs, signed, moment);
  }

  /**
   * The moment, at or after the requested one and within the horizon; {@code null} when there is none, or
   * when nobody can say how long what the agreement waits for will take.
   *
   * @param now the requested one, as the host's clock shows it
   */
  static @Nullable Instant find(Inputs inputs, Agreed.Signed signed, Moment now) {
    return signed.force() == Agreed.Force.PENDING ? null : new Earliest(inputs, signed, now).find();
  }

  private @Nullable Instant find() {
    long last = Math.min(today + Rulebook.HORIZON_DAYS, lastDay());
    long day = settle(today, last);
    var hours = hours();
    while (day <= last) {
      var first = OpeningHours.first(hours, LocalDate.ofEpochDay(day), now, zone);
      if (first != null) {
        return first;
      }
      day = settle(day + 1, last);
    }
    return null;
  }

  /** Of every scope that sets any. */
  private List<List<Opening.Window>> hours() {
    var hours = new ArrayList<List<Opening.Window>>(clauses.length);
    for (var each : clauses) {
      var windows = each.terms().opening().hours();
      if (!windows.isEmpty()) {
        hours.add(windows);
      }
    }
    return hours;
  }

  /** The last day on which the agreement holds, the dues are paid, and letters and bookings serve. */
  private long lastDay() {
    long last = lastDay(version.period().expiration());
    for (var each : clauses) {
      last = Math.min(last, entry(each).last());
    }
    return inputs.standing() instanceof Standing.Known known
        ? Math.min(last, lastDay(known.paidUntil()))
        : last;
  }

  private EntryRules entry(Clauses of) {
    return new EntryRules(of.scope(), of.terms(), inputs, today);
  }

  private static long lastDay(@Nullable LocalDate date) {
    return date == null ? NEVER : date.toEpochDay();
  }

  /** The first day from this one on that no rule about days moves; one after the last when there is none. */
  private long settle(long start, long last) {
    long day = Math.max(start, version.period().effective().toEpochDay());
    while (day <= last) {
      long next = afterRestrictions(day);
      for (var each : clauses) {
        next = Math.max(next, next(each, next));
      }
      if (next == day) {
        return day;
      }
      day = next;
    }
    return day;
  }

  private long afterRestrictions(long day) {
    long next = day;
    for (var each : inputs.circumstances().restrictions()) {
      if (each.lastDay() != null && each.holds(next) && each.meets(inputs.request())) {
        next = each.lastDay().toEpochDay() + 1;
      }
    }
    return next;
  }

  /** This day, or the first after it that one scope's terms might allow. */
  private long next(Clauses of, long day) {
    var terms = of.terms();
    long next = Math.max(day, entry(of).earliest());
    next = afterBlackouts(terms.opening().blackouts(), next);
    if (next > today + Rulebook.HORIZON_DAYS) {
      return next;
    }
    if (!terms.opening().seasons().isEmpty()
        && !Clauses.inSeason(terms.opening().seasons(), LocalDate.ofEpochDay(next))) {
      return next + 1;
    }
    if (next == today && full(of)) {
      return next + 1;
    }
    return new Quota(of.scope(), terms, Clauses.history(of.scope(), inputs), inputs.request(), local(next))
        .earliest();
  }

  private LocalDay local(long day) {
    if (looked.day() != day) {
      looked = LocalDay.of(day);
    }
    return looked;
  }

  /** Only of the day that is asked for is it known how many come, or are expected. */
  private boolean full(Clauses of) {
    var capacity = of.terms().entry().capacity();
    if (capacity == null || capacity.day() == null || of.scope() == Scope.PROGRAMME) {
      return false;
    }
    var heads = inputs.circumstances().occupancy();
    long used = of.scope() == Scope.HOUSE ? heads.today() : heads.todayOfHome();
    return used + inputs.request().heads() > capacity.day();
  }

  /** This day, or the first after the blackouts that hold it; they may touch, overlap and be in any order. */
  private static long afterBlackouts(List<Opening.Blackout> blackouts, long start) {
    long day = start;
    for (int i = 0; i < blackouts.size();) {
      var blackout = blackouts.get(i);
      if (blackout.holds(day)) {
        day = blackout.to().toEpochDay() + 1;
        i = 0;
      } else {
        i++;
      }
    }
    return day;
  }
}
