package org.reciprocalclubs.ledger.log;

import java.util.List;

/** Checks proofs, by RFC 9162, sections 2.1.3.2 and 2.1.4.2. */
public final class Proven {
  private Proven() {}

  /** Whether {@code path} leads from the leaf at {@code index} to the root of a tree of {@code size}. */
  public static boolean inclusion(long index, long size, Hash leaf, List<Hash> path, Hash root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long node = index;
    long last = size - 1;
    Hash hash = leaf;
    for (var sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = Hash.node(sibling, hash);
        int up = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
        node >>>= up;
        last >>>= up;
      } else {
        hash = Hash.node(hash, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && hash.equals(root);
  }

  /** A tree's size and the hash of it. */
  public record Head(long size, Hash root) {}

  /** Whether {@code path} shows that {@code newer} has all leaves of {@code older}, in the same places. */
  public static boolean consistency(Head older, Head newer, List<Hash> path) {
    if (older.size() < 0 || older.size() > newer.size()) {
      return false;
    }
    if (older.size() == newer.size()) {
      return path.isEmpty() && older.root().equals(newer.root());
    }
    if (older.size() == 0) {
      return path.isEmpty() && older.root().equals(Hash.EMPTY);
    }
    boolean whole = Long.bitCount(older.size()) == 1;
    if (!whole && path.isEmpty()) {
      return false;
    }
    Hash first = whole ? older.root() : path.getFirst();
    return climbs(older, newer, first, whole ? path : path.subList(1, path.size()));
  }

  private static boolean climbs(Head older, Head newer, Hash first, List<Hash> path) {
    int up = Long.numberOfTrailingZeros(older.size());
    long node = (older.size() - 1) >>> up;
    long last = (newer.size() - 1) >>> up;
    Hash old = first;
    Hash young = first;
    for (var sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        old = Hash.node(sibling, old);
        young = Hash.node(sibling, young);
        int even = (node & 1) == 1 || node == 0 ? 0 : Long.numberOfTrailingZeros(node);
        node >>>= even;
        last >>>= even;
      } else {
        young = Hash.node(young, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && old.equals(older.root()) && young.equals(newer.root());
  }
}
