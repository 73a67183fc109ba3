package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Ids;

/** A kiosk: it makes its own key, enrols with a code, and checks visitors in over HTTP. */
final class Kiosk {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int COORDINATE_BYTES = 32;

  private final House house;
  private final KeyPair keys;
  private final String device;

  private Kiosk(House house, KeyPair keys, String device) {
    this.house = house;
    this.keys = keys;
    this.device = device;
  }

  static Kiosk enrol(House house, String code) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var keys = generator.generateKeyPair();
    var point = ((ECPublicKey) keys.getPublic()).getW();
    var key = new JsonObject().put("kty", "EC").put("crv", "P-256").put("x", coordinate(point.getAffineX()))
        .put("y", coordinate(point.getAffineY()));
    var answer = house.post("/api/v1/devices", null,
        new JsonObject().put("code", code).put("publicKey", key));
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
    return new Kiosk(house, keys, new JsonObject(answer.body()).getJsonObject("device").getString("id"));
  }

  /** The id under which the club knows it. */
  String device() {
    return device;
  }

  /** A token of a quarter of an hour, for an assertion. */
  String token() throws Exception {
    var answer = house.post("/api/v1/devices/token", null, new JsonObject().put("assertion", assertion()));
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
    return new JsonObject(answer.body()).getString("token");
  }

  /** Signed by the kiosk's own key, good once and for a minute (RFC 7523). */
  String assertion() throws Exception {
    var now = Instant.now().getEpochSecond();
    var header = new JsonObject().put("alg", "ES256").put("typ", "JWT");
    var claims = new JsonObject().put("iss", device).put("sub", device).put("aud", "reciprocal-clubs")
        .put("jti", UUID.randomUUID().toString()).put("iat", now).put("exp", now + 60);
    var signed = part(header) + "." + part(claims);
    var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + BASE64.encodeToString(signature.sign());
  }

  static JsonObject scan(String club, String number) {
    return new JsonObject().put("scanId", Ids.uuid7().toString())
        .put("member", new JsonObject().put("club", club).put("number", number));
  }

  HttpResponse<String> checkIn(String token, JsonObject scan) throws Exception {
    return house.post("/api/v1/check-ins", token, scan);
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
