package org.reciprocalclubs.reciprocal;

import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;

/** Our states of a visit, and the fewer that existing apps know . */
final class VisitStates {

  private VisitStates() {}

  static Visit.Status status(String state) {
    return switch (state) {
      case "CHECKED_IN" -> Visit.Status.CHECKED_IN;
      case "CHECKED_OUT" -> Visit.Status.CHECKED_OUT;
      case "ANNULLED", "CANCELLED" -> Visit.Status.CANCELLED;
      case "NO_SHOW" -> Visit.Status.NO_SHOW;
      default -> throw new IllegalStateException("A visit has no state " + state);
    };
  }

  /** The states that a status stands for; null for all. */
  static String @Nullable [] states(Visit.Status status) {
    return switch (status) {
      case STATUS_UNSPECIFIED, UNRECOGNIZED -> null;
      case CHECKED_IN -> new String[]{"CHECKED_IN"};
      case CHECKED_OUT -> new String[]{"CHECKED_OUT"};
      case CANCELLED -> new String[]{"ANNULLED", "CANCELLED"};
      case NO_SHOW -> new String[]{"NO_SHOW"};
    };
  }
}
