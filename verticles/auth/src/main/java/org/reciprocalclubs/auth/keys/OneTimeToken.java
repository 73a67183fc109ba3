package org.reciprocalclubs.auth.keys;

import java.util.Optional;
import java.util.UUID;

/**
 * A token that is good once: it goes out by mail, or to whoever has begun to sign in. Only its hash is
 * stored. Immutable.
 */
public final class OneTimeToken {
  private final ClubSecret secret;

  private OneTimeToken(ClubSecret secret) {
    this.secret = secret;
  }

  /** A new one. */
  public static OneTimeToken random(UUID club) {
    return new OneTimeToken(ClubSecret.random(club));
  }

  /** The token that somebody sent; empty when it has not the form of one. */
  public static Optional<OneTimeToken> parse(String text) {
    return ClubSecret.parse(text).map(OneTimeToken::new);
  }

  /** Where to look for it. */
  public UUID club() {
    return secret.club();
  }

  /** What is stored. */
  public byte[] hash() {
    return secret.hash();
  }

  /** What is handed out. */
  public String text() {
    return secret.text();
  }

  @Override
  public String toString() {
    return "OneTimeToken";
  }
}
