package org.reciprocalclubs.reciprocal;

import java.time.Duration;

/**
 * How visits are kept.
 *
 * @param guestNamesKept how long after its beginning a visit's guests are known by name
 * @param stayMax after how long whoever nobody checked out is taken to have left a house that says no hours;
 * the nights of the stay come on top
 */
record VisitSettings(Duration guestNamesKept, Duration stayMax) {
  private static final Duration KEPT_MAX = Duration.ofDays(3_660);
  private static final Duration STAY_LEAST = Duration.ofHours(1);
  private static final Duration STAY_MOST = Duration.ofDays(31);

  static final VisitSettings DEFAULTS = new VisitSettings(Duration.ofDays(90), Duration.ofHours(24));

  VisitSettings {
    if (guestNamesKept.toDays() < 1 || guestNamesKept.compareTo(KEPT_MAX) > 0) {
      throw new IllegalArgumentException("visits.guest_names_kept must be 1 to 3660 days");
    }
    if (stayMax.compareTo(STAY_LEAST) < 0 || stayMax.compareTo(STAY_MOST) > 0) {
      throw new IllegalArgumentException("visits.stay_max must be 1 hour to 31 days");
    }
  }
}
