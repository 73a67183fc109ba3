package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The caps of one scope's terms against what the visitor has used, as of one local day. Counting waits until
 * a cap asks for it.
 */
final class Quota {
  private final Scope scope;
  private final Caps caps;
  /** Without family. */
  private final int guests;
  private final History history;
  private final Request request;
  private final long day;
  private final LocalDate date;
  private final long lastDay;

  Quota(Scope scope, Terms terms, History history, Request request, long day) {
    this.scope = scope;
    this.caps = terms.caps();
    this.guests = caps.guestsYear() == null ? 0 : terms.coverage().guests().counted(request.guests());
    this.history = history;
    this.request = request;
    this.day = day;
    this.date = LocalDate.ofEpochDay(day);
    this.lastDay = caps.counting() == Caps.Counting.DAYS ? day + Math.max(1, request.nights()) - 1 : day;
  }

  void check(Checks checks) {
    if (caps.day() != null) {
      int used = history.visits(day, day);
      add(Rule.CAP_DAY, Code.CAP_DAY_REACHED, used < caps.day(), new Check.Numbers(used, caps.day()), checks);
    }
    if (caps.month() != null) {
      calendar(Rule.CAP_MONTH, Code.CAP_MONTH_REACHED, caps.month(), checks);
    }
    if (caps.year() != null) {
      calendar(Rule.CAP_YEAR, Code.CAP_YEAR_REACHED, caps.year(), checks);
    }
    for (int i = 0; i < caps.rolling().size(); i++) {
      rolling(caps.rolling().get(i), checks);
    }
    if (request.nights() > 0) {
      nights(request.nights(), checks);
    }
    if (caps.guestsYear() != null && guests > 0) {
      guests(caps.guestsYear(), guests, checks);
    }
  }

  /** Each month or year that the visit reaches into; the first without room is told, else the first. */
  private void calendar(Rule rule, Code reached, int cap, Checks checks) {
    int told = 0;
    boolean fits = true;
    for (long first = day; first <= lastDay && fits;) {
      var at = LocalDate.ofEpochDay(first);
      long end = end(rule, at);
      int used = used(start(rule, at), end);
      int asked = asked(first, Math.min(end, lastDay));
      if (tooLong(rule, asked, cap, checks)) {
        return;
      }
      fits = (long) used + asked <= cap;
      told = first == day || !fits ? used : told;
      first = end + 1;
    }
    add(rule, reached, fits, new Check.Numbers(told, cap), checks);
  }

  private void add(Rule rule, Code reached, boolean fits, Check.Numbers numbers, Checks checks) {
    checks
        .add(fits ? new Check.Passed(rule, scope, numbers) : new Check.Failed(rule, scope, reached, numbers));
  }

  private static long start(Rule rule, LocalDate date) {
    return date.toEpochDay() + 1 - (rule == Rule.CAP_MONTH ? date.getDayOfMonth() : date.getDayOfYear());
  }

  private static long end(Rule rule, LocalDate date) {
    return start(rule, date) - 1 + (rule == Rule.CAP_MONTH ? date.lengthOfMonth() : date.lengthOfYear());
  }

  private int used(long first, long last) {
    return switch (caps.counting()) {
      case VISITS -> history.visits(first, last);
      case DAYS -> history.days(first, last);
    };
  }

  /** What the visit adds from first to last, both days of its own. */
  private int asked(long first, long last) {
    return switch (caps.counting()) {
      case VISITS -> 1;
      case DAYS -> (int) (last - first + 1) - history.days(first, last);
    };
  }

  private boolean tooLong(Rule rule, int asked, int cap, Checks checks) {
    if (asked <= cap || asked == 1) {
      return false;
    }
    checks.add(new Check.Failed(rule, scope, Code.STAY_TOO_LONG, new Check.Numbers(asked, cap)));
    checks.maxNights(Math.max(0, cap));
    return true;
  }

  /** Every window of so many days that holds a day of the visit; the fullest is told. */
  private void rolling(Caps.Rolling cap, Checks checks) {
    if (tooLong(Rule.CAP_ROLLING, Math.min(asked(day, lastDay), days(cap)), cap.most(), checks)) {
      return;
    }
    int fullest = 0;
    boolean fits = true;
    int days = days(cap);
    for (long last = day; last <= lastOf(days); last++) {
      long first = last - days + 1;
      int used = used(first, last);
      fits &= used + asked(Math.max(day, first), Math.min(last, lastDay)) <= cap.most();
      fullest = Math.max(fullest, used);
    }
    add(Rule.CAP_ROLLING, Code.CAP_ROLLING_REACHED, fits, new Check.Numbers(fullest, cap.most()), checks);
  }

  /** Windows that end later matter only while visits later than this one are known. */
  private long lastOf(int days) {
    long known = history.size() == 0 ? lastDay : history.use(history.size() - 1).after() - 1;
    return Math.max(lastDay, Math.min(known, day + days - 1));
  }

