package org.reciprocalclubs.edge;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.codecs.auth.v1.GetKeysResponse;
import org.reciprocalclubs.codecs.auth.v1.Jwk;
import org.reciprocalclubs.kit.auth.TokenSettings;

/** Signs access tokens as the auth room does. */
final class TestTokens {
  static final TokenSettings SETTINGS = new TokenSettings("test", "test", Duration.ofSeconds(1), 1_000);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair pair;

  TestTokens() throws GeneralSecurityException {
    pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  GetKeysResponse published() {
    byte[] spki = pair.getPublic().getEncoded();
    byte[] raw = java.util.Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    return GetKeysResponse.newBuilder().addKeys(Jwk.newBuilder().setKty("OKP").setCrv("Ed25519")
        .setX(BASE64.encodeToString(raw)).setKid("k1").setAlg("EdDSA").setUse("sig")).build();
  }

  String person(UUID user, UUID club, Collection<String> permissions, String... roles) {
    return token(user, club, permissions, Instant.now().plusSeconds(300), roles);
  }

  String token(UUID user, UUID club, Collection<String> permissions, Instant expires, String... roles) {
    JsonObject claims = new JsonObject().put("iss", "test").put("aud", "test").put("sub", user.toString())
        .put("club", club.toString()).put("sid", user.toString()).put("knd", "PERSON")
        .put("roles", List.of(roles)).put("perms", List.copyOf(permissions))
        .put("iat", Instant.now().getEpochSecond() - 10).put("exp", expires.getEpochSecond());
    String text = part(new JsonObject().put("alg", "EdDSA").put("kid", "k1")) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }
}
