package org.reciprocalclubs.ledger.log;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What has to be read, and in which order, to prove that a leaf is in a tree or that a tree is the beginning
 * of another: RFC 6962, sections 2.1.1 and 2.1.2. Tiles are named before they are read, so that one query
 * brings them all. Immutable.
 *
 * <pre>{@code
 * Proof proof = Proof.inclusion(index, size);
 * List<Hash> path = proof.read(new Tiles(store.read(proof.tiles())));
 * }</pre>
 */
public final class Proof {
  private final List<Span> spans;

  private Proof(List<Span> spans) {
    this.spans = spans;
  }

  /** That the leaf {@code index} is in the tree of {@code size} leaves. */
  public static Proof inclusion(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("The tree has no such leaf");
    }
    var spans = new ArrayList<Span>();
    var rest = new Span(0, size);
    while (rest.length() > 1) {
      var left = new Span(rest.from(), rest.middle());
      var right = new Span(rest.middle(), rest.to());
      boolean inLeft = index < rest.middle();
      spans.addFirst(inLeft ? right : left);
      rest = inLeft ? left : right;
    }
    return new Proof(spans);
  }

  /** That the tree of {@code older} leaves is the beginning of that of {@code newer}. */
  public static Proof consistency(long older, long newer) {
    if (older < 0 || older > newer) {
      throw new IllegalArgumentException("A tree grows");
    }
    var spans = new ArrayList<Span>();
    if (older == 0 || older == newer) {
      return new Proof(spans);
    }
    var rest = new Span(0, newer);
    while (rest.to() != older) {
      var left = new Span(rest.from(), rest.middle());
      var right = new Span(rest.middle(), rest.to());
      boolean inLeft = older <= rest.middle();
      spans.addFirst(inLeft ? right : left);
      rest = inLeft ? left : right;
    }
    if (rest.from() != 0) {
      spans.addFirst(rest);
    }
    return new Proof(spans);
  }

  /** The tiles to be read, each under its full width. */
  public Set<Tile> tiles() {
    var tiles = new LinkedHashSet<Tile>();
    spans.forEach(span -> span.nodes().forEach(node -> tiles.add(node.tile())));
    return tiles;
  }

  /** The proof itself, as RFC 6962 orders it. */
  public List<Hash> read(Tiles tiles) {
    return spans.stream().map(span -> span.hash(tiles)).toList();
  }
}
