package org.reciprocalclubs.member.rules;

/** Why a letter of introduction cannot be issued or revoked. The names are stable codes. */
public enum LetterRefusal {
  LETTER_MEMBER_NOT_ACTIVE("Only active members are introduced by letter"), //
  LETTER_TO_HOME_CLUB("A letter introduces a member to another club, not to the own one"), //
  LETTER_ENDED("This letter's last day is over"), //
  LETTER_TOO_LONG("A letter lasts at most " + Letter.DAYS_MAX + " days"), //
  LETTER_GUESTS_OUT_OF_RANGE("A letter names 0 to " + Letter.GUESTS_MAX + " guests"), //
  LETTER_EXISTS("There is such a letter already"), //
  LETTER_UNKNOWN("There is no such letter"), //
  LETTER_REVOKED("This letter is revoked already");

  private final String sentence;

  LetterRefusal(String sentence) {
    this.sentence = sentence;
  }

  /** One sentence for people. */
  public String sentence() {
    return sentence;
  }
}
