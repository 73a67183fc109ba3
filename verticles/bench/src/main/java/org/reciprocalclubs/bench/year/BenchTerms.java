package org.reciprocalclubs.bench.year;

import java.time.LocalDate;
import org.reciprocalclubs.reciprocal.rules.Canonical;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Coverage;
import org.reciprocalclubs.reciprocal.rules.Fees;
import org.reciprocalclubs.reciprocal.rules.Money;
import org.reciprocalclubs.reciprocal.rules.Opening;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** What all clubs of the bench agree on, as the rules know it. */
public final class BenchTerms {
  public static final int DAY = 1;
  public static final int MONTH = 4;
  public static final int YEAR = 48;
  public static final int GUESTS = 3;
  public static final int FEE_MINOR = 2500;
  public static final String FEE_CURRENCY = "USD";
  public static final LocalDate CLOSED_FROM = LocalDate.of(2020, 12, 24);
  public static final LocalDate CLOSED_TO = LocalDate.of(2020, 12, 26);
  public static final String CLOSED_FOR = "Members' holidays";

  static final Terms TERMS = Terms.OPEN.with(new Caps(DAY, MONTH, YEAR))
      .with(Opening.ALWAYS.withBlackouts(new Opening.Blackout(CLOSED_FROM, CLOSED_TO, CLOSED_FOR)))
      .with(Coverage.ALL.withGuests(GUESTS)).withFees(
          Fees.of(new Money(FEE_MINOR, FEE_CURRENCY), Fees.Basis.PER_HEAD, Fees.Route.PAY_ON_LEAVING));

  private BenchTerms() {}

  /**
   * What the rules are told is what the clubs have signed, or nothing can be decided again.
   *
   * @throws IllegalArgumentException when any two have signed something else
   */
  static void require(Census census) {
    var hash = Canonical.hash(Canonical.terms(TERMS));
    if (census.pacts().stream().anyMatch(pact -> !pact.termsHash().equals(hash))) {
      throw new IllegalArgumentException("The clubs have agreed on other terms than the bench's.");
    }
  }
}
