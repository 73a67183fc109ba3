package org.reciprocalclubs.kit.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads a COSE_Sign1 from the standards alone (RFC 8949, RFC 9052), sharing no code with what writes it: a
 * list is a List, a map a Map, text a String, bytes a byte[], a number a Long.
 */
public final class CoseReading {
  private static final int SIGN1 = 0xd2;
  private static final byte[] ES256_WITH_KID = {(byte) 0xa2, 1, 0x26, 4, 0x48};

  private final ByteBuffer in;

  private CoseReading(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  /** The payload, once it is sure that the key with that id signed it. */
  public static Map<?, ?> verified(byte[] message, PublicKey key, byte[] kid)
      throws GeneralSecurityException {
    assertThat(message[0] & 0xff).as("tagged 18").isEqualTo(SIGN1);
    CoseReading reading = new CoseReading(message);
    reading.in.get();
    List<?> parts = (List<?>) reading.item();
    assertThat(reading.in.hasRemaining()).isFalse();
    assertThat(parts).hasSize(4);
    byte[] header = (byte[]) Objects.requireNonNull(parts.get(0));
    assertThat(header).isEqualTo(ByteBuffer.allocate(13).put(ES256_WITH_KID).put(kid).array());
    assertThat((Map<?, ?>) parts.get(1)).isEmpty();
    byte[] payload = (byte[]) Objects.requireNonNull(parts.get(2));

    Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
    check.initVerify(key);
    check.update((byte) 0x84);
    check.update((byte) 0x6a);
    check.update("Signature1".getBytes(StandardCharsets.US_ASCII));
    check.update(string(header));
    check.update((byte) 0x40);
    check.update(string(payload));
    assertThat(check.verify((byte[]) parts.get(3))).as("the signature").isTrue();
    return (Map<?, ?>) new CoseReading(payload).item();
  }

  private static byte[] string(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (bytes.length < 24) {
      out.write(0x40 | bytes.length);
    } else if (bytes.length < 256) {
      out.write(0x58);
      out.write(bytes.length);
    } else if (bytes.length < 65_536) {
      out.write(0x59);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) bytes.length).array());
    } else {
      out.write(0x5a);
      out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
    }
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private Object item() {
    int first = in.get() & 0xff;
    long count = argument(first & 0x1f);
    return switch (first >> 5) {
      case 0 -> count;
      case 2 -> bytes(count);
      case 3 -> new String(bytes(count), StandardCharsets.UTF_8);
      case 4 -> {
        List<Object> items = new ArrayList<>();
        for (long i = 0; i < count; i++) {
          items.add(item());
        }
        yield items;
      }
      case 5 -> {
        Map<Object, Object> fields = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
          Object key = item();
          fields.put(key, item());
        }
        yield fields;
      }
      default -> throw new AssertionError("No such item in our lists: " + first);
    };
  }

  private long argument(int info) {
    return switch (info) {
      case 24 -> in.get() & 0xffL;
      case 25 -> in.getShort() & 0xffffL;
      case 26 -> in.getInt() & 0xffff_ffffL;
      case 27 -> in.getLong();
      default -> info;
    };
  }

  private byte[] bytes(long count) {
    byte[] bytes = new byte[Math.toIntExact(count)];
    in.get(bytes);
    return bytes;
  }
}
