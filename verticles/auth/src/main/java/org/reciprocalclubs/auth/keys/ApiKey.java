package org.reciprocalclubs.auth.keys;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.kit.auth.KeyExchange;

/**
 * The key of a program: the club whose row it is, 256 bits that nobody can guess, and a mark that only the
 * platform can make of them, so that what was made up costs no look into the tables. Only its hash is
 * stored. Immutable.
 */
public final class ApiKey {
  /** By which doors, and whoever searches for leaked secrets, know one. */
  private static final String PREFIX = KeyExchange.PREFIX;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int CLUB_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final int MARK_BYTES = 8;
  private static final int BYTES = CLUB_BYTES + SECRET_BYTES + MARK_BYTES;
  /** Base64 without padding. */
  private static final int CHARS = PREFIX.length() + (BYTES * 8 + 5) / 6;

  private final UUID club;
  private final byte[] content;

  private ApiKey(UUID club, byte[] content) {
    this.club = club;
    this.content = content;
  }

  /** A new key of that club. */
  static ApiKey random(UUID club) {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return new ApiKey(club, ByteBuffer.allocate(CLUB_BYTES + SECRET_BYTES)
        .putLong(club.getMostSignificantBits()).putLong(club.getLeastSignificantBits()).put(secret).array());
  }

  /** The key that somebody sent; empty when the platform did not make it. */
  static Optional<ApiKey> parse(String text, byte[] platformKey) {
    if (text.length() != CHARS || !text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
      ByteBuffer read = ByteBuffer.wrap(bytes);
      ApiKey key = new ApiKey(new UUID(read.getLong(), read.getLong()),
          Arrays.copyOf(bytes, CLUB_BYTES + SECRET_BYTES));
      boolean ours = MessageDigest.isEqual(key.mark(platformKey),
          Arrays.copyOfRange(bytes, CLUB_BYTES + SECRET_BYTES, BYTES));
      return ours ? Optional.of(key) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Where to look for it. */
  public UUID club() {
    return club;
  }

  /** What is stored. */
  byte[] hash(byte[] platformKey) {
    return RefreshToken.hmac(platformKey, content);
  }

  /** What the program keeps. */
  String text(byte[] platformKey) {
    byte[] bytes = Arrays.copyOf(content, BYTES);
    System.arraycopy(mark(platformKey), 0, bytes, CLUB_BYTES + SECRET_BYTES, MARK_BYTES);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Tells nothing of the hash: what is hashed for it has another length. */
  private byte[] mark(byte[] platformKey) {
    byte[] marked = Arrays.copyOf(content, content.length + 1);
    return Arrays.copyOf(RefreshToken.hmac(platformKey, marked), MARK_BYTES);
  }

  @Override
  public String toString() {
    return "ApiKey";
  }
}
