package org.reciprocalclubs.auth.keys;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Proof;

/**
 * Writes access tokens: JWTs (RFC 7519, RFC 9068 in spirit) signed with Ed25519. They are read by kit's
 * Tokens on every node. Thread-safe.
 */
public final class AccessTokens {
  /** How long a token is good. */
  public static final Duration LIFE = Duration.ofMinutes(15);
  private final SigningKeys keys;
  private final String issuer;
  private final String audience;

  /** Tokens that say this issuer and this audience, as those who read them want it. */
  public AccessTokens(SigningKeys keys, String issuer, String audience) {
    this.keys = keys;
    this.issuer = issuer;
    this.audience = audience;
  }

  /**
   * Whom a token speaks for.
   *
   * @param kind PERSON or DEVICE
   * @param session ended with it; a device is its own session
   * @param proof what a person has proven in that session
   */
  public record Bearer(Caller.Kind kind, UUID subject, UUID club, UUID session, Collection<String> roles,
      Collection<String> permissions, Proof proof) {}

  /**
   * Which rights a token states, and for how long they are known to stay so.
   *
   * @param named whichever of these has ended, the token must not be honoured
   * @param unchanged null: until somebody changes them
   */
  public record Rights(Collection<UUID> named, @Nullable Duration unchanged) {
    /** Those of devices: they change only when the device is revoked. */
    public static final Rights FIXED = new Rights(List.of(), null);
  }

  /** A token and its end. */
  public record Issued(String token, Instant expiresAt) {}

  /** A token for that bearer, good from now on, and no longer than its rights are known to hold. */
  public Issued issue(Bearer bearer, Rights rights, Instant now) {
    Instant expires = Instant.ofEpochSecond(now.getEpochSecond()).plus(LIFE);
    Duration unchanged = rights.unchanged();
    Instant change = unchanged == null ? Instant.MAX : now.plus(unchanged);
    if (change.isBefore(expires)) {
      expires = Instant.ofEpochSecond(change.getEpochSecond());
    }
    JsonObject claims = new JsonObject().put("iss", issuer).put("aud", audience)
        .put("sub", bearer.subject().toString()).put("club", bearer.club().toString())
        .put("sid", bearer.session().toString()).put("knd", bearer.kind().name())
        .put("roles", array(bearer.roles())).put("perms", array(bearer.permissions()))
        .put("iat", now.getEpochSecond()).put("exp", expires.getEpochSecond());
    if (!rights.named().isEmpty()) {
      claims.put("rights", array(rights.named().stream().map(UUID::toString).toList()));
    }
    if (unchanged != null) {
      claims.put("rights_exp", change.toEpochMilli());
    }
    if (bearer.kind() == Caller.Kind.PERSON) {
      claims.put("amr", array(bearer.proof().factor() ? List.of("pwd", "mfa") : List.of("pwd")))
          .put("prf", bearer.proof().until().getEpochSecond());
    }
    if (bearer.proof().enrolling()) {
      claims.put("enr", true);
    }
    return new Issued(signed(claims), expires);
  }

  /** Makes the first signature, which loads what signing needs: not while a login's transaction is open. */
  public void prepare() {
    signed(new JsonObject());
  }

  private static JsonArray array(Collection<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  private String signed(JsonObject claims) {
    TokenKey key = keys.current();
    JsonObject header = new JsonObject().put("alg", "EdDSA").put("typ", "JWT").put("kid", key.kid());
    String message = base64(header.encode().getBytes(StandardCharsets.UTF_8)) + "."
        + base64(claims.encode().getBytes(StandardCharsets.UTF_8));
    return message + "." + base64(key.sign(message.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
