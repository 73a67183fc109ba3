package org.reciprocalclubs.auth.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.reciprocalclubs.auth.rules.DeviceKey;
import org.reciprocalclubs.kit.pass.P256;

/** Public keys between their JWK form (RFC 7517, RFC 8037) and the JDK's. Thread-safe. */
public final class PublicKeys {
  private static final int COORDINATE_BYTES = 32;

  private PublicKeys() {}

  /** True when this is a key that a signature can be checked with. */
  public static boolean isUsable(DeviceKey key) {
    return of(key).isPresent();
  }

  /** The key; empty when the members are no Ed25519 key and no point of P-256. */
  static Optional<PublicKey> of(DeviceKey key) {
    Optional<byte[]> x = bytes(key.x());
    Optional<byte[]> y = key.y() == null ? Optional.empty() : bytes(key.y());
    if (key.isEd25519()) {
      return y.isEmpty() && key.y() == null ? x.flatMap(PublicKeys::ed25519) : Optional.empty();
    }
    return key.isP256() ? x.flatMap(ax -> y.flatMap(ay -> p256(ax, ay))) : Optional.empty();
  }

  private static Optional<PublicKey> p256(byte[] x, byte[] y) {
    byte[] point = new byte[P256.UNCOMPRESSED_BYTES];
    point[0] = 4;
    System.arraycopy(x, 0, point, 1, COORDINATE_BYTES);
    System.arraycopy(y, 0, point, 1 + COORDINATE_BYTES, COORDINATE_BYTES);
    return P256.publicKey(point).map(key -> key);
  }

  /** Little-endian y, the top bit the sign of x (RFC 8032, section 5.1.2). */
  private static Optional<PublicKey> ed25519(byte[] encoded) {
    byte[] bytes = reversed(encoded);
    boolean odd = (bytes[0] & 0x80) != 0;
    bytes[0] &= 0x7F;
    try {
      return Optional.of(KeyFactory.getInstance("Ed25519").generatePublic(
          new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bytes)))));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** The member x of an Ed25519 key. */
  static String x(EdECPublicKey key) {
    byte[] y = key.getPoint().getY().toByteArray();
    byte[] bytes = new byte[COORDINATE_BYTES];
    int length = Math.min(y.length, COORDINATE_BYTES);
    System.arraycopy(y, y.length - length, bytes, COORDINATE_BYTES - length, length);
    if (key.getPoint().isXOdd()) {
      bytes[0] |= (byte) 0x80;
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(reversed(bytes));
  }

  private static Optional<byte[]> bytes(String base64Url) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(base64Url);
      return bytes.length == COORDINATE_BYTES ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = Arrays.copyOf(bytes, bytes.length);
    for (int i = 0; i < bytes.length / 2; i++) {
      byte kept = reversed[i];
      reversed[i] = reversed[bytes.length - 1 - i];
      reversed[bytes.length - 1 - i] = kept;
    }
    return reversed;
  }
}
