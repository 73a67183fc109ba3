package org.reciprocalclubs.reciprocal.rules;

/** Terms and the days on which they are to hold, before they have a number. */
public record Wording(Terms terms, Period period) {

  /** Under its number. */
  public TermsVersion seal(int number) {
    return TermsVersion.seal(number, terms, period);
  }
}
