package org.reciprocalclubs.kit.pass;

import java.util.Arrays;
import java.util.Optional;

/** Bytes as the 45 characters of a QR code's alphanumeric mode (RFC 9285). Stateless. */
public final class Base45 {
  private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  private static final int BASE = 45;
  private static final byte[] VALUES = values();

  private Base45() {}

  /** Two bytes become three characters, a last single byte two. */
  public static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder((bytes.length + 1) / 2 * 3);
    for (int i = 0; i < bytes.length; i += 2) {
      boolean pair = i + 1 < bytes.length;
      int n = pair ? (bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff : bytes[i] & 0xff;
      text.append(ALPHABET.charAt(n % BASE)).append(ALPHABET.charAt(n / BASE % BASE));
      if (pair) {
        text.append(ALPHABET.charAt(n / BASE / BASE));
      }
    }
    return text.toString();
  }

  /**
   * The bytes; empty when the text is not Base45 (another character, a wrong length, a group over its range).
   */
  public static Optional<byte[]> decode(String text) {
    int length = text.length();
    if (length % 3 == 1) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length / 3 * 2 + length % 3 / 2];
    int out = 0;
    for (int i = 0; i < length; i += 3) {
      boolean pair = i + 2 < length;
      int a = value(text.charAt(i));
      int b = value(text.charAt(i + 1));
      int c = pair ? value(text.charAt(i + 2)) : 0;
      int n = a + b * BASE + c * BASE * BASE;
      if ((a | b | c) < 0 || n > (pair ? 0xffff : 0xff)) {
        return Optional.empty();
      }
      if (pair) {
        bytes[out++] = (byte) (n >> 8);
      }
      bytes[out++] = (byte) n;
    }
    return Optional.of(bytes);
  }

  private static int value(char c) {
    return c < VALUES.length ? VALUES[c] : -1;
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      values[ALPHABET.charAt(i)] = (byte) i;
    }
    return values;
  }
}
