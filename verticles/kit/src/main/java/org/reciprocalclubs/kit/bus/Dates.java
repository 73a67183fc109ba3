package org.reciprocalclubs.kit.bus;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Days and moments that callers name, of the years 1900 to 9999: what every database, calendar and time zone
 * behind the doors can reckon with. Anything else is a VALIDATION_ERROR that names its field. Thread-safe.
 */
public final class Dates {
  public static final int YEAR_MIN = 1900;
  public static final int YEAR_MAX = 9999;
  private static final String YEARS = "Years are " + YEAR_MIN + " to " + YEAR_MAX + ".";

  private Dates() {}

  /**
   * A day, {@code 2026-06-16} (ISO 8601).
   *
   * @throws Problem VALIDATION_ERROR naming the field
   */
  public static LocalDate date(String field, String text) {
    try {
      return within(field, LocalDate.parse(text));
    } catch (DateTimeException unreadable) {
      throw Problem.validation(field, "A date is written 2026-06-16.");
    }
  }

  /**
   * A moment with its offset, {@code 2026-06-30T18:00:00Z} (RFC 3339).
   *
   * @throws Problem VALIDATION_ERROR naming the field
   */
  public static Instant instant(String field, String text) {
    try {
      return within(field, OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException unreadable) {
      throw Problem.validation(field, "A moment is written 2026-06-30T18:00:00Z.");
    }
  }

  /**
   * A moment as the contract carries it.
   *
   * @throws Problem VALIDATION_ERROR naming the field
   */
  public static Instant instant(String field, Timestamp at) {
    try {
      return within(field, Instant.ofEpochSecond(at.getSeconds(), at.getNanos()));
    } catch (DateTimeException | ArithmeticException outside) {
      throw Problem.validation(field, YEARS);
    }
  }

  private static LocalDate within(String field, LocalDate day) {
    if (day.getYear() < YEAR_MIN || day.getYear() > YEAR_MAX) {
      throw Problem.validation(field, YEARS);
    }
    return day;
  }

  private static Instant within(String field, Instant at) {
    within(field, LocalDate.ofInstant(at, ZoneOffset.UTC));
    return at;
  }
}
