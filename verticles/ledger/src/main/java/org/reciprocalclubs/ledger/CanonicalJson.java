package org.reciprocalclubs.ledger;

import java.util.SortedMap;
import java.util.StringJoiner;

/**
 * The one form of JSON (RFC 8785) of what receipts are made of: names in the order of their code units,
 * texts of printable ASCII, no white space.
 */
final class CanonicalJson {
  private CanonicalJson() {}

  /** An object whose values are texts. */
  static String text(SortedMap<String, String> members) {
    var json = new StringJoiner(",", "{", "}");
    members.forEach((name, value) -> json.add(quoted(name) + ":" + quoted(value)));
    return json.toString();
  }

  /** An object whose values are JSON already. */
  static String object(SortedMap<String, String> members) {
    var json = new StringJoiner(",", "{", "}");
    members.forEach((name, value) -> json.add(quoted(name) + ":" + value));
    return json.toString();
  }

  /** A text. */
  static String quoted(String text) {
    var json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        default -> json.append(c);
      }
      if (c < ' ' && c != '\n') {
        throw new IllegalArgumentException("Only printable text stands in a receipt");
      }
    }
    return json.append('"').toString();
  }
}
