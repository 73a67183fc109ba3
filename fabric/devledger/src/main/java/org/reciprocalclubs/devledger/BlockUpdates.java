package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.devledger.WorldState.Height;
import org.reciprocalclubs.devledger.WorldState.Versioned;

/**
 * What the valid transactions of one block write on top of the state before it, and whether what a further
 * transaction read still holds there. One thread.
 */
final class BlockUpdates {

  private final WorldState.Snapshot before;
  private final NavigableMap<String, @Nullable Versioned> writes = new TreeMap<>(KeyOrder.UTF_8);

  BlockUpdates(WorldState.Snapshot before) {
    this.before = before;
  }

  Map<String, @Nullable Versioned> writes() {
    return writes;
  }

  private @Nullable Versioned now(String key) {
    return writes.containsKey(key) ? writes.get(key) : before.get(key);
  }

  /** A key that this block wrote is a conflict, whatever was written: the reader could not have seen it. */
  boolean stillReads(KVRead read) {
    if (writes.containsKey(read.getKey())) {
      return false;
    }
    Versioned now = before.get(read.getKey());
    Height seen = ReadWriteSet.heightOf(read);
    return now == null ? seen == null : now.height().equals(seen);
  }

  /** Whether the range holds the same keys in the same versions, and none that was not seen. */
  boolean stillReads(RangeQueryInfo range) {
    Iterator<Versioned> now = range(range);
    for (var read : range.getRawReads().getKvReadsList()) {
      if (!now.hasNext()) {
        return false;
      }
      Versioned next = now.next();
      if (!next.key().equals(read.getKey()) || !next.height().equals(ReadWriteSet.heightOf(read))) {
        return false;
      }
    }
    return !now.hasNext();
  }

  private Iterator<Versioned> range(RangeQueryInfo range) {
    boolean withEnd = !range.getItrExhausted();
    NavigableMap<String, Versioned> merged = new TreeMap<>(KeyOrder.UTF_8);
    before.range(range.getStartKey(), range.getEndKey(), withEnd)
        .forEachRemaining(value -> merged.put(value.key(), value));
    writes.forEach((key, value) -> {
      if (inside(key, range, withEnd)) {
        if (value == null) {
          merged.remove(key);
        } else {
          merged.put(key, value);
        }
      }
    });
    return merged.values().iterator();
  }

  private static boolean inside(String key, RangeQueryInfo range, boolean withEnd) {
    int toEnd = KeyOrder.UTF_8.compare(key, range.getEndKey());
    return KeyOrder.UTF_8.compare(key, range.getStartKey()) >= 0
        && (range.getEndKey().isEmpty() || toEnd < 0 || withEnd && toEnd == 0);
  }

  /**
   * Takes a valid transaction's writes. A value that is written keeps the key's metadata, metadata that is
   * written keeps the value (and is nothing where there is none); a delete drops both.
   */
  void apply(KVRWSet set, Height height) {
    Map<String, KVMetadataWrite> metadata = new HashMap<>();
    set.getMetadataWritesList().forEach(write -> metadata.put(write.getKey(), write));
    for (var write : set.getWritesList()) {
      writes.put(write.getKey(), written(write, metadata.remove(write.getKey()), height));
    }
    metadata.forEach((key, write) -> {
      Versioned now = now(key);
      if (now != null) {
        writes.put(key, new Versioned(key, now.value(), ReadWriteSet.metadata(write), height));
      }
    });
  }

  private @Nullable Versioned written(KVWrite write, @Nullable KVMetadataWrite metadata, Height height) {
    if (write.getIsDelete() || write.getValue().isEmpty()) {
      return null;
    }
    Versioned now = now(write.getKey());
    Map<String, ByteString> kept = now == null ? Map.of() : now.metadata();
    return new Versioned(write.getKey(), write.getValue(),
        metadata == null ? kept : ReadWriteSet.metadata(metadata), height);
  }
}
