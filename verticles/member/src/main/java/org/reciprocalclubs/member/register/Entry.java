package org.reciprocalclubs.member.register;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.member.rules.MembershipType;
import org.reciprocalclubs.member.rules.Standing;
import org.reciprocalclubs.member.rules.Subscription;

/**
 * One row that can be taken. Null where the file says nothing: then a new member gets the default, and a
 * known one keeps what there is; a file cannot take a value away. Immutable.
 */
public record Entry(String number, String firstName, String lastName, @Nullable MembershipType type,
    @Nullable String membershipClass, @Nullable Standing standing, Dates dates, @Nullable String email,
    @Nullable String phone) {

  /** The days of a row; in the club's time zone. */
  public record Dates(@Nullable LocalDate joinedAt, @Nullable LocalDate paidUntil,
      @Nullable LocalDate dateOfBirth) {}

  /** What the member subscribes to, given what is known; null for a new member. */
  public Subscription subscription(@Nullable Subscription known) {
    MembershipType kind = type != null ? type : known != null ? known.type() : MembershipType.REGULAR;
    String kept = known != null && known.type() == kind ? known.membershipClass() : kind.name();
    String name = membershipClass != null ? membershipClass : kept;
    LocalDate paid = dates.paidUntil() != null ? dates.paidUntil() : known != null ? known.paidUntil() : null;
    return new Subscription(kind, name, paid);
  }
}
