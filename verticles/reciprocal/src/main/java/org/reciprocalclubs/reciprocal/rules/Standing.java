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
   * @param letter of introduction to this host; {@code null} where there is none that was not revoked
   */
  record Known(UUID member, Status status, String membershipClass, @Nullable LocalDate paidUntil,
      @Nullable Letter letter) implements Standing {
    /** Without a letter. */
    public Known(UUID member, Status status, String membershipClass, @Nullable LocalDate paidUntil) {
      this(member, status, membershipClass, paidUntil, null);
    }

    public Known with(Letter other) {
      return new Known(member, status, membershipClass, paidUntil, other);
    }
  }

  /**
   * What the home club's office wrote to the host.
   *
   * @param issued the host's local day on which it was
   * @param validUntil the last day; {@code null} is not limited
   * @param guests how many guests the home club agrees to
   */
  record Letter(LocalDate issued, @Nullable LocalDate validUntil, int guests) {
    /** Whether it still says anything on this local day. */
    boolean holds(long day) {
      return !Rulebook.after(day, validUntil);
    }
  }

  /** A pass was shown that proves nothing, so who the visitor is remains open. */
  record Unproven(PassFault fault) implements Standing {}

  /** What is wrong with a pass. */
  enum PassFault {
    /** Not signed by the home club's key, or not readable. */
    INVALID,
    /** Its last day is over. */
    EXPIRED,
    /** Not signed by the member's device just now. */
    NOT_FRESH,
    /** Somebody came in by the same code. */
    ALREADY_SHOWN,
    /** The member or the home club has revoked it. */
    REVOKED
  }

  /** Where a membership is in its life. Only {@code ACTIVE} opens doors. */
  enum Status {
    PENDING, ACTIVE, SUSPENDED, LAPSED, RESIGNED
  }

  Standing UNKNOWN = new Unknown();
}
