package org.reciprocalclubs.kit.boot;

import java.util.Collection;
import java.util.Comparator;

/** Finds what someone probably meant to write. */
final class Nearest {
  private Nearest() {}

  /** {@code "; did you mean http.port?"}, or a full stop when nothing is near. */
  static String hint(String written, Collection<String> known) {
    int near = Math.max(2, written.length() / 4);
    return known.stream().filter(name -> distance(written, name) <= near)
        .min(Comparator.comparingInt(name -> distance(written, name)))
        .map(name -> "; did you mean " + name + "?").orElse(".");
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
