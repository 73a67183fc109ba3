package org.reciprocalclubs.kit.pass;

import java.nio.ByteBuffer;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.hash.Sha256;

/**
 * A key with which a club signs passes. Immutable.
 *
 * @param kid the key's id: the first 8 bytes of the SHA-256 of its compressed point, as one number
 * @param club whose members' passes it signs
 * @param key its public half
 * @param notBefore passes issued earlier are not its own
 * @param retiredAt passes issued later are not its own; null while in use. Passes issued before it was
 * retired        keep their thirty days; a key that leaked is removed from the trust list instead
 */
public record PassKey(long kid, UUID club, ECPublicKey key, Instant notBefore, @Nullable Instant retiredAt) {

  /** The key id of a compressed point. */
  public static long kidOf(byte[] compressedPoint) {
    return kid(Sha256.of(compressedPoint));
  }

  /** The first 8 bytes as one number. */
  public static long kid(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** A key id as the 8 bytes that travel. */
  public static byte[] bytes(long kid) {
    return ByteBuffer.allocate(Long.BYTES).putLong(kid).array();
  }

  /** Passes hold whole seconds: one issued in the second in which its key was made is the key's own. */
  boolean inUseAt(Instant at) {
    return !at.isBefore(notBefore.truncatedTo(ChronoUnit.SECONDS))
        && (retiredAt == null || !at.isAfter(retiredAt));
  }
}
