package org.reciprocalclubs.auth.rules;

import org.jspecify.annotations.Nullable;

/** A device's public key as the members of a JWK: Ed25519 (kty OKP, no y) or P-256 (kty EC). Immutable. */
public record DeviceKey(String kty, String crv, String x, @Nullable String y) {

  public boolean isEd25519() {
    return kty.equals("OKP") && crv.equals("Ed25519");
  }

  public boolean isP256() {
    return kty.equals("EC") && crv.equals("P-256");
  }
}
