package org.reciprocalclubs.reciprocal.rules;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of what a house has, such as {@code DINING}: capital letters of A to Z, digits and underscores. What
 * people write is read without regard to case and to blanks around it. A visit without a name is for the
 * house as such: terms that name facilities do not cover it, and a limitation of any facility meets it, so
 * that the desk asks what for.
 */
public final class Facility {
  private Facility() {}

  /** The name as it is kept; {@code null} where it cannot be one. Nothing written is nothing named. */
  public static @Nullable String named(String text) {
    var name = text.strip().toUpperCase(Locale.ROOT);
    for (int i = 0; i < name.length(); i++) {
      char each = name.charAt(i);
      if ((each < 'A' || each > 'Z') && (each < '0' || each > '9') && each != '_') {
        return null;
      }
    }
    return name;
  }

  /** Whether one of the names is this; also where they were kept as they were written. */
  static boolean in(Set<String> names, String name) {
    if (names.contains(name)) {
      return true;
    }
    var plain = name.strip().toUpperCase(Locale.ROOT);
    for (var each : names) {
      if (each.strip().toUpperCase(Locale.ROOT).equals(plain)) {
        return true;
      }
    }
    return false;
  }
}
