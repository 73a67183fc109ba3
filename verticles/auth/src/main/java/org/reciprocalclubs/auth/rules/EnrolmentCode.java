package org.reciprocalclubs.auth.rules;

import java.util.Locale;
import java.util.Optional;

/**
 * The code that enrols a device: ten characters of an alphabet without 0, O, 1, I, L and U, shown as XXXXX-
 * XXXXX. 30^10 codes, valid for minutes, spent once, tried at a limited rate.
 */
public final class EnrolmentCode {
  private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int CHARS = 10;

  private EnrolmentCode() {}

  /**
   * A code from random numbers.
   *
   * @param random one for each character, evenly spread over 0 (included) to {@link #base()} (excluded)
   */
  public static String of(int[] random) {
    if (random.length != CHARS) {
      throw new IllegalArgumentException("A code has " + CHARS + " characters");
    }
    StringBuilder code = new StringBuilder(CHARS + 1);
    for (int i = 0; i < CHARS; i++) {
      code.append(i == CHARS / 2 ? "-" : "").append(ALPHABET.charAt(random[i]));
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
    boolean ok = code.length() == CHARS && code.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    return ok ? Optional.of(code) : Optional.empty();
  }
}