  /** Bounded, so that nonsense is decided as fast. */
  private static int days(Caps.Rolling cap) {
    return Math.clamp(cap.days(), 1, TermsCheck.DAYS_MAX);
  }

  private void nights(int asked, Checks checks) {
    var running = caps.nightsRunning();
    if (running != null && !tooLong(Rule.CAP_NIGHTS_RUNNING, asked, running, checks)) {
      int adjoining = history.nightsAdjoining(day, asked);
      add(Rule.CAP_NIGHTS_RUNNING, Code.CAP_NIGHTS_RUNNING_REACHED, (long) adjoining + asked <= running,
          new Check.Numbers(adjoining, running), checks);
    }
    var ofYear = caps.nightsYear();
    if (ofYear != null && !tooLong(Rule.CAP_NIGHTS_YEAR, asked, ofYear, checks)) {
      int used = nightsOf(date);
      add(Rule.CAP_NIGHTS_YEAR, Code.CAP_NIGHTS_YEAR_REACHED, nightsFit(used, asked, ofYear),
          new Check.Numbers(used, ofYear), checks);
    }
  }

  /** Also where the stay goes on over the turn of the year. */
  private boolean nightsFit(int used, int asked, int cap) {
    long end = end(Rule.CAP_YEAR, date);
    int inThis = (int) Math.min(asked, end - day + 1);
    return (long) used + inThis <= cap && (inThis == asked
        || (long) nightsOf(LocalDate.ofEpochDay(end + 1)) + asked - inThis <= cap);
  }

  private int nightsOf(LocalDate year) {
    return history.nights(start(Rule.CAP_YEAR, year), end(Rule.CAP_YEAR, year), 0);
  }

  private void guests(int cap, int asked, Checks checks) {
    int used = history.guests(start(Rule.CAP_YEAR, date), end(Rule.CAP_YEAR, date));
    boolean fits = (long) used + asked <= cap;
    add(Rule.CAP_GUESTS_YEAR, Code.CAP_GUESTS_YEAR_REACHED, fits, new Check.Numbers(used, cap), checks);
  }

  /**
   * What remains.
   *
   * @param taken whether this visit comes on top of the history
   */
  Verdict.Left left(boolean taken) {
    return new Verdict.Left(
        caps.day() == null ? null : left(caps.day(), history.visits(day, day) + (taken ? 1 : 0)),
        caps.month() == null ? null : left(Rule.CAP_MONTH, caps.month(), taken),
        caps.year() == null ? null : left(Rule.CAP_YEAR, caps.year(), taken),
        leftRolling(taken), leftNights(taken), leftGuests(taken));
  }

  private Integer left(Rule rule, int cap, boolean taken) {
    long end = end(rule, date);
    return left(cap, used(start(rule, date), end) + (taken ? asked(day, Math.min(end, lastDay)) : 0));
  }

  private @Nullable Integer leftRolling(boolean taken) {
    Integer least = null;
    for (int i = 0; i < caps.rolling().size(); i++) {
      var cap = caps.rolling().get(i);
      long first = lastDay - days(cap) + 1;
      int left = left(cap.most(), used(first, lastDay) + (taken ? asked(Math.max(first, day), lastDay) : 0));
      least = least == null ? left : (Integer) Math.min(least, left);
    }
    return least;
  }

  private @Nullable Integer leftNights(boolean taken) {
    if (caps.nightsYear() == null) {
      return null;
    }
    long end = end(Rule.CAP_YEAR, date);
    return left(caps.nightsYear(),
        nightsOf(date) + (taken ? (int) Math.min(request.nights(), end - day + 1) : 0));
  }

  private @Nullable Integer leftGuests(boolean taken) {
    if (caps.guestsYear() == null) {
      return null;
    }
    int used = history.guests(start(Rule.CAP_YEAR, date), end(Rule.CAP_YEAR, date));
    return left(caps.guestsYear(), used + (taken ? guests : 0));
  }

  private static Integer left(int cap, int used) {
    return Math.clamp((long) cap - used, 0, Integer.MAX_VALUE);
  }

  /**
   * This day when the caps have room on it, else the first day after it that is not bound to fail for the
   * same cap. A stay that is too long may be so on a later day only: days that it shares with others are
   * counted once.
   */
  long earliest() {
    if (isVisits() && caps.year() != null && full(Rule.CAP_YEAR, caps.year())) {
      return end(Rule.CAP_YEAR, date) + 1;
    }
    if (isVisits() && caps.month() != null && full(Rule.CAP_MONTH, caps.month())) {
      return end(Rule.CAP_MONTH, date) + 1;
    }
    var checks = new Checks();
    check(checks);
    return checks.failed() ? day + 1 : day;
  }

  private boolean isVisits() {
    return caps.counting() == Caps.Counting.VISITS;
  }

  private boolean full(Rule rule, int cap) {
    return history.visits(start(rule, date), end(rule, date)) >= cap;
  }
}
