package org.reciprocalclubs.reciprocal.rules;

/**
 * The rules in the order in which they are checked. The first that fails decides; the order is part of the
 * contract: what concerns the clubs comes before what concerns the person, so that a club without an
 * agreement learns nothing about another's members, and what the person is comes before when and with whom
 * the person came.
 */
public enum Rule {
  /** The visitor is of another club. */
  CLUBS_DIFFER("clubs.differ"),
  /** There is an agreement and it holds on this day. */
  AGREEMENT("agreement"),
  /** Both clubs take part. */
  CLUBS_ACTIVE("clubs.active"),
  /** The pass that was shown proves who the visitor is; listed only where it does not. */
  PASS("pass"),
  /** The home club knows the member. */
  MEMBER_KNOWN("member.known"),
  /** The member is in good standing. */
  MEMBER_STANDING("member.standing"),
  /** Dues are paid up to this day. */
  MEMBER_PAID("member.paid"),
  /** No visit to this host is open. */
  VISIT_OPEN("visit.open"),
  /** The class of membership is admitted. */
  CLASSES("classes"),
  /** The facility asked for is covered. */
  FACILITIES("facilities"),
  /** The day is not blacked out. */
  BLACKOUTS("blackouts"),
  /** The moment lies in the opening hours for visitors. */
  HOURS("hours"),
  /** Visits on this day. */
  CAP_DAY("caps.day"),
  /** Visits in this calendar month. */
  CAP_MONTH("caps.month"),
  /** Visits in this calendar year. */
  CAP_YEAR("caps.year"),
  /** How many come along. */
  GUESTS("guests");

  private final String id;

  Rule(String id) {
    this.id = id;
  }

  /** The name in answers and in terms, such as {@code caps.month}. */
  public String id() {
    return id;
  }

  /** Satisfied, and there is nothing to count. */
  Check passed() {
    return Check.Passed.plain(this);
  }

  Check failed(Code code) {
    return new Check.Failed(this, code, null);
  }
}
