package org.reciprocalclubs.ledger.log;

/**
 * A complete subtree: 2^level leaves, beginning at index * 2^level. Immutable.
 *
 * @param level 0 for a leaf
 * @param index among the subtrees of its level, from 0
 */
public record Node(int level, long index) {
  /** Trees have no more than 2^48 leaves, so that nothing here overflows. */
  static final int LEVELS = 48;

  public Node {
    if (level < 0 || level > LEVELS || index < 0 || index >= 1L << (LEVELS - level)) {
      throw new IllegalArgumentException("There is no such subtree");
    }
  }

  /** The tile of height 8 in which this subtree's hash stands, or can be computed from. */
  Tile tile() {
    long first = index << (level % Tile.HEIGHT);
    return Tile.full(level / Tile.HEIGHT, first / Tile.WIDTH);
  }

  /** Where in that tile its hashes begin. */
  int offset() {
    return (int) ((index << (level % Tile.HEIGHT)) % Tile.WIDTH);
  }

  /** Over how many hashes of that tile it stands. */
  int breadth() {
    return 1 << (level % Tile.HEIGHT);
  }
}
