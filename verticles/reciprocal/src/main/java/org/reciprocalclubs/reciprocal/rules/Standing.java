package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the home club says of the visitor. */
public sealed interface Standing {

  /** The home club has no such member. */
  record Unknown() implements Standing {}

  /**
   * A member.
   *
   * @param membershipClass the home club's name for the class, compared as it is written
   * @param paidUntil the last day, by the host's calendar, for which dues are paid; {@code null} is not
   * limited
   */
  record Known(UUID member, Status status, String membershipClass, @Nullable LocalDate paidUntil)
      implements
        Standing {}

  /** A pass was shown that proves nothing, so who the visitor is remains open. */
  record Unproven(PassFault fault) implements Standing {}

  /** What is wrong with a pass. */
  enum PassFault {
    /** Not signed by the home club's key, or not readable. */
    INVALID,
    /** Its last day is over, or it was revoked. */
    EXPIRED,
    /** Not signed by the member's device just now, or shown before. */
    NOT_FRESH
  }

  /** Where a membership is in its life. Only {@code ACTIVE} opens doors. */
  enum Status {
    PENDING, ACTIVE, SUSPENDED, LAPSED, RESIGNED
  }

  Standing UNKNOWN = new Unknown();
}
