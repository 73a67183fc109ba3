package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataEntry;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.devledger.WorldState.Height;
import org.reciprocalclubs.devledger.WorldState.Versioned;

/** What one simulation reads and writes, in the order of keys, as Fabric writes it down. One thread. */
final class ReadWriteSet {

  /** A range that is being read: it ends at the key that was read last, until its end was reached. */
  static final class Range {
    private final String from;
    private final String to;
    private final List<KVRead> reads = new ArrayList<>();
    private boolean exhausted;

    private Range(String from, String to) {
      this.from = from;
      this.to = to;
    }

    void read(Versioned value) {
      reads.add(readOf(value.key(), value.height()));
    }

    void reachedItsEnd() {
      exhausted = true;
    }

    private RangeQueryInfo message() {
      String end = exhausted || reads.isEmpty() ? to : reads.getLast().getKey();
      return RangeQueryInfo.newBuilder().setStartKey(from).setEndKey(end).setItrExhausted(exhausted)
          .setRawReads(QueryReads.newBuilder().addAllKvReads(reads)).build();
    }
  }

  private final NavigableMap<String, KVRead> reads = new TreeMap<>(KeyOrder.UTF_8);
  private final NavigableMap<String, KVWrite> writes = new TreeMap<>(KeyOrder.UTF_8);
  private final NavigableMap<String, KVMetadataWrite> metadataWrites = new TreeMap<>(KeyOrder.UTF_8);
  private final List<Range> ranges = new ArrayList<>();

  void read(String key, @Nullable Versioned found) {
    reads.put(key, readOf(key, found == null ? null : found.height()));
  }

  Range range(String from, String to) {
    var range = new Range(from, to);
    ranges.add(range);
    return range;
  }

  /** An empty value deletes, as on a peer. */
  void write(String key, ByteString value) {
    writes.put(key, KVWrite.newBuilder().setKey(key).setValue(value).setIsDelete(value.isEmpty()).build());
  }

  void writeMetadata(String key, String name, ByteString value) {
    metadataWrites.put(key, KVMetadataWrite.newBuilder().setKey(key)
        .addEntries(KVMetadataEntry.newBuilder().setName(name).setValue(value)).build());
  }

  TxReadWriteSet message(String namespace) {
    var set = KVRWSet.newBuilder().addAllReads(reads.values()).addAllWrites(writes.values())
        .addAllMetadataWrites(metadataWrites.values());
    ranges.stream().map(Range::message).forEach(set::addRangeQueriesInfo);
    return TxReadWriteSet.newBuilder().setDataModel(TxReadWriteSet.DataModel.KV)
        .addNsRwset(NsReadWriteSet.newBuilder().setNamespace(namespace).setRwset(set.build().toByteString()))
        .build();
  }

  private static KVRead readOf(String key, @Nullable Height height) {
    var read = KVRead.newBuilder().setKey(key);
    if (height != null) {
      read.setVersion(Version.newBuilder().setBlockNum(height.block()).setTxNum(height.transaction()));
    }
    return read.build();
  }

  /** The version that a read saw; null where there was no such key. */
  static @Nullable Height heightOf(KVRead read) {
    return read.hasVersion()
        ? new Height(read.getVersion().getBlockNum(), Math.toIntExact(read.getVersion().getTxNum()))
        : null;
  }

  static Map<String, ByteString> metadata(KVMetadataWrite write) {
    Map<String, ByteString> entries = new TreeMap<>();
    write.getEntriesList().forEach(entry -> entries.put(entry.getName(), entry.getValue()));
    return entries;
  }
}
