package org.reciprocalclubs.reciprocal.rules;

/**
 * The closed list of answers a rule can give; desks, apps and statistics rely on the names. New ones are
 * added, none is renamed. What each says to people is the edge's to translate.
 */
public enum Code {
  /** The rule is satisfied; as the code of a verdict: come in. */
  ADMITTED(Cure.NONE),
  /** A club's own member is not a visitor. */
  OWN_CLUB(Cure.NONE),
  /** The clubs have no agreement that both signed. */
  NO_AGREEMENT(Cure.NONE),
  /** Signed, but its first day has not come, or it has not been put into force yet. */
  AGREEMENT_NOT_YET(Cure.TIME),
  /** Either club has suspended it. */
  AGREEMENT_SUSPENDED(Cure.NONE),
  /** Its last day is over, or it was ended. */
  AGREEMENT_EXPIRED(Cure.NONE),
  /** The host or the home club does not take part at present. */
  CLUB_SUSPENDED(Cure.NONE),
  /** The pass was not signed by the home club. */
  PASS_INVALID(Cure.NONE),
  /** The pass is over. */
  PASS_EXPIRED(Cure.NONE),
  /** The pass was not signed by the member's device just now. */
  PASS_NOT_FRESH(Cure.NONE),
  /** Somebody came in by the same code. */
  PASS_ALREADY_SHOWN(Cure.NONE),
  /** The member or the home club has revoked the pass. */
  PASS_REVOKED(Cure.NONE),
  /** The home club has no such member. */
  UNKNOWN_MEMBER(Cure.NONE),
  /** The membership has not begun. */
  MEMBER_PENDING(Cure.NONE),
  /** The home club has suspended the member. */
  MEMBER_SUSPENDED(Cure.NONE),
  /** Lapsed, or the last paid day is over. */
  MEMBER_LAPSED(Cure.NONE),
  /** The member has left the home club. */
  MEMBER_RESIGNED(Cure.NONE),
  /** The host has banned the member or the member's club. */
  BANNED(Cure.NONE),
  /** The host has suspended the member or the member's club for a time. */
  SUSPENDED_HERE(Cure.TIME),
  /** The host has closed to the member, or to the member's club, what was asked for. */
  LIMITED(Cure.NONE),
  /** An earlier visit to this host is still open. */
  ALREADY_INSIDE(Cure.NONE),
  /** The terms do not admit this class of membership. */
  CLASS_NOT_ADMITTED(Cure.NONE),
  /** The terms do not admit members of clubs of this tier. */
  TIER_NOT_ADMITTED(Cure.NONE),
  /** The terms do not cover what was asked for. */
  FACILITY_NOT_COVERED(Cure.NONE),
  /** The day lies in no season for visitors. */
  OUT_OF_SEASON(Cure.TIME),
  /** The day is closed to visitors by name. */
  BLACKOUT(Cure.TIME),
  /** No window of the opening hours begins on this weekday. */
  CLOSED_DAY(Cure.TIME),
  /** Open to visitors on this weekday, at other hours. */
  CLOSED_HOURS(Cure.TIME),
  /** Visitors announce themselves, and this one did not. */
  BOOKING_NEEDED(Cure.NONE),
  /** Announced too long before. */
  BOOKING_TOO_EARLY(Cure.NONE),
  /** Announced too short before. */
  BOOKING_TOO_LATE(Cure.TIME),
  /** There is no letter of introduction, or it is over. */
  LETTER_NEEDED(Cure.NONE),
  /** The letter of introduction was issued too long ago. */
  LETTER_TOO_OLD(Cure.NONE),
  /** Something that has to be shown at the door was not. */
  DOCUMENTS_MISSING(Cure.NONE),
  /** The home club is not far enough away. */
  CLUB_TOO_NEAR(Cure.NONE),
  /** How far the home club is cannot be told: one of the clubs has given no position. */
  DISTANCE_UNKNOWN(Cure.NONE),
  /** The home club is in the host's country. */
  SAME_COUNTRY(Cure.NONE),
  /** The visitor lives too near. */
  RESIDENT(Cure.NONE),
  /** The visits of this local day are used up. */
  CAP_DAY_REACHED(Cure.TIME),
  /** The visits, or days, of this local month are used up. */
  CAP_MONTH_REACHED(Cure.TIME),
  /** The visits, or days, of this local year are used up. */
  CAP_YEAR_REACHED(Cure.TIME),
  /** The visits, or days, of some days running are used up. */
  CAP_ROLLING_REACHED(Cure.TIME),
  /** The nights running are used up. */
  CAP_NIGHTS_RUNNING_REACHED(Cure.TIME),
  /** The nights of this local year are used up. */
  CAP_NIGHTS_YEAR_REACHED(Cure.TIME),
  /** The guests of this local year are used up. */
  CAP_GUESTS_YEAR_REACHED(Cure.PARTY),
  /** The stay by itself is longer than the terms allow. */
  STAY_TOO_LONG(Cure.STAY),
  /** More guests than the terms allow. */
  TOO_MANY_GUESTS(Cure.PARTY),
  /** More guests than the home club has agreed to in writing. */
  GUESTS_NEED_CONSENT(Cure.PARTY),
  /** Somebody who comes along is too young. */
  GUEST_TOO_YOUNG(Cure.PARTY),
  /** The house takes no more visitors on this day. */
  HOUSE_FULL_TODAY(Cure.TIME),
  /** The house takes no more visitors until some leave. */
  HOUSE_FULL_NOW(Cure.NONE);

  /** What the visitor can do about a refusal without anybody else acting. */
  enum Cure {
    NONE, TIME, PARTY, STAY
  }

  private final Cure cure;

  Code(Cure cure) {
    this.cure = cure;
  }

  Cure cure() {
    return cure;
  }
}
