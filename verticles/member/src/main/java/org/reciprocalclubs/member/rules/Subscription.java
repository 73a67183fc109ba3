package org.reciprocalclubs.member.rules;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a member subscribed to. Immutable.
 *
 * @param type the kind
 * @param membershipClass the club's own name for it
 * @param paidUntil the last day paid for, a day of the home club; null: no end
 */
public record Subscription(MembershipType type, String membershipClass, @Nullable LocalDate paidUntil) {
  /** The longest name of a class. */
  public static final int CLASS_CHARS = 100;

  public Subscription {
    if (membershipClass.isBlank() || membershipClass.length() > CLASS_CHARS) {
      throw new IllegalArgumentException("a class has a name");
    }
  }

  /** Whether the membership is paid for on that day. */
  public boolean covers(LocalDate day) {
    return paidUntil == null || !day.isAfter(paidUntil);
  }
}
