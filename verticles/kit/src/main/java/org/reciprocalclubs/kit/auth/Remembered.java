package org.reciprocalclubs.kit.auth;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Values kept until they expire, at most so many; when full, what expired goes, then everything. Thread-safe.
 */
public final class Remembered<K, V> {
  private record Kept<V>(V value, Instant until) {}

  private final int limit;
  private final Map<K, Kept<V>> kept = new ConcurrentHashMap<>();

  /** @param limit how many, at most */
  public Remembered(int limit) {
    this.limit = limit;
  }

  /** What is kept under the key and has not expired. */
  public @Nullable V get(K key, Instant now) {
    Kept<V> found = kept.get(key);
    return found == null || !now.isBefore(found.until()) ? null : found.value();
  }

  /** Keeps it until then. */
  public void put(K key, V value, Instant until, Instant now) {
    if (kept.size() >= limit) {
      kept.values().removeIf(entry -> !now.isBefore(entry.until()));
      if (kept.size() >= limit) {
        kept.clear();
      }
    }
    kept.put(key, new Kept<>(value, until));
  }
}
