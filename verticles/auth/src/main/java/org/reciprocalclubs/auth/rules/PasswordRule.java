package org.reciprocalclubs.auth.rules;

import java.util.Locale;
import java.util.Optional;

/**
 * What a new password must be: long. No rule about kinds of characters (NIST SP 800-63B, section 5.1.1.2).
 */
public final class PasswordRule {
  public static final int CHARS_MIN = 12;
  public static final int CHARS_MAX = 256;

  private PasswordRule() {}

  /** Why the password is not acceptable; empty when it is. The reason never holds the password. */
  public static Optional<String> objection(String password, String email) {
    int chars = password.codePointCount(0, password.length());
    if (chars < CHARS_MIN) {
      return Optional.of("A password has at least " + CHARS_MIN + " characters");
    }
    if (chars > CHARS_MAX) {
      return Optional.of("A password has at most " + CHARS_MAX + " characters");
    }
    if (password.toLowerCase(Locale.ROOT).equals(email)) {
      return Optional.of("A password is not the e-mail address");
    }
    if (password.codePoints().distinct().count() < 4) {
      return Optional.of("A password is more than a few characters repeated");
    }
    return Optional.empty();
  }
}
