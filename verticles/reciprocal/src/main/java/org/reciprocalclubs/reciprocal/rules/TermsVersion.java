package org.reciprocalclubs.reciprocal.rules;

import java.util.ArrayList;
import java.util.List;

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

  /** What is wrong with the terms and their days; nothing is agreed while there is anything. */
  public List<Problem> problems() {
    var problems = new ArrayList<>(terms.problems());
    if (period.isEmpty()) {
      problems.add(new Problem("expirationDate", "The last day is before the first."));
    }
    PeriodCheck.check(terms, period, problems);
    return List.copyOf(problems);
  }
}
