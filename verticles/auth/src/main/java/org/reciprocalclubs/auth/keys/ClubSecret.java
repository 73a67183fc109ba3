package org.reciprocalclubs.auth.keys;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.kit.hash.Sha256;

/**
 * What tokens are made of whose hash alone is stored: the club whose row it is, and 256 bits that nobody can
 * guess. Immutable.
 */
final class ClubSecret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final int CLUB_BYTES = 16;
  private static final int CHARS = 64;

  private final UUID club;
  private final byte[] secret;

  /** @param secret 32 bytes */
  ClubSecret(UUID club, byte[] secret) {
    this.club = club;
    this.secret = secret;
  }

  static ClubSecret random(UUID club) {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return new ClubSecret(club, secret);
  }

  /** What somebody sent; empty when it has not the form of one. */
  static Optional<ClubSecret> parse(String text) {
    if (text.length() != CHARS) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      UUID club = new UUID(bytes.getLong(), bytes.getLong());
      byte[] secret = new byte[SECRET_BYTES];
      bytes.get(secret);
      return club.equals(new UUID(0, 0)) ? Optional.empty() : Optional.of(new ClubSecret(club, secret));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  UUID club() {
    return club;
  }

  byte[] hash() {
    return Sha256.of(secret);
  }

  /** HMAC-SHA-256 of the secret. */
  byte[] hmac(byte[] key) {
    return RefreshToken.hmac(key, secret);
  }

  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(CLUB_BYTES + SECRET_BYTES).putLong(club.getMostSignificantBits())
        .putLong(club.getLeastSignificantBits()).put(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClubSecret same && club.equals(same.club) && Arrays.equals(secret, same.secret);
  }

  @Override
  public int hashCode() {
    return 31 * club.hashCode() + Arrays.hashCode(secret);
  }

  @Override
  public String toString() {
    return "ClubSecret";
  }
}
