package org.reciprocalclubs.reciprocal;

import java.time.Duration;

/**
 * How visits are kept.
 *
 * @param guestNamesKept how long after its beginning a visit's guests are known by name
 */
record VisitSettings(Duration guestNamesKept) {
  private static final Duration KEPT_MAX = Duration.ofDays(3_660);

  static final VisitSettings DEFAULTS = new VisitSettings(Duration.ofDays(90));

  VisitSettings {
    if (guestNamesKept.toDays() < 1 || guestNamesKept.compareTo(KEPT_MAX) > 0) {
      throw new IllegalArgumentException("visits.guest_names_kept must be 1 to 3660 days");
    }
  }
}
