package org.reciprocalclubs.kit.boot;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One setting as it was written, and where.
 *
 * @param items the text, or the texts of a list
 * @param isList true if written as a list
 * @param source such as {@code conf/app.yaml} or {@code environment CLUBS_HTTP_PORT}
 */
record SettingValue(List<String> items, boolean isList, String source) {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

  String text() {
    return isList ? items.toString() : items.getFirst();
  }

  /** The text as that type; what is wrong with it as an IllegalArgumentException without the value. */
  static Object convert(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    } else if (type == int.class || type == Integer.class) {
      return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (type == long.class || type == Long.class) {
      return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (type == double.class) {
      return decimal(text);
    } else if (type == boolean.class) {
      return bool(text);
    } else if (type == Duration.class) {
      return duration(text);
    } else if (type == Size.class) {
      return Size.parse(text);
    } else if (type == Path.class) {
      return Path.of(text);
    } else if (type == URI.class) {
      return URI.create(text);
    } else if (type.isEnum()) {
      return constant(text, type);
    }
    throw new IllegalStateException("Settings cannot hold a " + type.getName());
  }

  private static long whole(String text, long min, long max) {
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new IllegalArgumentException("must be a whole number");
  }

  private static double decimal(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("must be a number");
    }
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  private static Duration duration(String text) {
    Matcher match = DURATION.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("must be a duration such as 250ms, 5s, 10m, 2h or 30d");
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static Object constant(String text, Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      if (name(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "must be one of "
            + String.join(", ", Arrays.stream(type.getEnumConstants()).map(SettingValue::name).toList()));
  }

  private static String name(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }
}
