package org.reciprocalclubs.reciprocal.rules;

import org.jspecify.annotations.Nullable;

/**
 * What each club says by itself.
 *
 * @param house the host's rules for all visitors; {@code null} where it has none
 * @param programme the home club's rules for its members at all hosts; {@code null} where it has none
 */
public record Bylaws(@Nullable TermsVersion house, @Nullable TermsVersion programme) {
  public static final Bylaws NONE = new Bylaws(null, null);
}
