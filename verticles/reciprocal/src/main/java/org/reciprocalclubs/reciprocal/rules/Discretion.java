package org.reciprocalclubs.reciprocal.rules;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which refusals a manager of the host may set aside: those by what the two clubs agreed and by what the
 * house says itself. Who somebody is, whether they are in good standing, whether the clubs have an agreement
 * that holds, what the home club has to consent to and what a programme of many clubs counts is not one
 * house's to overlook; a restriction is lifted, not overlooked.
 */
final class Discretion {
  /** Named one by one, so that a code that comes new is not waived by accident. */
  private static final Set<Code> WAIVABLE = EnumSet.of(Code.CLASS_NOT_ADMITTED, Code.TIER_NOT_ADMITTED,
      Code.FACILITY_NOT_COVERED, Code.OUT_OF_SEASON, Code.BLACKOUT, Code.CLOSED_DAY, Code.CLOSED_HOURS,
      Code.BOOKING_NEEDED, Code.BOOKING_TOO_EARLY, Code.BOOKING_TOO_LATE, Code.LETTER_NEEDED,
      Code.LETTER_TOO_OLD, Code.DOCUMENTS_MISSING, Code.CLUB_TOO_NEAR, Code.DISTANCE_UNKNOWN,
      Code.SAME_COUNTRY, Code.RESIDENT, Code.CAP_DAY_REACHED, Code.CAP_MONTH_REACHED, Code.CAP_YEAR_REACHED,
      Code.CAP_ROLLING_REACHED, Code.CAP_NIGHTS_RUNNING_REACHED, Code.CAP_NIGHTS_YEAR_REACHED,
      Code.CAP_GUESTS_YEAR_REACHED, Code.STAY_TOO_LONG, Code.TOO_MANY_GUESTS, Code.GUEST_TOO_YOUNG,
      Code.HOUSE_FULL_TODAY, Code.HOUSE_FULL_NOW);

  private Discretion() {}

  /** Whether everything that a verdict has against a visitor may be set aside. */
  static boolean covers(Verdict verdict) {
    return verdict.checked().stream().noneMatch(
        check -> !check.ok() && (check.scope() == Scope.PROGRAMME || !WAIVABLE.contains(check.code())));
  }
}
