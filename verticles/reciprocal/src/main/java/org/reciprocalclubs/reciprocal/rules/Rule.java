package org.reciprocalclubs.reciprocal.rules;

import java.util.Arrays;

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
  /** Nothing that the host has put on the member, or the club, meets the visit; listed where there is any. */
  RESTRICTIONS("restrictions"),
  /** No visit to this host is open. */
  VISIT_OPEN("visit.open"),
  /** The class of membership is admitted. */
  CLASSES("classes"),
  /** The home club's tier is admitted. */
  HOME_TIERS("homeTiers"),
  /** The facility asked for is covered. */
  FACILITIES("facilities"),
  /** The day lies in a season. */
  SEASONS("seasons"),
  /** The day is not blacked out. */
  BLACKOUTS("blackouts"),
  /** The moment lies in the opening hours for visitors. */
  HOURS("hours"),
  /** The visit was announced, neither too early nor too late. */
  BOOKING("booking"),
  /** There is a letter of introduction. */
  LETTER("letter"),
  /** What has to be shown at the door was. */
  DOCUMENTS("documents"),
  /** The visitor's club and home are far enough. */
  RESIDENCE("residence"),
  /** Visits on this day. */
  CAP_DAY("caps.day"),
  /** Visits, or days used, in this calendar month. */
  CAP_MONTH("caps.month"),
  /** Visits, or days used, in this calendar year. */
  CAP_YEAR("caps.year"),
  /** Visits, or days used, in any so many days. */
  CAP_ROLLING("caps.rolling"),
  /** Nights running. */
  CAP_NIGHTS_RUNNING("caps.nightsRunning"),
  /** Nights in this calendar year. */
  CAP_NIGHTS_YEAR("caps.nightsYear"),
  /** Guests brought in this calendar year. */
  CAP_GUESTS_YEAR("caps.guestsYear"),
  /** How many come along. */
  GUESTS("guests"),
  /** The home club agrees to the guests. */
  GUESTS_CONSENT("guests.consent"),
  /** Nobody who comes along is too young. */
  GUESTS_AGE("guests.minimumAge"),
  /** Heads on this day. */
  CAPACITY_DAY("capacity.day"),
  /** Heads inside now. */
  CAPACITY_INSIDE("capacity.inside");

  private final String id;
  private final String[] ids;

  Rule(String id) {
    this.id = id;
    this.ids = Arrays.stream(Scope.values()).map(scope -> scope.prefix() + id).toArray(String[]::new);
  }

  /** The name in an agreement's terms, such as {@code caps.month}. */
  public String id() {
    return id;
  }

  /** The name in answers, which says whose rule it is: {@code house.caps.month}. */
  public String id(Scope scope) {
    return ids[scope.ordinal()];
  }

  /** Satisfied, and there is nothing to count. */
  Check passed() {
    return passed(Scope.AGREEMENT);
  }

  Check passed(Scope scope) {
    return Check.Passed.plain(this, scope);
  }

  Check failed(Code code) {
    return failed(Scope.AGREEMENT, code);
  }

  Check failed(Scope scope, Code code) {
    return new Check.Failed(this, scope, code, null);
  }
}
