package org.reciprocalclubs.reciprocal.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes values one behind the other so that no two sequences of values give the same bytes. Not thread-safe.
 */
final class CanonicalWriter {
  private ByteBuffer buffer;

  CanonicalWriter(int capacity) {
    buffer = ByteBuffer.allocate(capacity);
  }

  CanonicalWriter present(boolean present) {
    room(1).put((byte) (present ? 1 : 0));
    return this;
  }

  CanonicalWriter number(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  CanonicalWriter number(@Nullable Integer value) {
    present(value != null);
    return value == null ? this : number(value.longValue());
  }

  CanonicalWriter text(String value) {
    byte[] bytes = value.getBytes(UTF_8);
    number(bytes.length);
    room(bytes.length).put(bytes);
    return this;
  }

  CanonicalWriter texts(Set<String> values) {
    String[] sorted = values.toArray(new String[0]);
    Arrays.sort(sorted);
    number(sorted.length);
    for (String value : sorted) {
      text(value);
    }
    return this;
  }

  CanonicalWriter date(@Nullable LocalDate value) {
    present(value != null);
    return value == null ? this : number(value.toEpochDay());
  }

  CanonicalWriter id(@Nullable UUID value) {
    present(value != null);
    return value == null
        ? this
        : number(value.getMostSignificantBits()).number(value.getLeastSignificantBits());
  }

  byte[] bytes() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int capacity = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
      buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
    }
    return buffer;
  }
}
