package org.reciprocalclubs.reciprocal;

import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Agreement;

/** Our states of an agreement, and the fewer that existing apps know . */
final class AgreementStates {

  private AgreementStates() {}

  static Agreement.Status status(String state) {
    return switch (state) {
      case "PROPOSED", "COUNTERED" -> Agreement.Status.PENDING;
      case "APPROVED" -> Agreement.Status.APPROVED;
      case "ACTIVE" -> Agreement.Status.ACTIVE;
      case "SUSPENDED" -> Agreement.Status.SUSPENDED;
      case "EXPIRED", "TERMINATED" -> Agreement.Status.EXPIRED;
      case "REJECTED", "WITHDRAWN" -> Agreement.Status.REJECTED;
      default -> throw new IllegalStateException("An agreement has no state " + state);
    };
  }

  /** The states that a status stands for; null for all. */
  static String @Nullable [] states(Agreement.Status status) {
    return switch (status) {
      case STATUS_UNSPECIFIED, UNRECOGNIZED -> null;
      case PENDING -> new String[]{"PROPOSED", "COUNTERED"};
      case APPROVED -> new String[]{"APPROVED"};
      case ACTIVE -> new String[]{"ACTIVE"};
      case SUSPENDED -> new String[]{"SUSPENDED"};
      case EXPIRED -> new String[]{"EXPIRED", "TERMINATED"};
      case REJECTED -> new String[]{"REJECTED", "WITHDRAWN"};
    };
  }
}
