package org.reciprocalclubs.ledger.log;

import java.util.Arrays;
import java.util.Map;

/** Hashes that are read from tiles. Immutable if its map is. */
public final class Tiles {
  private final Map<Tile, byte[]> tiles;

  /** @param tiles each under its full width, whether it is full or not */
  public Tiles(Map<Tile, byte[]> tiles) {
    this.tiles = tiles;
  }

  /** The hash of a subtree, which stands in its tile or is computed from the hashes there. */
  Hash hash(Node node) {
    byte[] tile = tiles.get(node.tile());
    int end = (node.offset() + node.breadth()) * Hash.BYTES;
    if (tile == null || tile.length < end) {
      throw new IllegalArgumentException("A tile is missing or too short");
    }
    return root(tile, node.offset(), node.breadth());
  }

  /** The root over {@code breadth} hashes (a power of two) from {@code first} on. */
  static Hash root(byte[] hashes, int first, int breadth) {
    int start = first * Hash.BYTES;
    byte[] row = Arrays.copyOfRange(hashes, start, start + breadth * Hash.BYTES);
    for (int width = breadth; width > 1; width /= 2) {
      Hash.join(row, width);
    }
    return Hash.at(row, 0);
  }
}
