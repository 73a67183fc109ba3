package org.reciprocalclubs.auth.rules;

import java.util.Locale;
import java.util.Optional;

/**
 * A one-time code for whoever has lost their authenticator: 24 characters of an alphabet without 0, O, 1,
 * I, L and U, shown in groups of four. 30^24 codes, that is 117 bits: what is stored of one need not be
 * slow to compute, since from 112 bits on nobody finds the code by trying (OWASP ASVS 5.0, V6.5.2). Codes
 * of twelve characters, which earlier builds made, are still read.
 */
public final class RecoveryCode {
  private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int CHARS = 24;
  private static final int CHARS_BEFORE = 12;
  private static final int GROUP = 4;

  private RecoveryCode() {}

  /**
   * A code from random numbers.
   *
   * @param random {@link #length()} of them, evenly spread over 0 (included) to {@link #base()} (excluded)
   */
  public static String of(int[] random) {
    if (random.length != CHARS) {
      throw new IllegalArgumentException("A code has " + CHARS + " characters");
    }
    StringBuilder code = new StringBuilder(CHARS + CHARS / GROUP);
    for (int i = 0; i < CHARS; i++) {
      code.append(i > 0 && i % GROUP == 0 ? "-" : "").append(ALPHABET.charAt(random[i]));
    }
    return code.toString();
  }

  /** How many different characters there are. */
  public static int base() {
    return ALPHABET.length();
  }

  /** How many characters a code has. */
  public static int length() {
    return CHARS;
  }

  /**
   * The code as it is hashed, from what somebody typed: any case, blanks and hyphens anywhere; empty when it
   * is none.
   */
  public static Optional<String> normal(String typed) {
    if (typed.length() > 4 * CHARS) {
      return Optional.empty();
    }
    String code = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
    boolean ok = (code.length() == CHARS || code.length() == CHARS_BEFORE)
        && code.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    return ok ? Optional.of(code) : Optional.empty();
  }
}
