package org.reciprocalclubs.bench.year;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file in the binary format of PostgreSQL's COPY: for each row its number of fields, for each field its
 * length and its bytes, as the type's receive function takes them. Not thread-safe.
 */
final class CopyFile implements AutoCloseable {
  private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int BUFFER_BYTES = 1 << 20;
  /** Room that is there before a field of fixed length is put. */
  private static final int FIXED_BYTES_MAX = 32;
  private static final int ABSENT = -1;
  private static final int INT8_OID = 20;
  private static final int TEXT_OID = 25;
  /** Midnight of 2000-01-01, from which PostgreSQL counts, in seconds since 1970. */
  private static final long EPOCH_SECONDS = 946_684_800L;
  private static final long MICROS_PER_SECOND = 1_000_000L;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /** Replaces the file when it exists. */
  CopyFile(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  /** Begins a row of so many fields; they follow in the order of the columns. */
  CopyFile row(int fields) throws IOException {
    room(FIXED_BYTES_MAX).putShort((short) fields);
    return this;
  }

  CopyFile uuid(@Nullable UUID value) throws IOException {
    if (value == null) {
      return absent();
    }
    room(FIXED_BYTES_MAX).putInt(2 * Long.BYTES).putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits());
    return this;
  }

  CopyFile int8(long value) throws IOException {
    room(FIXED_BYTES_MAX).putInt(Long.BYTES).putLong(value);
    return this;
  }

  CopyFile int4(int value) throws IOException {
    room(FIXED_BYTES_MAX).putInt(Integer.BYTES).putInt(value);
    return this;
  }

  CopyFile int2(int value) throws IOException {
    room(FIXED_BYTES_MAX).putInt(Short.BYTES).putShort((short) value);
    return this;
  }

  /** A moment in microseconds since 1970. */
  CopyFile at(long micros) throws IOException {
    return int8(micros - EPOCH_SECONDS * MICROS_PER_SECOND);
  }

  CopyFile text(String value) throws IOException {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  CopyFile bytes(byte[] value) throws IOException {
    room(Integer.BYTES + value.length).putInt(value.length).put(value);
    return this;
  }

  CopyFile absent() throws IOException {
    room(FIXED_BYTES_MAX).putInt(ABSENT);
    return this;
  }

  /** A text[] of one element. */
  CopyFile onlyText(String value) throws IOException {
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    arrayHead(Integer.BYTES + bytes.length, TEXT_OID, 1);
    room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
    return this;
  }

  /** A bigint[]. */
  CopyFile int8s(long[] values) throws IOException {
    arrayHead(values.length * (Integer.BYTES + Long.BYTES), INT8_OID, values.length);
    for (long value : values) {
      int8(value);
    }
    return this;
  }

  /** Dimensions, whether there are nulls, the elements' type; then the length and the first index. */
  private void arrayHead(int bytes, int type, int length) throws IOException {
    int dimensions = length == 0 ? 0 : 1;
    int head = Integer.BYTES * (dimensions == 0 ? 3 : 5);
    room(FIXED_BYTES_MAX).putInt(head + bytes).putInt(dimensions).putInt(0).putInt(type);
    if (dimensions > 0) {
      buffer.putInt(length).putInt(1);
    }
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }

  /** Ends the file; without this COPY refuses it. */
  @Override
  public void close() throws IOException {
    try (file) {
      room(FIXED_BYTES_MAX).putShort((short) ABSENT);
      flush();
    }
  }
}
