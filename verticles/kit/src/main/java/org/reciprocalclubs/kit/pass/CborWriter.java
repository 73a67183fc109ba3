package org.reciprocalclubs.kit.pass;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Writes deterministic CBOR (RFC 8949, section 4.2.1): shortest heads, definite lengths, sorted keys. */
final class CborWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  private CborWriter() {}

  static byte[] write(CborItem item) {
    CborWriter writer = new CborWriter();
    writer.put(item);
    return writer.out.toByteArray();
  }

  private void put(CborItem item) {
    switch (item) {
      case CborItem.Int number when number.value() >= 0 -> head(0, number.value());
      case CborItem.Int number -> head(1, ~number.value());
      case CborItem.Bytes bytes -> string(2, bytes.value());
      case CborItem.Text text -> string(3, text.value().getBytes(UTF_8));
      case CborItem.Items items -> {
        head(4, items.values().size());
        items.values().forEach(this::put);
      }
      case CborItem.Fields fields -> {
        head(5, fields.values().size());
        fields.values().forEach((key, value) -> {
          put(new CborItem.Int(key));
          put(value);
        });
      }
      case CborItem.Tagged tagged -> {
        head(6, tagged.tag());
        put(tagged.content());
      }
    }
  }

  private void string(int major, byte[] bytes) {
    head(major, bytes.length);
    out.writeBytes(bytes);
  }

  private void head(int major, long argument) {
    int first = major << 5;
    if (argument < 24) {
      out.write(first | (int) argument);
    } else if (argument <= 0xffL) {
      put(first | 24, argument, 1);
    } else if (argument <= 0xffffL) {
      put(first | 25, argument, 2);
    } else if (argument <= 0xffff_ffffL) {
      put(first | 26, argument, 4);
    } else {
      put(first | 27, argument, 8);
    }
  }

  private void put(int first, long argument, int size) {
    out.write(first);
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      out.write((int) (argument >>> shift) & 0xff);
    }
  }
}
