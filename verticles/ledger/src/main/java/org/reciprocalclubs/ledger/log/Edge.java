package org.reciprocalclubs.ledger.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The right edge of a growing tree: of each level the one tile that is not full. That is all that appending
 * needs, and the root follows from it. Not thread-safe.
 *
 * <pre>{@code
 * Edge edge = Edge.empty();
 * edge.append(Hash.leaf(entry));
 * Map<Tile, byte[]> changed = edge.takeChanged(); // to be kept
 * Hash root = edge.root();
 * }</pre>
 */
public final class Edge {
  private final List<Level> levels = new ArrayList<>();
  private final Map<Tile, byte[]> filled = new LinkedHashMap<>();
  private long size;

  /** The tile of a level that is being filled; its first hashes are of tiles before it. */
  private static final class Level {
    private final byte[] hashes = new byte[Tile.WIDTH * Hash.BYTES];
    private long index;
    private int width;
    private boolean changed;
  }

  private Edge() {}

  /** Of a tree without leaves. */
  public static Edge empty() {
    return new Edge();
  }

  /**
   * Of a tree that was kept.
   *
   * @param tiles bytes of each of {@link #tiles}
   */
  public static Edge of(long size, Map<Tile, byte[]> tiles) {
    var edge = new Edge();
    edge.size = size;
    for (int level = 0; level <= Tile.LEVEL_MAX && size >>> (Tile.HEIGHT * level) > 0; level++) {
      edge.levels.add(level(level, size, tiles));
    }
    return edge;
  }

  private static Level level(int level, long size, Map<Tile, byte[]> tiles) {
    var restored = new Level();
    long hashes = size >>> (Tile.HEIGHT * level);
    restored.index = hashes / Tile.WIDTH;
    restored.width = (int) (hashes % Tile.WIDTH);
    if (restored.width > 0) {
      byte[] kept = tiles.get(new Tile(level, restored.index, restored.width));
      if (kept == null || kept.length != restored.width * Hash.BYTES) {
        throw new IllegalArgumentException("A tile of the edge is missing");
      }
      System.arraycopy(kept, 0, restored.hashes, 0, kept.length);
    }
    return restored;
  }

  /** The tiles that {@link #of} needs for a tree of that size: those that are not full. */
  public static List<Tile> tiles(long size) {
    var tiles = new ArrayList<Tile>();
    for (int level = 0; level <= Tile.LEVEL_MAX; level++) {
      long hashes = size >>> (Tile.HEIGHT * level);
      if (hashes % Tile.WIDTH > 0) {
        tiles.add(new Tile(level, hashes / Tile.WIDTH, (int) (hashes % Tile.WIDTH)));
      }
    }
    return tiles;
  }

  /** How many leaves the tree has. */
  public long size() {
    return size;
  }

  /** Adds a leaf at the end. */
  public void append(Hash leaf) {
    size++;
    append(0, leaf);
  }

  private void append(int number, Hash hash) {
    if (number == levels.size()) {
      levels.add(new Level());
    }
    var level = levels.get(number);
    hash.into(level.hashes, level.width * Hash.BYTES);
    level.width++;
    level.changed = true;
    if (level.width == Tile.WIDTH) {
      byte[] full = level.hashes.clone();
      filled.put(Tile.full(number, level.index), full);
      level.index++;
      level.width = 0;
      level.changed = false;
      append(number + 1, Tiles.root(full, 0, Tile.WIDTH));
    }
  }

  /** The hash of the whole tree. */
  public Hash root() {
    Hash root = null;
    for (var level : levels) {
      int end = level.width;
      while (end > 0) {
        int breadth = Integer.lowestOneBit(end);
        Hash left = Tiles.root(level.hashes, end - breadth, breadth);
        root = root == null ? left : Hash.node(left, root);
        end -= breadth;
      }
    }
    return root == null ? Hash.EMPTY : root;
  }

  /** The tiles that changed since this was last asked: those that were filled, and the ends of each level. */
  public Map<Tile, byte[]> takeChanged() {
    var changed = new LinkedHashMap<>(filled);
    filled.clear();
    for (int number = 0; number < levels.size(); number++) {
      var level = levels.get(number);
      if (level.changed) {
        changed.put(new Tile(number, level.index, level.width),
            Arrays.copyOf(level.hashes, level.width * Hash.BYTES));
        level.changed = false;
      }
    }
    return changed;
  }
}
