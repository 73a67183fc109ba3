package org.reciprocalclubs.reciprocal.rules;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of what a house has, such as {@code DINING} or {@code MAIN_BAR}: capital letters of any script,
 * digits and underscores. What people write is read without regard to case, to blanks around it, and to what
 * stands between its words. A visit without a name is for the house as such: terms that name facilities do
 * not cover it, and a limitation of any facility meets it, so that the desk asks what for.
 */
public final class Facility {
  private static final char BETWEEN = '_';

  private Facility() {}

  /** The name as it is kept; {@code null} where it cannot be one. Nothing written is nothing named. */
  public static @Nullable String named(String text) {
    if (isPlain(text)) {
      return text;
    }
    var written = plain(text);
    var name = new StringBuilder(written.length());
    for (int i = 0; i < written.length();) {
      int each = written.codePointAt(i);
      i += Character.charCount(each);
      if (Character.isLetterOrDigit(each) || isMark(each)) {
        name.appendCodePoint(each);
      } else if (each != BETWEEN && each != '-' && !Character.isSpaceChar(each)) {
        return null;
      } else if (!name.isEmpty() && name.charAt(name.length() - 1) != BETWEEN) {
        name.append(BETWEEN);
      }
    }
    return name.toString();
  }

  /** Names are kept so; they need not be read again. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if ((each < 'A' || each > 'Z') && (each < '0' || each > '9')) {
        return false;
      }
    }
    return true;
  }

  /** Of a letter that no single character stands for. */
  private static boolean isMark(int each) {
    int type = Character.getType(each);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static String plain(String text) {
    return Normalizer.normalize(text.strip(), Normalizer.Form.NFC).toUpperCase(Locale.ROOT);
  }

  /** Whether one of the names is this; also where they were kept as they were written. */
  static boolean in(Set<String> names, String name) {
    if (names.contains(name)) {
      return true;
    }
    var plain = read(name);
    for (var each : names) {
      if (read(each).equals(plain)) {
        return true;
      }
    }
    return false;
  }

  private static String read(String kept) {
    var name = named(kept);
    return name == null ? plain(kept) : name;
  }
}
