package org.reciprocalclubs.kit.auth;

import java.time.Duration;

/**
 * What access tokens must say.
 *
 * @param issuer the iss claim
 * @param audience the aud claim
 * @param leeway how far clocks may differ
 * @param cached how many verified tokens and keys are remembered, each until it expires
 */
public record TokenSettings(String issuer, String audience, Duration leeway, int cached) {
  public TokenSettings {
    if (issuer.isBlank()) {
      throw new IllegalArgumentException("issuer must be given");
    }
    if (audience.isBlank()) {
      throw new IllegalArgumentException("audience must be given");
    }
    if (leeway.isNegative() || leeway.toSeconds() > 60) {
      throw new IllegalArgumentException("leeway must be from 0s to 60s");
    }
    if (cached < 1 || cached > 10_000_000) {
      throw new IllegalArgumentException("cached must be from 1 to 10000000");
    }
  }
}
