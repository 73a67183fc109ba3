package org.reciprocalclubs.reciprocal.rules;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The caps of one scope's terms against what the visitor has used, as of one local day. Counting waits until
 * a cap asks for it.
 */
final class Quota {
  private static final int UNKNOWN = -1;

  private final Scope scope;
  private final Caps caps;
  /** Without family. */
  private final int guests;
  private final History history;
  private final Request request;
  private final LocalDay today;
  private final long day;
  private final long lastDay;
  /** In the day, month and year that hold the visit's first day: asked by the rule and for what is left. */
  private int usedToday = UNKNOWN;
  private int usedInMonth = UNKNOWN;
  private int usedInYear = UNKNOWN;
  /** Of each rolling cap, used in the days that end with the visit. */
  private final int[] usedRolling;

  Quota(Scope scope, Terms terms, History history, Request request, LocalDay today) {
    this.scope = scope;
    this.caps = terms.caps();
    this.guests = caps.guestsYear() == null ? 0 : terms.coverage().guests().counted(request.guests());
    this.history = history;
    this.request = request;
    this.today = today;
    this.usedRolling = new int[caps.rolling().size()];
    Arrays.fill(usedRolling, UNKNOWN);
    this.day = today.day();
    this.lastDay = caps.counting() == Caps.Counting.DAYS ? day + Math.max(1, request.nights()) - 1 : day;
  }

  void check(Checks checks) {
    if (caps.day() != null) {
      int used = usedToday();
      add(Rule.CAP_DAY, Code.CAP_DAY_REACHED, used < caps.day(), new Check.Numbers(used, caps.day()), checks);
    }
    if (caps.month() != null) {
      calendar(Rule.CAP_MONTH, Code.CAP_MONTH_REACHED, caps.month(), checks);
    }
    if (caps.year() != null) {
      calendar(Rule.CAP_YEAR, Code.CAP_YEAR_REACHED, caps.year(), checks);
    }
    for (int i = 0; i < caps.rolling().size(); i++) {
      rolling(i, checks);
    }
    if (request.nights() > 0) {
      nights(request.nights(), checks);
    }
    checkGuests(checks);
  }

  void checkGuests(Checks checks) {
    if (caps.guestsYear() != null && guests > 0) {
      guests(caps.guestsYear(), guests, checks);
    }
  }

  /** Each month or year that the visit reaches into; the first without room is told, else the first. */
  private void calendar(Rule rule, Code reached, int cap, Checks checks) {
    int told = 0;
    boolean fits = true;
    for (long first = day; first <= lastDay && fits;) {
      var span = first == day ? span(rule, today) : span(rule, LocalDay.of(first));
      int used = first == day ? used(rule) : used(span.first(), span.last());
      int asked = asked(first, Math.min(span.last(), lastDay));
      if (tooLong(rule, asked, cap, checks)) {
        return;
      }
      fits = (long) used + asked <= cap;
      told = first == day || !fits ? used : told;
      first = span.last() + 1;
    }
    add(rule, reached, fits, new Check.Numbers(told, cap), checks);
  }

  private void add(Rule rule, Code reached, boolean fits, Check.Numbers numbers, Checks checks) {
    checks
        .add(fits ? new Check.Passed(rule, scope, numbers) : new Check.Failed(rule, scope, reached, numbers));
  }

  private static LocalDay.Span span(Rule rule, LocalDay at) {
    return rule == Rule.CAP_MONTH ? at.month() : at.year();
  }

  private int usedToday() {
    if (usedToday == UNKNOWN) {
      usedToday = history.visits(day, day);
    }
    return usedToday;
  }

  /** In the month or year of the visit's first day. */
  private int used(Rule rule) {
    if (rule == Rule.CAP_MONTH) {
      usedInMonth = usedInMonth == UNKNOWN ? used(today.month()) : usedInMonth;
      return usedInMonth;
    }
    usedInYear = usedInYear == UNKNOWN ? used(today.year()) : usedInYear;
    return usedInYear;
  }

