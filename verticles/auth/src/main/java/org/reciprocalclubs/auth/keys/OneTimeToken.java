package org.reciprocalclubs.auth.keys;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A one-time token that goes out by mail, or to whoever has begun a login: the club whose row it is, and 256
 * bits that nobody can guess. Only its hash is stored. Immutable.
 */
public final class OneTimeToken {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final int CLUB_BYTES = 16;
  private static final int CHARS = 64;

  private final UUID club;
  private final byte[] secret;

  private OneTimeToken(UUID club, byte[] secret) {
    this.club = club;
    this.secret = secret;
  }

  /** A new one. */
  public static OneTimeToken random(UUID club) {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return new OneTimeToken(club, secret);
  }

  /** The token that somebody sent; empty when it has not the form of one. */
  public static Optional<OneTimeToken> parse(String text) {
    if (text.length() != CHARS) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      UUID club = new UUID(bytes.getLong(), bytes.getLong());
      byte[] secret = new byte[SECRET_BYTES];
      bytes.get(secret);
      return club.equals(new UUID(0, 0)) ? Optional.empty() : Optional.of(new OneTimeToken(club, secret));
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

  /** What is handed out. */
  public String text() {
    ByteBuffer bytes = ByteBuffer.allocate(CLUB_BYTES + SECRET_BYTES).putLong(club.getMostSignificantBits())
        .putLong(club.getLeastSignificantBits()).put(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  @Override
  public String toString() {
    return "OneTimeToken";
  }
}
