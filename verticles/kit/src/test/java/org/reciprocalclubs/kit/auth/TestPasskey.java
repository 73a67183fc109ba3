package org.reciprocalclubs.kit.auth;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * One passkey, with the browser and the authenticator around it, as Web Authentication has them: without an
 * attestation, and able to say what an honest one would not. Not thread-safe.
 */
public final class TestPasskey {
  /** What it signs with. */
  public enum Algorithm {
    ES256(-7, "EC", "SHA256withECDSA"), EDDSA(-8, "Ed25519", "Ed25519"), RS256(-257, "RSA", "SHA256withRSA");

    final int cose;
    final String key;
    final String signature;

    Algorithm(int cose, String key, String signature) {
      this.cose = cose;
      this.key = key;
      this.signature = signature;
    }
  }

  private static final int PRESENT = 0x01;
  private static final int VERIFIED = 0x04;
  private static final int ATTESTED = 0x40;

  private final Algorithm algorithm;
  private final KeyPair keys;
  private final byte[] id = random(32);
  private byte[] handle = {};
  private String site = "";
  private String origin;
  private boolean verifies = true;
  private long counter;
  private boolean counts = true;

  /** A passkey that is still to be made, in a browser that shows pages of that origin. */
  public TestPasskey(String origin) {
    this(origin, Algorithm.ES256);
  }

  public TestPasskey(String origin, Algorithm algorithm) {
    this(origin, algorithm, 2_048);
  }

  private TestPasskey(String origin, Algorithm algorithm, int rsaBits) {
    this.origin = origin;
    this.algorithm = algorithm;
    keys = pair(algorithm, rsaBits);
  }

  /** One whose key is too short. */
  public static TestPasskey weak(String origin) {
    return new TestPasskey(origin, Algorithm.RS256, 1_024);
  }

  private static KeyPair pair(Algorithm algorithm, int rsaBits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.key);
      switch (algorithm) {
        case ES256 -> generator.initialize(new ECGenParameterSpec("secp256r1"));
        case RS256 -> generator.initialize(rsaBits);
        case EDDSA -> {
        }
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** From now on its browser shows pages of that origin. */
  public TestPasskey at(String other) {
    origin = other;
    return this;
  }

  /** From now on it believes that it is asked by that relying party. */
  public TestPasskey believing(String other) {
    site = other;
    return this;
  }

  /** From now on it asks for neither finger nor face. */
  public TestPasskey careless() {
    verifies = false;
    return this;
  }

  /** The next answer counts one more than that. */
  public TestPasskey counting(long from) {
    counter = from;
    return this;
  }

  /** From now on it says 0, as those do that are kept on several devices. */
  public TestPasskey uncounted() {
    counts = false;
    counter = 0;
    return this;
  }

  /** From now on it hands out that user handle. */
  public TestPasskey of(byte[] other) {
    handle = other.clone();
    return this;
  }

  /** The credential's id. */
  public String id() {
    return text(id);
  }

  public byte[] handle() {
    return handle.clone();
  }

  /** What ConfirmPasskey takes, but for the name. */
  public JsonObject made(JsonObject options) {
    site = site.isEmpty() ? options.getJsonObject("rp").getString("id") : site;
    handle = Base64.getUrlDecoder().decode(options.getJsonObject("user").getString("id"));
    byte[] key = publicKey();
    byte[] attested = ByteBuffer.allocate(16 + 2 + id.length + key.length).put(new byte[16])
        .putShort((short) id.length).put(id).put(key).array();
    byte[] says = concat(authenticatorData(ATTESTED), attested);
    byte[] attestation = concat(new byte[]{(byte) 0xa3}, string("fmt"), string("none"), string("attStmt"),
        new byte[]{(byte) 0xa0}, string("authData"), bytes(says));
    return new JsonObject().put("clientDataJson", text(clientData("webauthn.create", options)))
        .put("attestationObject", text(attestation));
  }

  /** What FinishPasskeyLogin and StepUp take. */
  public JsonObject used(JsonObject question) {
    byte[] client = clientData("webauthn.get", question);
    byte[] says = authenticatorData(0);
    return new JsonObject().put("id", id()).put("clientDataJson", text(client))
        .put("authenticatorData", text(says)).put("signature", text(sign(concat(says, sha256(client)))))
        .put("userHandle", text(handle));
  }

  private byte[] clientData(String type, JsonObject question) {
    return new JsonObject().put("type", type).put("challenge", question.getString("challenge"))
        .put("origin", origin).put("crossOrigin", false).encode().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] authenticatorData(int more) {
    counter += counts ? 1 : 0;
    return ByteBuffer.allocate(37).put(sha256(site.getBytes(StandardCharsets.UTF_8)))
        .put((byte) (PRESENT | (verifies ? VERIFIED : 0) | more)).putInt((int) counter).array();
  }

  private byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(algorithm.signature);
      signature.initSign(keys.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a COSE key (RFC 9053). */
  private byte[] publicKey() {
    return switch (keys.getPublic()) {
      case ECPublicKey ec -> concat(new byte[]{(byte) 0xa5, 1, 2, 3}, integer(algorithm.cose),
          new byte[]{0x20, 1, 0x21}, bytes(fixed(ec.getW().getAffineX(), 32)), new byte[]{0x22},
          bytes(fixed(ec.getW().getAffineY(), 32)));
      case RSAPublicKey rsa -> concat(new byte[]{(byte) 0xa4, 1, 3, 3}, integer(algorithm.cose),
          new byte[]{0x20}, bytes(fixed(rsa.getModulus(), 256)), new byte[]{0x21},
          bytes(fixed(rsa.getPublicExponent(), 3)));
      case EdECPublicKey ed -> concat(new byte[]{(byte) 0xa4, 1, 1, 3}, integer(algorithm.cose),
          new byte[]{0x20, 6, 0x21}, bytes(Arrays.copyOfRange(ed.getEncoded(), 12, 44)));
      default -> throw new IllegalStateException("There is no such key");
    };
  }

  private static byte[] fixed(BigInteger number, int length) {
    byte[] signed = number.toByteArray();
    byte[] fixed = new byte[length];
    int digits = Math.min(signed.length, length);
    System.arraycopy(signed, signed.length - digits, fixed, length - digits, digits);
    return fixed;
  }

  private static byte[] integer(int value) {
    return value >= 0 ? head(0, value) : head(1, -1 - value);
  }

  private static byte[] string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return concat(head(3, utf8.length), utf8);
  }

  private static byte[] bytes(byte[] value) {
    return concat(head(2, value.length), value);
  }

  /** The first bytes of an item of CBOR (RFC 8949, 3). */
  private static byte[] head(int major, int value) {
    if (value < 24) {
      return new byte[]{(byte) (major << 5 | value)};
    }
    return value < 256
        ? new byte[]{(byte) (major << 5 | 24), (byte) value}
        : new byte[]{(byte) (major << 5 | 25), (byte) (value >> 8), (byte) value};
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
