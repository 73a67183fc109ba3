package org.reciprocalclubs.ledger;

import java.util.ArrayList;
import java.util.List;

/** Receipts of which one character of one part was changed: the first, the last and some between. */
final class Changes {
  private static final int STEPS = 5;

  private Changes() {}

  static List<String> of(String receipt, String part) {
    int from = receipt.indexOf('"' + part + "\":") + part.length() + 3;
    int to = end(receipt, from);
    var changed = new ArrayList<String>();
    for (int step = 0; step <= STEPS; step++) {
      int at = from + (to - 1 - from) * step / STEPS;
      if (Character.isLetterOrDigit(receipt.charAt(at))) {
        changed.add(receipt.substring(0, at) + other(receipt.charAt(at)) + receipt.substring(at + 1));
      }
    }
    int middle = from + (to - from) / 2;
    changed.add(receipt.substring(0, middle) + receipt.substring(middle + 1));
    return changed;
  }

  /** Where the part ends: at the name of the next. */
  private static int end(String receipt, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int at = from; at < receipt.length(); at++) {
      char c = receipt.charAt(at);
      if (c == '"' && receipt.charAt(at - 1) != '\\') {
        quoted = !quoted;
      } else if (!quoted) {
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        if (depth < 0 || depth == 0 && c == ',') {
          return at;
        }
      }
    }
    return receipt.length();
  }

  private static char other(char c) {
    return c == '1' ? '2' : c == 'A' ? 'B' : Character.isDigit(c) ? '1' : 'A';
  }
}
