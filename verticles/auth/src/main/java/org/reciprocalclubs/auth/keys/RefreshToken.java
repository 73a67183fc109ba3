package org.reciprocalclubs.auth.keys;

import java.security.GeneralSecurityException;
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
  private final ClubSecret secret;

  private RefreshToken(ClubSecret secret) {
    this.secret = secret;
  }

  /** The first of a new family. */
  public static RefreshToken random(UUID club) {
    return new RefreshToken(ClubSecret.random(club));
  }

  /** The token that somebody sent; empty when it has not the form of one. */
  public static Optional<RefreshToken> parse(String text) {
    return ClubSecret.parse(text).map(RefreshToken::new);
  }

  /** Where to look for it. */
  public UUID club() {
    return secret.club();
  }

  /** What is stored. */
  public byte[] hash() {
    return secret.hash();
  }

  /** The token handed out when this one is spent. */
  public RefreshToken successor(byte[] key) {
    return new RefreshToken(new ClubSecret(secret.club(), secret.hmac(key)));
  }

  /** What the client keeps. */
  public String text() {
    return secret.text();
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
    return other instanceof RefreshToken token && secret.equals(token.secret);
  }

  @Override
  public int hashCode() {
    return secret.hashCode();
  }

  @Override
  public String toString() {
    return "RefreshToken";
  }
}
