package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The caps of the terms against what the visitor has used, as of one local day. */
final class Quota {
  private final Terms.Caps caps;
  private final long day;
  private final long nextMonth;
  private final long nextYear;
  private final int usedDay;
  private final int usedMonth;
  private final int usedYear;

  Quota(Terms.Caps caps, History history, long day) {
    var date = LocalDate.ofEpochDay(day);
    long month = day - date.getDayOfMonth() + 1;
    long year = day - date.getDayOfYear() + 1;
    this.caps = caps;
    this.day = day;
    this.nextMonth = month + date.lengthOfMonth();
    this.nextYear = year + date.lengthOfYear();
    this.usedDay = history.count(day, day);
    this.usedMonth = history.count(month, nextMonth - 1);
    this.usedYear = history.count(year, nextYear - 1);
  }

  void check(Checks checks) {
    check(Rule.CAP_DAY, Code.CAP_DAY_REACHED, usedDay, caps.day(), checks);
    check(Rule.CAP_MONTH, Code.CAP_MONTH_REACHED, usedMonth, caps.month(), checks);
    check(Rule.CAP_YEAR, Code.CAP_YEAR_REACHED, usedYear, caps.year(), checks);
  }

  private static void check(Rule rule, Code reached, int used, @Nullable Integer cap, Checks checks) {
    if (cap != null) {
      var numbers = new Check.Numbers(used, cap);
      checks
          .add(full(used, cap) ? new Check.Failed(rule, reached, numbers) : new Check.Passed(rule, numbers));
    }
  }

  /** What remains when {@code taken} visits come on top of the history. */
  Verdict.Left left(int taken) {
    return new Verdict.Left(left(caps.day(), usedDay + taken), left(caps.month(), usedMonth + taken),
        left(caps.year(), usedYear + taken));
  }

  private static @Nullable Integer left(@Nullable Integer cap, int used) {
    return cap == null ? null : (Integer) (full(used, cap) ? 0 : cap - used);
  }

  /**
   * This day when its caps have room, else the first day after it that is not bound to fail for the same cap.
   */
  long earliest() {
    if (full(usedYear, caps.year())) {
      return nextYear;
    }
    if (full(usedMonth, caps.month())) {
      return nextMonth;
    }
    return full(usedDay, caps.day()) ? day + 1 : day;
  }

  private static boolean full(int used, @Nullable Integer cap) {
    return cap != null && used >= cap;
  }
}
