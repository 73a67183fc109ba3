package org.reciprocalclubs.ledger.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring leaves whose common hash a proof needs: complete subtrees, largest first, joined from the
 * right. Immutable.
 *
 * @param from first leaf
 * @param to leaf after the last
 */
record Span(long from, long to) {
  Span {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("A span has leaves");
    }
  }

  long length() {
    return to - from;
  }

  /** Where RFC 6962 divides it: after the largest power of two that is smaller than its length. */
  long middle() {
    return from + Long.highestOneBit(length() - 1);
  }

  List<Node> nodes() {
    var nodes = new ArrayList<Node>();
    long at = from;
    while (at < to) {
      int level = Long.numberOfTrailingZeros(Long.highestOneBit(to - at));
      nodes.add(new Node(level, at >>> level));
      at += 1L << level;
    }
    return nodes;
  }

  Hash hash(Tiles tiles) {
    var nodes = nodes();
    Hash joined = tiles.hash(nodes.getLast());
    for (var node : nodes.reversed().subList(1, nodes.size())) {
      joined = Hash.node(tiles.hash(node), joined);
    }
    return joined;
  }
}
