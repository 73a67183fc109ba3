package org.reciprocalclubs.bench.year;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a file of PostgreSQL's binary COPY, as its documentation describes it. */
final class CopyReader {
  private static final int SIGNATURE_BYTES = 11;

  private CopyReader() {}

  /** A row's fields; null for an absent one. */
  record Row(List<byte @Nullable []> fields) {
    ByteBuffer at(int index) {
      byte[] field = fields.get(index);
      if (field == null) {
        throw new AssertionError("field " + index + " is absent");
      }
      return ByteBuffer.wrap(field);
    }

    UUID uuid(int index) {
      var buffer = at(index);
      return new UUID(buffer.getLong(), buffer.getLong());
    }

    String text(int index) {
      return new String(at(index).array(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Of a bigint[]: behind three numbers of the whole and two of its only dimension. */
    List<Long> int8s(int index) {
      var buffer = at(index);
      int dimensions = buffer.getInt();
      buffer.position(3 * Integer.BYTES);
      List<Long> values = new ArrayList<>();
      if (dimensions > 0) {
        int length = buffer.getInt();
        buffer.getInt();
        for (int i = 0; i < length; i++) {
          buffer.getInt();
          values.add(buffer.getLong());
        }
      }
      return values;
    }
  }

  static List<Row> rows(Path file) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    bytes.position(SIGNATURE_BYTES + 2 * Integer.BYTES);
    List<Row> rows = new ArrayList<>();
    for (int fields = bytes.getShort(); fields >= 0; fields = bytes.getShort()) {
      List<byte @Nullable []> row = new ArrayList<>();
      for (int i = 0; i < fields; i++) {
        int length = bytes.getInt();
        byte @Nullable [] field = length < 0 ? null : new byte[length];
        if (field != null) {
          bytes.get(field);
        }
        row.add(field);
      }
      rows.add(new Row(row));
    }
    if (bytes.hasRemaining()) {
      throw new AssertionError("bytes behind the end");
    }
    return rows;
  }
}
