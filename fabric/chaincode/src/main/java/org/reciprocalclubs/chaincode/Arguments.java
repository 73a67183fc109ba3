package org.reciprocalclubs.chaincode;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The forms that arguments have. Each check returns the value in its one canonical form, or refuses with the
 * argument's name; the value itself is not repeated. Every form bounds the length, so nothing long reaches
 * the ledger.
 */
final class Arguments {
  /** The largest integer that every JSON reader keeps exactly (RFC 8785). */
  static final long NUMBER_MAX = 9_007_199_254_740_991L;
  /** A number's digits in a key, so that keys have the numbers' order. */
  static final int NUMBER_DIGITS = 16;
  static final int PAGE_ITEMS_MAX = 100;

  private static final Pattern UUID = form("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern HEX_256 = form("[0-9a-f]{64}");
  private static final Pattern SHA_256 = form("sha256:[0-9a-f]{64}");
  private static final Pattern NUMBER = form("0|[1-9][0-9]{0,15}");
  private static final Pattern TIME = form("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
      + "(\\.[0-9]{1,9})?Z");
  private static final Pattern MSP = form("[A-Za-z][A-Za-z0-9.-]{0,63}");
  private static final Pattern KID = form("[A-Za-z0-9._:-]{1,128}");
  private static final Pattern REASON = form("[A-Z][A-Z0-9_]{0,31}");
  private static final Pattern BASE64_URL = form("[A-Za-z0-9_-]{1,256}");
  /**
   * Bytes that a public key may have: a point compressed or not, the raw 32 bytes, or a SubjectPublicKeyInfo.
   */
  private static final Map<String, List<Integer>> KEY_BYTES = Map.of("ES256", List.of(33, 65, 91), "EdDSA",
      List.of(32, 44));

  private Arguments() {}

  private static Pattern form(String regex) {
    return Pattern.compile("\\A(?:" + regex + ")\\z");
  }

  private static String matching(Pattern form, String name, String value, String what) {
    if (!form.matcher(value).find()) {
      throw Refusal.invalid(name, "is not " + what);
    }
    return value;
  }

  static String id(String name, String value) {
    return matching(UUID, name, value, "a UUID in lower case");
  }

  /** A SHA-256 value by itself: a Merkle root, or what a log is known by. */
  static String digest(String name, String value) {
    return matching(HEX_256, name, value, "64 hex digits in lower case");
  }

  static String hash(String name, String value) {
    return matching(SHA_256, name, value, "\"sha256:\" and 64 hex digits in lower case");
  }

  static String msp(String name, String value) {
    return matching(MSP, name, value, "an MSP id of at most 64 letters, digits, dots and hyphens");
  }

  static String kid(String name, String value) {
    return matching(KID, name, value, "a key id of at most 128 letters, digits, dots, colons, _ and -");
  }

  static String reason(String name, String value) {
    return matching(REASON, name, value, "a code of at most 32 capitals, digits and _");
  }

  static String oneOf(List<String> possible, String name, String value) {
    if (!possible.contains(value)) {
      throw Refusal.invalid(name, "is none of " + String.join(", ", possible));
    }
    return value;
  }

  /** A whole number, decimal and without leading zeros. */
  static long number(String name, String value, long least) {
    matching(NUMBER, name, value, "a decimal number of at most 16 digits without leading zeros");
    long number = Long.parseLong(value);
    if (number < least || number > NUMBER_MAX) {
      throw Refusal.invalid(name, "is not from " + least + " to " + NUMBER_MAX);
    }
    return number;
  }

  /** An instant in UTC (RFC 3339), written as Java writes it: 0, 3, 6 or 9 digits of a second's parts. */
  static String time(String name, String value) {
    matching(TIME, name, value, "a time in UTC as of RFC 3339, such as 2026-06-16T18:20:11Z");
    try {
      return Instant.parse(value).toString();
    } catch (DateTimeException noSuchTime) {
      throw Refusal.invalid(name, "is no time that there is");
    }
  }

  static String timeAfter(String earlier, String name, String value) {
    var time = time(name, value);
    if (!Instant.parse(time).isAfter(Instant.parse(earlier))) {
      throw Refusal.invalid(name, "is not after " + earlier);
    }
    return time;
  }

  static String algorithm(String name, String value) {
    if (!KEY_BYTES.containsKey(value)) {
      throw Refusal.invalid(name, "is neither ES256 nor EdDSA");
    }
    return value;
  }

  /** @param algorithm one that {@link #algorithm} accepted */
  static String publicKey(String algorithm, String name, String value) {
    matching(BASE64_URL, name, value, "base64url without padding, of at most 256 characters");
    byte[] bytes = decoded(name, value);
    if (!KEY_BYTES.getOrDefault(algorithm, List.of()).contains(bytes.length)) {
      throw Refusal.invalid(name, "has not as many bytes as a public key for " + algorithm);
    }
    return value;
  }

  /** Only the canonical text of some bytes: another one would be other content under the same key. */
  private static byte[] decoded(String name, String value) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(value);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(value)) {
        return bytes;
      }
    } catch (IllegalArgumentException noBase64) {
      // refused below, as what is not canonical
    }
    throw Refusal.invalid(name, "is not base64url in its canonical form");
  }

  static int pageSize(String name, String value) {
    long size = number(name, value, 1);
    if (size > PAGE_ITEMS_MAX) {
      throw Refusal.invalid(name, "is more than " + PAGE_ITEMS_MAX);
    }
    return (int) size;
  }

  /** As it stands in a key. */
  static String digits(long number) {
    var decimal = Long.toString(number);
    return "0".repeat(NUMBER_DIGITS - decimal.length()) + decimal;
  }
}
