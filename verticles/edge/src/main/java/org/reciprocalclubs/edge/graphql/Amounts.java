package org.reciprocalclubs.edge.graphql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import org.reciprocalclubs.codecs.kit.v1.Money;
import org.reciprocalclubs.kit.bus.Problem;

/** Money between minor units, which the platform counts in, and the Float of existing apps. */
final class Amounts {
  private Amounts() {}

  /** In units of the currency: 1250 USD is 12.5. */
  static double units(Money money) {
    return BigDecimal.valueOf(money.getAmount()).movePointLeft(digits(money.getCurrency())).doubleValue();
  }

  /**
   * In minor units.
   *
   * @throws Problem VALIDATION_ERROR if the currency has no such fraction
   */
  static Money money(Number units, String currency, String field) {
    try {
      BigDecimal minor = new BigDecimal(units.toString()).movePointRight(digits(currency))
          .setScale(0, RoundingMode.UNNECESSARY);
      return Money.newBuilder().setAmount(minor.longValueExact()).setCurrency(currency).build();
    } catch (ArithmeticException | NumberFormatException _) {
      throw Problem.validation(field, "Must be an amount of money in whole minor units of the currency");
    }
  }

  private static int digits(String currency) {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException _) {
      return 2;
    }
  }
}
