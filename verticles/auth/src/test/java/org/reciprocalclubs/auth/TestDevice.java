package org.reciprocalclubs.auth;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.DeviceKey;
import org.reciprocalclubs.codecs.auth.v1.Jwk;

/** A device as its own software has it: a key pair that never leaves it, and assertions signed with it. */
public record TestDevice(KeyPair pair, DeviceKey key) {

  /** A device with a new key on P-256 or Ed25519. */
  public static TestDevice of(String curve) {
    try {
      if (curve.equals("Ed25519")) {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        String x = base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        return new TestDevice(pair, new DeviceKey("OKP", "Ed25519", x, null));
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      ECPublicKey key = (ECPublicKey) pair.getPublic();
      return new TestDevice(pair, new DeviceKey("EC", "P-256", coordinate(key.getW().getAffineX()),
          coordinate(key.getW().getAffineY())));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return base64(fixed);
  }

  /** The public key as the contract has it. */
  public Jwk jwk() {
    Jwk.Builder jwk = Jwk.newBuilder().setKty(key.kty()).setCrv(key.crv()).setX(key.x());
    @Nullable
    String y = key.y();
    return y == null ? jwk.build() : jwk.setY(y).build();
  }

  /** A fresh assertion, good for five minutes, after the change. */
  public String assertion(UUID id, Instant now, Consumer<JsonObject> change) {
    JsonObject claims = new JsonObject().put("iss", id.toString()).put("sub", id.toString())
        .put("aud", "reciprocal-clubs").put("jti", UUID.randomUUID().toString())
        .put("exp", now.getEpochSecond() + 300);
    change.accept(claims);
    boolean ed = key.isEd25519();
    String message = base64(bytes(new JsonObject().put("alg", ed ? "EdDSA" : "ES256").encode())) + "."
        + base64(bytes(claims.encode()));
    try {
      Signature signature = Signature.getInstance(ed ? "Ed25519" : "SHA256withECDSAinP1363Format");
      signature.initSign(pair.getPrivate());
      signature.update(bytes(message));
      return message + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
