package org.reciprocalclubs.reciprocal.rules;

/**
 * Terms as both clubs signed them, numbered, dated and sealed by a hash: what a visit points to for ever.
 *
 * @param number 1 for the terms as first proposed
 * @param hash {@code sha256:<hex>} of {@link Canonical#terms}; kept as given, so that old versions keep
 * their seal
 * @param terms the terms
 * @param period the days on which they hold
 */
public record TermsVersion(int number, String hash, Terms terms, Period period) {

  /** Seals terms under a number. */
  public static TermsVersion seal(int number, Terms terms, Period period) {
    return new TermsVersion(number, Canonical.hash(Canonical.terms(terms)), terms, period);
  }
}
