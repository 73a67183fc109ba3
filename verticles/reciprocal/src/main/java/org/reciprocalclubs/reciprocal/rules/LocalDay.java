package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;

/**
 * A day of the host's calendar with the month and the year that hold it, all as local epoch days, first and
 * last inclusive.
 */
record LocalDay(long day, Span month, Span year) {

  /** Days from first to last. */
  record Span(long first, long last) {}

  static LocalDay of(long day) {
    var date = LocalDate.ofEpochDay(day);
    long month = day + 1 - date.getDayOfMonth();
    long year = day + 1 - date.getDayOfYear();
    return new LocalDay(day, new Span(month, month + date.lengthOfMonth() - 1),
        new Span(year, year + date.lengthOfYear() - 1));
  }
}
