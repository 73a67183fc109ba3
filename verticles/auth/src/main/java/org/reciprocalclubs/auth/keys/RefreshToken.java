package org.reciprocalclubs.auth.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A refresh token: the club whose row it is, and 256 bits that nobody can guess. Only its hash is stored.
 * Each token's successor is an HMAC of it under the platform's key, so that the same spent token always
 * leads to the same successor and two refreshes at once agree; without the key a thief of one token learns
 * no other. Immutable.
 */
public final class RefreshToken {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final int CLUB_BYTES = 16;
  private static final int CHARS = 64;

  private final UUID club;
  private final byte[] secret;

  private RefreshToken(UUID club, byte[] secret) {
    this.club = club;
    this.secret = secret;
  }

  /** The first of a new family. */
  public static RefreshToken random(UUID club) {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return new RefreshToken(club, secret);
  }

  /** The token that somebody sent; empty when it has not the form of one. */
  public static Optional<RefreshToken> parse(String text) {
    if (text.length() != CHARS) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      UUID club = new UUID(bytes.getLong(), bytes.getLong());
      byte[] secret = new byte[SECRET_BYTES];
      bytes.get(secret);
      return club.equals(new UUID(0, 0)) ? Optional.empty() : Optional.of(new RefreshToken(club, secret));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Where to look for it. */
  public UUID club() {
    return club;
  }

  /** What is stored. */
  public byte[] hash() {
    return PublicKeys.sha256(secret);
  }

  /** The token handed out when this one is spent. */
  public RefreshToken successor(byte[] key) {
    return new RefreshToken(club, hmac(key, secret));
  }

  /** What the client keeps. */
  public String text() {
    ByteBuffer bytes = ByteBuffer.allocate(CLUB_BYTES + SECRET_BYTES).putLong(club.getMostSignificantBits())
        .putLong(club.getLeastSignificantBits()).put(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** HMAC-SHA-256. */
  static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HMAC-SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RefreshToken token && club.equals(token.club)
        && Arrays.equals(secret, token.secret);
  }

  @Override
  public int hashCode() {
    return 31 * club.hashCode() + Arrays.hashCode(secret);
  }

  @Override
  public String toString() {
    return "RefreshToken";
  }
}
