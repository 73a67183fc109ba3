package org.reciprocalclubs.kit.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Base64;
import java.util.Optional;

/** A JWT in its compact form, not yet believed. */
@SuppressWarnings("ArrayRecordComponent") // the signature is checked; no two tokens are ever compared
record Jwt(String algorithm, String kid, JsonObject claims, String signedText, byte[] signature) {
  private static final Base64.Decoder BASE64 = Base64.getUrlDecoder();

  /** The three parts of the token; empty if it is none that we would accept. */
  static Optional<Jwt> parse(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 1 || second < 0 || token.indexOf('.', second + 1) >= 0) {
      return Optional.empty();
    }
    try {
      JsonObject header = json(token.substring(0, first));
      String algorithm = header.getString("alg");
      String kid = header.getString("kid");
      if (algorithm == null || kid == null || header.containsKey("crit")) {
        return Optional.empty();
      }
      return Optional.of(new Jwt(algorithm, kid, json(token.substring(first + 1, second)),
          token.substring(0, second), BASE64.decode(token.substring(second + 1))));
    } catch (IllegalArgumentException | DecodeException | ClassCastException _) {
      return Optional.empty();
    }
  }

  /** True if that key made the signature; the key's kind must be the algorithm's (RFC 8725, 3.1). */
  boolean signedBy(PublicKey key) {
    boolean ec = key instanceof ECPublicKey && algorithm.equals("ES256");
    boolean ed = key instanceof EdECPublicKey && (algorithm.equals("EdDSA") || algorithm.equals("Ed25519"));
    if (!ec && !ed) {
      return false;
    }
    try {
      Signature check = Signature.getInstance(ec ? "SHA256withECDSAinP1363Format" : "Ed25519");
      check.initVerify(key);
      check.update(signedText.getBytes(US_ASCII));
      return check.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static JsonObject json(String part) {
    return new JsonObject(new String(BASE64.decode(part), UTF_8));
  }
}
