package org.reciprocalclubs.reciprocal.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
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
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.BIG_ENDIAN);
  private static final int GROUP_BITS = 7;
  private static final int MORE = 0x80;
  private static final int HALF_BYTE = 4;
  private static final String HEX = "0123456789abcdef";
  /** Values of digits by their characters. */
  private static final byte[] DIGITS = digits();

  private byte[] buffer;
  private int size;

  CanonicalWriter(int capacity) {
    buffer = new byte[capacity];
  }

  CanonicalWriter present(boolean present) {
    return one(present ? 1 : 0);
  }

  /** Two answers in one byte; where the second is no, as {@link #present} of the first. */
  CanonicalWriter present(boolean first, boolean second) {
    return one((first ? 1 : 0) | (second ? 2 : 0));
  }

  private CanonicalWriter one(int value) {
    room(1).buffer[size++] = (byte) value;
    return this;
  }

  /** Zigzag, then seven bits to a byte, lowest first. */
  CanonicalWriter number(long value) {
    long rest = value << 1 ^ value >> (Long.SIZE - 1);
    room(VARINT_MAX);
    while ((rest & -MORE) != 0) {
      buffer[size++] = (byte) (rest & (MORE - 1) | MORE);
      rest >>>= GROUP_BITS;
    }
    buffer[size++] = (byte) rest;
    return this;
  }

  CanonicalWriter number(@Nullable Integer value) {
    present(value != null);
    return value == null ? this : number(value.longValue());
  }

  CanonicalWriter text(String value) {
    int start = size;
    if (ascii(value)) {
      return this;
    }
    size = start;
    return bytes(value.getBytes(UTF_8));
  }

  /**
   * The same bytes as UTF-8, without an array of their own: most texts are names.
   *
   * @return whether it was only such characters as take one byte
   */
  private boolean ascii(String value) {
    int length = value.length();
    number(length).room(length);
    int all = 0;
    for (int i = 0; i < length; i++) {
      char each = value.charAt(i);
      all |= each;
      buffer[size + i] = (byte) each;
    }
    size += length;
    return all < MORE;
  }

  private CanonicalWriter bytes(byte[] bytes) {
    number(bytes.length);
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
    return this;
  }

  /** A hash as its bytes where it is one of SHA-256, else as text. */
  CanonicalWriter hash(String value) {
    int start = size;
    if (value.startsWith(SHA_256) && value.length() == SHA_256.length() + 2 * SHA_256_BYTES) {
      present(true).room(SHA_256_BYTES);
      if (hex(value, SHA_256.length())) {
        return this;
      }
      size = start;
    }
    return present(false).text(value);
  }

  /** @return whether all of it was digits, small ones where they are letters */
  private boolean hex(String value, int from) {
    int wrong = 0;
    for (int i = from; i < value.length(); i += 2) {
      int high = digit(value.charAt(i));
      int low = digit(value.charAt(i + 1));
      wrong |= high | low;
      buffer[size++] = (byte) (high << HALF_BYTE | low);
    }
    return wrong >= 0;
  }

  /** Negative where it is none. */
  private static int digit(char each) {
    return each < DIGITS.length ? DIGITS[each] : -1;
  }

  private static byte[] digits() {
    var digits = new byte[MORE];
    Arrays.fill(digits, (byte) -1);
    for (int i = 0; i < HEX.length(); i++) {
      digits[HEX.charAt(i)] = (byte) i;
    }
    return digits;
  }

  CanonicalWriter texts(Collection<String> values) {
    return values.isEmpty() ? number(0) : sorted(values.toArray(new String[0]));
  }

  CanonicalWriter names(Collection<? extends Enum<?>> values) {
    if (values.isEmpty()) {
      return number(0);
    }
    var names = new String[values.size()];
    int i = 0;
    for (var value : values) {
      names[i++] = value.name();
    }
    return sorted(names);
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
      room(2 * Long.BYTES);
      LONG.set(buffer, size, value.getMostSignificantBits());
      LONG.set(buffer, size + Long.BYTES, value.getLeastSignificantBits());
      size += 2 * Long.BYTES;
    }
    return this;
  }

  byte[] bytes() {
    return Arrays.copyOf(buffer, size);
  }

  private CanonicalWriter room(int bytes) {
    if (buffer.length - size < bytes) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + bytes));
    }
    return this;
  }
}
