package org.reciprocalclubs.reciprocal.rules;

/**
 * An amount in the smallest unit of its currency, never a fraction: {@code new Money(6500, "USD")} is 65
 * dollars.
 *
 * @param amountMinor minor units (cents, pence; whole yen)
 * @param currency ISO 4217 code
 */
public record Money(long amountMinor, String currency) {

  /** So much more of the same currency; what does not fit into a {@code long} is the nearest that does. */
  public Money plus(long moreMinor) {
    long sum = amountMinor + moreMinor;
    boolean fits = ((amountMinor ^ sum) & (moreMinor ^ sum)) >= 0;
    if (fits) {
      return new Money(sum, currency);
    }
    return new Money(amountMinor < 0 ? Long.MIN_VALUE : Long.MAX_VALUE, currency);
  }

  /** The same amount so many times; what does not fit into a {@code long} becomes the nearest that does. */
  public Money times(long count) {
    long product = amountMinor * count;
    boolean fits = Math.multiplyHigh(amountMinor, count) == (product >> (Long.SIZE - 1));
    if (fits) {
      return new Money(product, currency);
    }
    return new Money((amountMinor < 0) == (count < 0) ? Long.MAX_VALUE : Long.MIN_VALUE, currency);
  }
}
