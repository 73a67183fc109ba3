package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contracts' keys and values, in memory, rebuilt from the blocks. Each value carries the block and
 * transaction that wrote it and the key's metadata (its endorsement policy). Readers take a snapshot as of
 * one block and are never blocked; one thread applies blocks. Values that a snapshot may still read are
 * kept behind the newer ones.
 */
final class WorldState {

  /** Where a value was written: Fabric's version of it. */
  record Height(long block, int transaction) {}

  /** A value and the key's metadata, as some transaction left them. */
  record Versioned(String key, ByteString value, Map<String, ByteString> metadata, Height height) {}

  private static final class Entry {
    /** Null where the key was deleted. */
    private final @Nullable Versioned versioned;
    private final long block;
    private volatile @Nullable Entry older;

    Entry(@Nullable Versioned versioned, long block, @Nullable Entry older) {
      this.versioned = versioned;
      this.block = block;
      this.older = older;
    }
  }

  private record Superseded(long block, String key) {}

  private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>(KeyOrder.UTF_8);
  private final TreeMap<Long, Integer> read = new TreeMap<>();
  private final Deque<Superseded> superseded = new ArrayDeque<>();
  private long block = -1;

  /** The state as of the last block that was applied; to be closed. */
  synchronized Snapshot snapshot() {
    read.merge(block, 1, Integer::sum);
    return new Snapshot(block);
  }

  private synchronized void release(long at) {
    read.computeIfPresent(at, (_, readers) -> readers == 1 ? null : readers - 1);
  }

  /** Makes a block's writes visible at once: null deletes. One thread. */
  void apply(long number, Map<String, @Nullable Versioned> writes) {
    for (var write : writes.entrySet()) {
      Entry older = entries.get(write.getKey());
      Versioned value = write.getValue();
      if (older != null || value != null) {
        entries.put(write.getKey(), new Entry(value, number, older));
      }
      if (older != null) {
        superseded.add(new Superseded(number, write.getKey()));
      }
    }
    forgetUpTo(visible(number));
  }

  private synchronized long visible(long number) {
    block = number;
    return read.isEmpty() ? number : Math.min(number, read.firstKey());
  }

  /** Drops what no snapshot can read any more: everything behind a value that the oldest of them sees. */
  private void forgetUpTo(long oldest) {
    Superseded first;
    while ((first = superseded.peek()) != null && first.block() <= oldest) {
      superseded.remove();
      Entry entry = entries.get(first.key());
      while (entry != null && entry.block > oldest) {
        entry = entry.older;
      }
      if (entry != null) {
        entry.older = null;
        if (entry.versioned == null) {
          entries.remove(first.key(), entry);
        }
      }
    }
  }

  int size() {
    return entries.size();
  }

  /** One block's view of the state. Thread-safe; keeps old values in memory until it is closed. */
  final class Snapshot implements AutoCloseable {
    private final long at;
    private boolean closed;

    private Snapshot(long at) {
      this.at = at;
    }

    @Nullable
    Versioned get(String key) {
      return seen(entries.get(key));
    }

    private @Nullable Versioned seen(@Nullable Entry newest) {
      Entry entry = newest;
      while (entry != null && entry.block > at) {
        entry = entry.older;
      }
      return entry == null ? null : entry.versioned;
    }

    /**
     * The keys from the first, up to the end, which is left out unless told; an empty end is the last key.
     */
    Iterator<Versioned> range(String from, String end, boolean withEnd) {
      Stream<Versioned> values = between(from, end, withEnd).values().stream()
          .<Versioned>mapMulti((entry, found) -> {
            Versioned value = seen(entry);
            if (value != null) {
              found.accept(value);
            }
          });
      return values.iterator();
    }

    private NavigableMap<String, Entry> between(String from, String end, boolean withEnd) {
      if (end.isEmpty()) {
        return entries.tailMap(from, true);
      }
      return KeyOrder.UTF_8.compare(from, end) > 0
          ? Collections.emptyNavigableMap()
          : entries.subMap(from, true, end, withEnd);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release(at);
      }
    }
  }
}
