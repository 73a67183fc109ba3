package org.reciprocalclubs.ledger;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Tile;

/**
 * Tiles that were read, each under its full width: what stands in one never changes, it is only added to.
 * That holds for one life of the database, since one that was restored may grow otherwise: so its epoch is
 * looked at again each second. Thread-safe.
 */
final class TileCache {
  /** Of 8 KiB each, at most. */
  private static final int TILES_MAX = 4_096;
  private static final long FRESH_NANOS = 1_000_000_000;
  private static final float LOAD = 0.75f;

  private final Map<Tile, byte[]> tiles = new LinkedHashMap<>(TILES_MAX, LOAD, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Tile, byte[]> eldest) {
      return size() > TILES_MAX;
    }
  };
  private String epoch = "";
  private long size;
  private long seenNanos;

  /**
   * What of some tiles is at hand.
   *
   * @param fresh whether it is known that the tree has as many leaves, in this epoch
   * @param tiles those that hold all that a tree of that size has of them
   */
  record Held(String epoch, boolean fresh, Map<Tile, byte[]> tiles) {}

  synchronized Held held(Set<Tile> wanted, long leaves) {
    Map<Tile, byte[]> held = new HashMap<>();
    for (var tile : wanted) {
      byte[] hashes = tiles.get(tile);
      if (hashes != null && hashes.length >= tile.within(leaves).orElse(tile).width() * Hash.BYTES) {
        held.put(tile, hashes);
      }
    }
    return new Held(epoch, leaves <= size && System.nanoTime() - seenNanos < FRESH_NANOS, held);
  }

  /** Takes what was read just now, with the epoch and the size of the tree in the same moment. */
  synchronized void keep(String inEpoch, long leaves, Map<Tile, byte[]> read) {
    if (!epoch.equals(inEpoch)) {
      tiles.clear();
      epoch = inEpoch;
      size = 0;
    }
    size = Math.max(size, leaves);
    seenNanos = System.nanoTime();
    read.forEach((tile, hashes) -> tiles.merge(tile, hashes,
        (older, newer) -> newer.length > older.length ? newer : older));
  }
}