  private int used(LocalDay.Span span) {
    return used(span.first(), span.last());
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
  private void rolling(int number, Checks checks) {
    var cap = caps.rolling().get(number);
    if (tooLong(Rule.CAP_ROLLING, Math.min(asked(day, lastDay), days(cap)), cap.most(), checks)) {
      return;
    }
    int fullest = 0;
    boolean fits = true;
    int days = days(cap);
    for (long last = day; last <= lastOf(days); last++) {
      long first = last - days + 1;
      int used = last == lastDay ? usedRolling(number) : used(first, last);
      fits &= used + asked(Math.max(day, first), Math.min(last, lastDay)) <= cap.most();
      fullest = Math.max(fullest, used);
    }
    add(Rule.CAP_ROLLING, Code.CAP_ROLLING_REACHED, fits, new Check.Numbers(fullest, cap.most()), checks);
  }

  private int usedRolling(int number) {
    if (usedRolling[number] == UNKNOWN) {
      usedRolling[number] = used(lastDay - days(caps.rolling().get(number)) + 1, lastDay);
    }
    return usedRolling[number];
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
      int used = nightsOf(today.year());
      add(Rule.CAP_NIGHTS_YEAR, Code.CAP_NIGHTS_YEAR_REACHED, nightsFit(used, asked, ofYear),
          new Check.Numbers(used, ofYear), checks);
    }
  }

  /** Also where the stay goes on over the turn of the year. */
  private boolean nightsFit(int used, int asked, int cap) {
    long end = today.year().last();
    int inThis = (int) Math.min(asked, end - day + 1);
    return (long) used + inThis <= cap && (inThis == asked
        || (long) nightsOf(LocalDay.of(end + 1).year()) + asked - inThis <= cap);
  }

  private int nightsOf(LocalDay.Span year) {
    return history.nights(year.first(), year.last(), 0);
  }

  private void guests(int cap, int asked, Checks checks) {
    int used = guestsOf(today.year());
    boolean fits = (long) used + asked <= cap;
    add(Rule.CAP_GUESTS_YEAR, Code.CAP_GUESTS_YEAR_REACHED, fits, new Check.Numbers(used, cap), checks);
  }

  private int guestsOf(LocalDay.Span year) {
    return history.guests(year.first(), year.last());
  }

  /**
   * What remains.
   *
   * @param taken whether this visit comes on top of the history
   */
  Verdict.Left left(boolean taken) {
    return new Verdict.Left(caps.day() == null ? null : left(caps.day(), usedToday() + (taken ? 1 : 0)),
        caps.month() == null ? null : left(Rule.CAP_MONTH, caps.month(), taken),
        caps.year() == null ? null : left(Rule.CAP_YEAR, caps.year(), taken),
        leftRolling(taken), leftNights(taken), leftGuests(taken));
  }

  private Integer left(Rule rule, int cap, boolean taken) {
    long end = span(rule, today).last();
    return left(cap, used(rule) + (taken ? asked(day, Math.min(end, lastDay)) : 0));
  }

  private @Nullable Integer leftRolling(boolean taken) {
    Integer least = null;
    for (int i = 0; i < caps.rolling().size(); i++) {
      var cap = caps.rolling().get(i);
      long first = lastDay - days(cap) + 1;
      int left = left(cap.most(), usedRolling(i) + (taken ? asked(Math.max(first, day), lastDay) : 0));
      least = least == null ? left : (Integer) Math.min(least, left);
    }
    return least;
  }

  private @Nullable Integer leftNights(boolean taken) {
    if (caps.nightsYear() == null) {
      return null;
    }
    long end = today.year().last();
    return left(caps.nightsYear(),
        nightsOf(today.year()) + (taken ? (int) Math.min(request.nights(), end - day + 1) : 0));
  }

  private @Nullable Integer leftGuests(boolean taken) {
    if (caps.guestsYear() == null) {
      return null;
    }
    int used = guestsOf(today.year());
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
      return today.year().last() + 1;
    }
    if (isVisits() && caps.month() != null && full(Rule.CAP_MONTH, caps.month())) {
      return today.month().last() + 1;
    }
    var checks = Checks.few();
    check(checks);
    return checks.failed() ? day + 1 : day;
  }

  private boolean isVisits() {
    return caps.counting() == Caps.Counting.VISITS;
  }

  private boolean full(Rule rule, int cap) {
    return used(rule) >= cap;
  }
}
