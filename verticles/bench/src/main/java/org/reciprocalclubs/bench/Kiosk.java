package org.reciprocalclubs.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * A kiosk as it is enrolled at a club: it has a key of its own and signs for its tokens (RFC 7523).
 *
 * @param club its place in {@link Federation}
 * @param device the id under which the club knows it
 */
record Kiosk(int club, String device, KeyPair keys) {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int COORDINATE_BYTES = 32;
  private static final int ASSERTION_SECONDS = 60;

  /** Makes a key and spends a code. */
  static Kiosk enrol(Door door, int club, String code) throws IOException, GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var keys = generator.generateKeyPair();
    var point = ((ECPublicKey) keys.getPublic()).getW();
    var key = new JsonObject().put("kty", "EC").put("crv", "P-256").put("x", coordinate(point.getAffineX()))
        .put("y", coordinate(point.getAffineY()));
    var answer = door.post("/devices", null, new JsonObject().put("code", code).put("publicKey", key));
    return new Kiosk(club, answer.getJsonObject("device").getString("id"), keys);
  }

  /** A token of a quarter of an hour. */
  String token(Door door) throws IOException, GeneralSecurityException {
    var now = Instant.now().getEpochSecond();
    var header = new JsonObject().put("alg", "ES256").put("typ", "JWT");
    var claims = new JsonObject().put("iss", device).put("sub", device).put("aud", "reciprocal-clubs")
        .put("jti", UUID.randomUUID().toString()).put("iat", now).put("exp", now + ASSERTION_SECONDS);
    var signed = part(header) + "." + part(claims);
    var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    var assertion = signed + "." + BASE64.encodeToString(signature.sign());
    return door.post("/devices/token", null, new JsonObject().put("assertion", assertion)).getString("token");
  }

  private static String part(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static String coordinate(BigInteger number) {
    var bytes = new byte[COORDINATE_BYTES];
    var raw = number.toByteArray();
    int from = Math.max(0, raw.length - COORDINATE_BYTES);
    System.arraycopy(raw, from, bytes, COORDINATE_BYTES - (raw.length - from), raw.length - from);
    return BASE64.encodeToString(bytes);
  }
}
