package org.reciprocalclubs.auth.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.reciprocalclubs.kit.hash.Sha256;

/**
 * An Ed25519 key that signs access tokens. Immutable, thread-safe.
 *
 * @param kid the RFC 7638 thumbprint, shortened
 * @param x the public part, as in a JWK (RFC 8037)
 * @param key the private part; never printed
 */
public record TokenKey(String kid, String x, PrivateKey key) {
  private static final int KID_BYTES = 12;

  /** A new key. */
  public static TokenKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      String x = PublicKeys.x((EdECPublicKey) pair.getPublic());
      return new TokenKey(kid(x), x, pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has Ed25519", e);
    }
  }

  /** The key that was stored. */
  public static TokenKey of(String kid, String x, byte[] pkcs8) {
    try {
      return new TokenKey(kid, x,
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A stored signing key cannot be read", e);
    }
  }

  private static String kid(String x) {
    byte[] thumbprint = Sha256.of(
        ("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}").getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(thumbprint, KID_BYTES));
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A signing key does not sign", e);
    }
  }

  @Override
  public String toString() {
    return "TokenKey[" + kid + "]";
  }
}
