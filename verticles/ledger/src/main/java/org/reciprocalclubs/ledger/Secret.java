package org.reciprocalclubs.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What salts and a pseudonym are made of, by HMAC-SHA256 (RFC 2104): a salt of its own for each event, which
 * says nothing of the others, so that a receipt shows no more than what it proves. Immutable.
 */
final class Secret {
  /** Length in bytes. */
  static final int BYTES = 32;

  private static final int PSEUDONYM_BYTES = 16;
  private static final String MAC = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;
  private final String pseudonym;

  Secret(byte[] secret) {
    key = new SecretKeySpec(secret, MAC);
    byte[] whole = hmac(key, "visitor".getBytes(StandardCharsets.US_ASCII));
    pseudonym = Base64.getUrlEncoder().withoutPadding()
        .encodeToString(Arrays.copyOf(whole, PSEUDONYM_BYTES));
  }

  /** Bytes of a new one. */
  static byte[] fresh() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** The salt of an event's leaf, 32 bytes. */
  byte[] salt(UUID event) {
    return hmac(key, ByteBuffer.allocate(2 * Long.BYTES).putLong(event.getMostSignificantBits())
        .putLong(event.getLeastSignificantBits()).array());
  }

  /** How leaves call the member: 128 bits in Base64 for URLs. */
  String pseudonym() {
    return pseudonym;
  }

  /** HMAC-SHA256 under a salt. */
  static byte[] hmac(byte[] salt, byte[] message) {
    return hmac(new SecretKeySpec(salt, MAC), message);
  }

  private static byte[] hmac(SecretKeySpec key, byte[] message) {
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has HMAC-SHA256", impossible);
    }
  }
}
