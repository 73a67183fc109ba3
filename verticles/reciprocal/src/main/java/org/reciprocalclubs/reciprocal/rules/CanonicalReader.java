package org.reciprocalclubs.reciprocal.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link CanonicalWriter} wrote. Bytes that it did not write are an IllegalArgumentException.
 */
final class CanonicalReader {
  private static final int GROUP_BITS = 7;
  private static final int MORE = 0x80;

  private final ByteBuffer buffer;

  CanonicalReader(byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes);
  }

  boolean present() {
    byte value = one();
    if (value != 0 && value != 1) {
      throw broken();
    }
    return value == 1;
  }

  long number() {
    long rest = 0;
    int shift = 0;
    byte next = one();
    while ((next & MORE) != 0 && shift < Long.SIZE - GROUP_BITS) {
      rest |= (long) (next & (MORE - 1)) << shift;
      shift += GROUP_BITS;
      next = one();
    }
    rest |= (long) (next & (MORE - 1)) << shift;
    return rest >>> 1 ^ -(rest & 1);
  }

  int small() {
    return Math.toIntExact(number());
  }

  @Nullable
  Integer perhaps() {
    return present() ? (Integer) small() : null;
  }

  String text() {
    return new String(taken(small()), UTF_8);
  }

  String hash() {
    return present()
        ? CanonicalWriter.SHA_256 + HexFormat.of().formatHex(taken(CanonicalWriter.SHA_256_BYTES))
        : text();
  }

  List<String> texts() {
    int count = small();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  <E extends Enum<E>> Set<E> names(Class<E> type) {
    return texts().stream().map(name -> Enum.valueOf(type, name)).collect(Collectors.toSet());
  }

  <E extends Enum<E>> E name(Class<E> type) {
    return Enum.valueOf(type, text());
  }

  @Nullable
  LocalDate date() {
    return present() ? LocalDate.ofEpochDay(number()) : null;
  }

  LocalDate someDate() {
    return Objects.requireNonNull(date());
  }

  @Nullable
  UUID id() {
    if (!present()) {
      return null;
    }
    var bytes = ByteBuffer.wrap(taken(2 * Long.BYTES));
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  UUID someId() {
    return Objects.requireNonNull(id());
  }

  /** Everything was read. */
  void end() {
    if (buffer.hasRemaining()) {
      throw broken();
    }
  }

  private byte one() {
    return taken(1)[0];
  }

  private byte[] taken(int count) {
    if (count < 0 || count > buffer.remaining()) {
      throw broken();
    }
    var bytes = new byte[count];
    buffer.get(bytes);
    return bytes;
  }

  private static IllegalArgumentException broken() {
    return new IllegalArgumentException("Not a canonical form");
  }
}
