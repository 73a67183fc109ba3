package org.reciprocalclubs.kit.boot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written {@code 512B}, {@code 64KiB}, {@code 1MiB} or {@code 2GiB} in settings. */
public record Size(long bytes) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB)");

  public Size {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative");
    }
  }

  /** The size of that text. */
  public static Size parse(String text) {
    Matcher match = FORM.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("must be a size such as 64KiB or 1MiB");
    }
    int shift = switch (match.group(2)) {
      case "KiB" -> 10;
      case "MiB" -> 20;
      case "GiB" -> 30;
      default -> 0;
    };
    return new Size(Math.multiplyExact(Long.parseLong(match.group(1)), 1L << shift));
  }

  /** The bytes as an int, where an API wants one. */
  public int intBytes() {
    return Math.toIntExact(bytes);
  }
}
