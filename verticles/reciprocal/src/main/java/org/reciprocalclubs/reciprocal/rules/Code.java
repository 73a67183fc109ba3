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
  /** Signed, but its first day has not come. */
  AGREEMENT_NOT_YET(Cure.TIME),
  /** Either club has suspended it. */
  AGREEMENT_SUSPENDED(Cure.NONE),
  /** Its last day is over, or it was ended. */
  AGREEMENT_EXPIRED(Cure.NONE),
  /** The host or the home club does not take part at present. */
  CLUB_SUSPENDED(Cure.NONE),
  /** The pass was not signed by the home club. */
  PASS_INVALID(Cure.NONE),
  /** The pass is over or was revoked. */
  PASS_EXPIRED(Cure.NONE),
  /** The pass was not signed by the member's device just now, or was shown before. */
  PASS_NOT_FRESH(Cure.NONE),
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
  /** An earlier visit to this host is still open. */
  ALREADY_INSIDE(Cure.NONE),
  /** The agreement does not admit this class of membership. */
  CLASS_NOT_ADMITTED(Cure.NONE),
  /** The agreement does not cover what was asked for. */
  FACILITY_NOT_COVERED(Cure.NONE),
  /** The day is closed to visitors by name. */
  BLACKOUT(Cure.TIME),
  /** No window of the opening hours begins on this weekday. */
  CLOSED_DAY(Cure.TIME),
  /** Open to visitors on this weekday, at other hours. */
  CLOSED_HOURS(Cure.TIME),
  /** The visits of this local day are used up. */
  CAP_DAY_REACHED(Cure.TIME),
  /** The visits of this local month are used up. */
  CAP_MONTH_REACHED(Cure.TIME),
  /** The visits of this local year are used up. */
  CAP_YEAR_REACHED(Cure.TIME),
  /** More guests than the agreement allows. */
  TOO_MANY_GUESTS(Cure.PARTY);

  /** What the visitor can do about a refusal without anybody else acting. */
  enum Cure {
    NONE, TIME, PARTY
  }

  private final Cure cure;

  Code(Cure cure) {
    this.cure = cure;
  }

  Cure cure() {
    return cure;
  }
}
