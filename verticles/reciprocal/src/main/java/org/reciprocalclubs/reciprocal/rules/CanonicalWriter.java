package org.reciprocalclubs.reciprocal.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes values one behind the other so that no two sequences of values give the same bytes, and
 * {@link CanonicalReader} finds them again. Not thread-safe.
 */
final class CanonicalWriter {
  static final String SHA_256 = "sha256:";
  static final int SHA_256_BYTES = 32;
  private static final int VARINT_MAX = 10;
  private static final int GROUP_BITS = 7;
  private static final int MORE = 0x80;

  private ByteBuffer buffer;

  CanonicalWriter(int capacity) {
    buffer = ByteBuffer.allocate(capacity);
  }

  CanonicalWriter present(boolean present) {
    room(1).put((byte) (present ? 1 : 0));
    return this;
  }

  /** Two answers in one byte; where the second is no, as {@link #present} of the first. */
  CanonicalWriter present(boolean first, boolean second) {
    room(1).put((byte) ((first ? 1 : 0) | (second ? 2 : 0)));
    return this;
  }

  /** Zigzag, then seven bits to a byte, lowest first. */
  CanonicalWriter number(long value) {
    long rest = value << 1 ^ value >> (Long.SIZE - 1);
    var out = room(VARINT_MAX);
    while ((rest & -MORE) != 0) {
      out.put((byte) (rest & (MORE - 1) | MORE));
      rest >>>= GROUP_BITS;
    }
    out.put((byte) rest);
    return this;
  }

  CanonicalWriter number(@Nullable Integer value) {
    present(value != null);
    return value == null ? this : number(value.longValue());
  }

  CanonicalWriter text(String value) {
    return bytes(value.getBytes(UTF_8));
  }

  private CanonicalWriter bytes(byte[] bytes) {
    number(bytes.length);
    room(bytes.length).put(bytes);
    return this;
  }

  /** A hash as its bytes where it is one of SHA-256, else as text. */
  CanonicalWriter hash(String value) {
    boolean plain = value.startsWith(SHA_256) && value.length() == SHA_256.length() + 2 * SHA_256_BYTES
        && value.equals(value.toLowerCase(Locale.ROOT));
    present(plain);
    if (!plain) {
      return text(value);
    }
    room(SHA_256_BYTES).put(HexFormat.of().parseHex(value, SHA_256.length(), value.length()));
    return this;
  }

  CanonicalWriter texts(Collection<String> values) {
    return sorted(values.toArray(new String[0]));
  }

  CanonicalWriter names(Collection<? extends Enum<?>> values) {
    return sorted(values.stream().map(Enum::name).toArray(String[]::new));
  }

  private CanonicalWriter sorted(String[] values) {
    Arrays.sort(values);
    number(values.length);
    for (String value : values) {
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
    if (value != null) {
      room(2 * Long.BYTES).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
    }
    return this;
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
