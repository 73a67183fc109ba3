package org.reciprocalclubs.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.reciprocalclubs.kit.auth.MovingClock;
import org.reciprocalclubs.kit.auth.TokenSettings;
import org.reciprocalclubs.kit.auth.Tokens;

/** Issues access tokens as the auth room does, ends sessions, and moves the clock by which tokens expire. */
final class TestTokens {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  final Set<UUID> ended = ConcurrentHashMap.newKeySet();
  private final KeyPair key;
  private final MovingClock clock = new MovingClock();

  TestTokens() {
    try {
      key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Tokens checked() {
    TokenSettings settings = new TokenSettings("test", "test", Duration.ZERO, 1_000);
    return new Tokens(settings, _ -> Future.succeededFuture(key.getPublic()), ended::contains, clock);
  }

  void move(Duration by) {
    clock.pass(by);
  }

  String member(UUID user, UUID club) {
    return token("PERSON", user, club, List.of("member"), List.of("member.self"));
  }

  String staff(UUID user, UUID club) {
    return token("PERSON", user, club, List.of("staff"),
        List.of("visit.create", "visit.read", "member.read", "agreement.read", "device.read"));
  }

  String kiosk(UUID device, UUID club) {
    return token("DEVICE", device, club, List.of(), List.of("visit.create", "visit.close", "visit.annul"));
  }

  /** Its session has the subject's id. */
  private String token(String kind, UUID subject, UUID club, List<String> roles, List<String> permissions) {
    Instant now = clock.instant();
    JsonObject claims = new JsonObject().put("sub", subject.toString()).put("club", club.toString())
        .put("sid", subject.toString()).put("knd", kind).put("roles", new JsonArray(roles))
        .put("perms", new JsonArray(permissions)).put("iat", now.getEpochSecond() - 5)
        .put("exp", now.getEpochSecond() + 900).put("iss", "test").put("aud", "test");
    String text = part(new JsonObject().put("alg", "EdDSA").put("kid", "k")) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key.getPrivate());
      signature.update(text.getBytes(UTF_8));
      return text + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(UTF_8));
  }
}
