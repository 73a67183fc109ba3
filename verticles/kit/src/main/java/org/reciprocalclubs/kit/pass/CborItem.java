package org.reciprocalclubs.kit.pass;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The part of CBOR (RFC 8949) that passes use: integers, byte and text strings, arrays, maps by integer,
 * tags.
 */
sealed interface CborItem {

  /** An integer that fits in a long. */
  record Int(long value) implements CborItem {}

  /** A byte string. The array is not copied. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bytes(byte[] value) implements CborItem {}

  record Text(String value) implements CborItem {}

  record Items(List<CborItem> values) implements CborItem {
    public Items {
      values = List.copyOf(values);
    }

    static Items of(CborItem... values) {
      return new Items(List.of(values));
    }
  }

  /** A map whose keys are integers, in the deterministic order: 0, 1, 2, ..., -1, -2, ... */
  record Fields(NavigableMap<Long, CborItem> values) implements CborItem {
    public Fields {
      NavigableMap<Long, CborItem> sorted = new TreeMap<>(CborItem::keyOrder);
      sorted.putAll(values);
      values = Collections.unmodifiableNavigableMap(sorted);
    }

    static Fields none() {
      return new Fields(new TreeMap<>());
    }

    Fields with(long key, CborItem value) {
      NavigableMap<Long, CborItem> more = new TreeMap<>(values);
      more.put(key, value);
      return new Fields(more);
    }
  }

  record Tagged(long tag, CborItem content) implements CborItem {}

  /** The order of the encoded bytes of two integer keys. */
  static int keyOrder(long one, long other) {
    return Long.compareUnsigned(one < 0 ? ~one | Long.MIN_VALUE : one,
        other < 0 ? ~other | Long.MIN_VALUE : other);
  }
}
