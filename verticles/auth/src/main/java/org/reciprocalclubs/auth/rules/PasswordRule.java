package org.reciprocalclubs.auth.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a new password must be: long, and not what is guessed first. No rule about kinds of characters (NIST
 * SP 800-63B, section 5.1.1.2; OWASP ASVS 5.0, 6.2). Immutable, thread-safe.
 */
public final class PasswordRule {
  public static final int CHARS_MIN = 12;
  public static final int CHARS_MAX = 128;
  /** What anybody would try here, whatever the person and the club are called. */
  public static final List<String> OUR_WORDS = List.of("Reciprocal Clubs", "Federation", "Operator",
      "Administrator", "Manager", "Auditor", "Member", "Staff", "Kiosk", "Office");
  /** Shorter words are part of too many others. */
  private static final int WORD_MIN = 3;
  /** Letters and digits that are to be left without the names that anybody would try. */
  private static final int OWN_MIN = 6;
  private static final int DISTINCT_MIN = 4;

  private final Set<String> common;

  /** Why a password is not acceptable: a stable code, and a sentence that never holds the password. */
  public enum Objection {
    PASSWORD_TOO_SHORT("A password has at least " + CHARS_MIN + " characters"), PASSWORD_TOO_LONG(
        "A password has at most " + CHARS_MAX + " characters"), PASSWORD_COMMON(
            "This password is one of those that are guessed first"), PASSWORD_GUESSABLE(
                "This password is little more than a name, an address or a repetition");

    private final String sentence;

    Objection(String sentence) {
      this.sentence = sentence;
    }

    public String sentence() {
      return sentence;
    }
  }

  /** @param common passwords that nobody may have, in lower case */
  public PasswordRule(Set<String> common) {
    this.common = Set.copyOf(common);
  }

  /**
   * Why the password is not acceptable; empty when it is.
   *
   * @param names of the person and the club: what whoever knows them would try
   */
  public Optional<Objection> objection(String password, Collection<String> names) {
    int chars = password.codePointCount(0, password.length());
    if (chars < CHARS_MIN) {
      return Optional.of(Objection.PASSWORD_TOO_SHORT);
    }
    if (chars > CHARS_MAX) {
      return Optional.of(Objection.PASSWORD_TOO_LONG);
    }
    if (isCommon(password.toLowerCase(Locale.ROOT))) {
      return Optional.of(Objection.PASSWORD_COMMON);
    }
    if (password.codePoints().distinct().count() < DISTINCT_MIN || isNames(password, names)) {
      return Optional.of(Objection.PASSWORD_GUESSABLE);
    }
    return Optional.empty();
  }

  /** In the list as it is, without what is around its letters, or as its own repetition. */
  private boolean isCommon(String password) {
    String core = password.replaceAll("^[^\\p{L}]+|[^\\p{L}]+$", "");
    return common.contains(password) || common.contains(core) || common.contains(repeated(password))
        || common.contains(repeated(core));
  }

  /** What the text repeats: abc of abcabc; itself otherwise. */
  private static String repeated(String text) {
    int period = text.isEmpty() ? -1 : (text + text).indexOf(text, 1);
    return period < 0 ? text : text.substring(0, period);
  }

  private static boolean isNames(String password, Collection<String> names) {
    String whole = plain(password);
    String left = whole;
    List<String> tried = new ArrayList<>(OUR_WORDS);
    tried.addAll(names);
    for (String word : words(tried)) {
      left = left.replace(word, "");
    }
    return left.length() < whole.length() && left.length() < OWN_MIN;
  }

  /** Each name as one word and its parts, the longest first. */
  private static List<String> words(Collection<String> names) {
    return names.stream().flatMap(name -> Stream.concat(Stream.of(name),
        Arrays.stream(name.split("[^\\p{L}\\p{N}]+", -1))))
        .map(PasswordRule::plain).filter(word -> word.length() >= WORD_MIN).distinct()
        .sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
  }
}
