package org.reciprocalclubs.auth.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** E-mail addresses as logins: compared without case, checked only as far as a typing error would show. */
public final class Emails {
  private static final int CHARS_MAX = 254;
  private static final Pattern ADDRESS = Pattern
      .compile("[^\\s@\\p{Cntrl}]{1,64}@[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?");

  private Emails() {}

  /** The address in the form in which it is stored and looked up; empty when it is none. */
  public static Optional<String> normal(String written) {
    String email = written.strip().toLowerCase(Locale.ROOT);
    boolean ok = email.length() <= CHARS_MAX && !email.contains("..") && ADDRESS.matcher(email).matches();
    return ok ? Optional.of(email) : Optional.empty();
  }
}
