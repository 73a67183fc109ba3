package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The days on which terms hold, both inclusive, each by the host's own calendar.
 *
 * @param effective the first day
 * @param expiration the last day; {@code null} is for good
 */
public record Period(LocalDate effective, @Nullable LocalDate expiration) {

  public static Period from(LocalDate effective) {
    return new Period(effective, null);
  }

  /** Whether there is no day in it. */
  public boolean isEmpty() {
    return expiration != null && expiration.isBefore(effective);
  }

  public boolean begunBy(LocalDate today) {
    return !today.isBefore(effective);
  }

  public boolean overBy(LocalDate today) {
    return expiration != null && today.isAfter(expiration);
  }
}
