package org.reciprocalclubs.devledger;

import java.util.Comparator;

/**
 * The order of keys on a peer: that of their UTF-8 bytes. Java's own order of strings differs from it above
 * U+FFFF, where Fabric's ranges over composite keys end.
 */
final class KeyOrder implements Comparator<String> {

  static final KeyOrder UTF_8 = new KeyOrder();
  private static final int SURROGATES_BEHIND = 0x2000;
  private static final int PRIVATE_USE_BEFORE = 0x800;

  private KeyOrder() {}

  @Override
  public int compare(String one, String other) {
    int both = Math.min(one.length(), other.length());
    for (int i = 0; i < both; i++) {
      char left = one.charAt(i);
      char right = other.charAt(i);
      if (left != right) {
        return Integer.compare(rank(left), rank(right));
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  private static int rank(char unit) {
    if (Character.isSurrogate(unit)) {
      return unit + SURROGATES_BEHIND;
    }
    return unit > Character.MAX_SURROGATE ? unit - PRIVATE_USE_BEFORE : unit;
  }
}
