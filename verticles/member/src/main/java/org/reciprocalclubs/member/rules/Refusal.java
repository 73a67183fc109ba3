package org.reciprocalclubs.member.rules;

/** Why a membership cannot become what was asked for. The names are stable codes. */
public enum Refusal {
  MEMBER_EXISTS("There is such a member already"), //
  MEMBER_UNKNOWN("There is no such member"), //
  MEMBER_PENDING("This membership has not begun"), //
  MEMBER_SUSPENDED("This member is suspended already"), //
  MEMBER_ACTIVE("This member is active already"), //
  MEMBER_LAPSED("This membership has lapsed; renew it first"), //
  MEMBER_RESIGNED("This member has left"), //
  MEMBERSHIP_UNPAID("This membership is not paid for today; renew it first");

  private final String sentence;

  Refusal(String sentence) {
    this.sentence = sentence;
  }

  /** One sentence for people. */
  public String sentence() {
    return sentence;
  }
}
