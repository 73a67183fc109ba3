package org.reciprocalclubs.kit.pass;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads deterministic CBOR (RFC 8949, section 4.2.1) and nothing else: shortest heads, definite lengths, keys
 * in order and once, valid UTF-8, no byte left over. One reading for one meaning, so that what was signed is
 * what is read.
 */
final class CborReader {
  static final int MAX_BYTES = 1_024;
  static final int MAX_DEPTH = 6;
  static final int MAX_ITEMS = 32;

  private final byte[] bytes;
  private int at;

  private CborReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The item that the bytes are; empty when they are anything else. */
  static Optional<CborItem> read(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return Optional.empty();
    }
    CborReader reader = new CborReader(bytes);
    try {
      CborItem item = reader.item(0);
      return reader.at == bytes.length ? Optional.of(item) : Optional.empty();
    } catch (Malformed malformed) {
      return Optional.empty();
    }
  }

  private CborItem item(int depth) throws Malformed {
    require(depth < MAX_DEPTH);
    int first = next();
    long argument = argument(first & 0x1f);
    return switch (first >> 5) {
      case 0 -> new CborItem.Int(argument);
      case 1 -> new CborItem.Int(~argument);
      case 2 -> new CborItem.Bytes(string(argument));
      case 3 -> new CborItem.Text(text(argument));
      case 4 -> new CborItem.Items(items(argument, depth));
      case 5 -> new CborItem.Fields(fields(argument, depth));
      case 6 -> new CborItem.Tagged(argument, item(depth + 1));
      default -> throw new Malformed(); // simple values and floats
    };
  }

  private long argument(int info) throws Malformed {
    if (info < 24) {
      return info;
    }
    require(info <= 27); // 28 to 30 are reserved, 31 is an indefinite length
    int size = 1 << info - 24;
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | next();
    }
    require(value >= 0); // beyond a long
    require(size == 1 ? value >= 24 : value >>> 4 * size != 0); // not the shortest form
    return value;
  }

  private List<CborItem> items(long count, int depth) throws Malformed {
    require(count <= MAX_ITEMS);
    List<CborItem> items = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      items.add(item(depth + 1));
    }
    return items;
  }

  private NavigableMap<Long, CborItem> fields(long count, int depth) throws Malformed {
    require(count <= MAX_ITEMS);
    NavigableMap<Long, CborItem> fields = new TreeMap<>(CborItem::keyOrder);
    for (long i = 0; i < count; i++) {
      int first = next();
      require(first >> 5 <= 1);
      long argument = argument(first & 0x1f);
      long key = first >> 5 == 0 ? argument : ~argument;
      require(fields.isEmpty() || CborItem.keyOrder(fields.lastKey(), key) < 0);
      fields.put(key, item(depth + 1));
    }
    return fields;
  }

  private String text(long length) throws Malformed {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(string(length))).toString();
    } catch (CharacterCodingException notText) {
      throw new Malformed();
    }
  }

  private byte[] string(long length) throws Malformed {
    require(length <= bytes.length - at);
    byte[] value = new byte[(int) length];
    System.arraycopy(bytes, at, value, 0, value.length);
    at += value.length;
    return value;
  }

  private int next() throws Malformed {
    require(at < bytes.length);
    return bytes[at++] & 0xff;
  }

  private static void require(boolean held) throws Malformed {
    if (!held) {
      throw new Malformed();
    }
  }

  /** Leads out of the reader; never leaves this class. */
  private static final class Malformed extends Exception {
    Malformed() {
      super(null, null, false, false);
    }
  }
}
