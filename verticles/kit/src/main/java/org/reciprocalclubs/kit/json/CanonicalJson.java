package org.reciprocalclubs.kit.json;

import java.util.SortedMap;
import java.util.StringJoiner;

/**
 * The one form of JSON (RFC 8785) of what is hashed: names in the order of their code units,
 * texts of printable ASCII, no white space.
 */
public final class CanonicalJson {
  /** Room for any leaf. */
  private static final int LEAF_CHARS = 640;

  private CanonicalJson() {}

  /** An object whose values are texts. */
  public static String text(SortedMap<String, String> members) {
    var json = new StringBuilder(LEAF_CHARS).append('{');
    members.forEach((name, value) -> {
      quote(json.append(json.length() == 1 ? "" : ","), name);
      quote(json.append(':'), value);
    });
    return json.append('}').toString();
  }

  /** An object whose values are JSON already. */
  public static String object(SortedMap<String, String> members) {
    var json = new StringJoiner(",", "{", "}");
    members.forEach((name, value) -> json.add(quoted(name) + ":" + value));
    return json.toString();
  }

  /** A text. */
  public static String quoted(String text) {
    var json = new StringBuilder(text.length() + 2);
    quote(json, text);
    return json.toString();
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    json.append(text, 0, plain);
    for (int i = plain; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        default -> json.append(c);
      }
      if (c < ' ' && c != '\n') {
        throw new IllegalArgumentException("Only printable text has a canonical form here");
      }
    }
    json.append('"');
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c != '"' && c != '\\';
  }
}
