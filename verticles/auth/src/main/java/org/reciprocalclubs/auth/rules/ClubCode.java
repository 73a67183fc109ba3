package org.reciprocalclubs.auth.rules;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Short codes of clubs: two to ten upper case letters and digits, the first part of a written member number
 * ({@code AYC-10042}).
 */
public final class ClubCode {
  private static final int CHARS_MIN = 2;
  private static final int CHARS_MAX = 10;
  private static final Pattern CODE = Pattern.compile("[A-Z0-9]{" + CHARS_MIN + "," + CHARS_MAX + "}");
  private static final Set<String> SMALL_WORDS = Set.of("OF", "THE", "AND", "DE", "LA", "DU", "DER", "DES",
      "UND", "AT", "IN");

  private ClubCode() {}

  public static boolean isCode(String text) {
    return CODE.matcher(text).matches();
  }

  /**
   * A code for a club that has none, made from its name: the initials of its words; where those are taken,
   * the first word's second, third... letters are put in; at last a number is put behind. The same name and
   * taken codes give the same code.
   */
  public static String derive(String name, Set<String> taken) {
    List<String> words = words(name);
    String first = words.getFirst();
    String rest = initials(words.subList(1, words.size()));
    for (int letters = 1; letters <= first.length(); letters++) {
      String code = cut(first.substring(0, letters) + rest, CHARS_MAX);
      if (isCode(code) && !taken.contains(code)) {
        return code;
      }
    }
    String stem = first.charAt(0) + rest;
    for (int number = 2;; number++) {
      String suffix = Integer.toString(number);
      String code = cut(stem, CHARS_MAX - suffix.length()) + suffix;
      if (!taken.contains(code)) {
        return code;
      }
    }
  }

  private static List<String> words(String name) {
    String plain = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
    List<String> words = new ArrayList<>();
    for (String word : plain.toUpperCase(Locale.ROOT).replace("'", "").split("[^A-Z0-9]+", -1)) {
      if (!word.isEmpty() && !SMALL_WORDS.contains(word)) {
        words.add(word);
      }
    }
    return words.isEmpty() ? List.of("CLUB") : words;
  }

  private static String initials(List<String> words) {
    StringBuilder initials = new StringBuilder();
    words.forEach(word -> initials.append(word.charAt(0)));
    return initials.toString();
  }

  private static String cut(String text, int chars) {
    return text.substring(0, Math.min(text.length(), chars));
  }
}
