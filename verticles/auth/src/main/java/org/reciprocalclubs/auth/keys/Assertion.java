package org.reciprocalclubs.auth.keys;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.DeviceKey;
import org.reciprocalclubs.kit.hash.Sha256;
import org.reciprocalclubs.kit.pass.P256;

/**
 * What a device shows for a token (RFC 7523): a JWT signed by its own key, with iss and sub its id, aud
 * {@value #AUDIENCE}, a jti, and exp at most five minutes ahead. Parsed here without trust; {@link #isGood}
 * decides.
 *
 * <pre>{@code
 * Assertion assertion = Assertion.parse(text).orElseThrow();
 * boolean good = assertion.isGood(keyOf(assertion.device()), Instant.now());
 * }</pre>
 */
public final class Assertion {
  public static final String AUDIENCE = "reciprocal-clubs";
  /** The latest exp, and how far a device's clock may be off. */
  public static final Duration LIFE_MAX = Duration.ofMinutes(5);
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final int CHARS_MAX = 4_096;
  private static final int JTI_CHARS_MAX = 128;

  private final String alg;
  private final JsonObject claims;
  private final UUID device;
  private final byte[] signed;
  private final byte[] signature;

  private Assertion(String alg, JsonObject claims, UUID device, byte[] signed, byte[] signature) {
    this.alg = alg;
    this.claims = claims;
    this.device = device;
    this.signed = signed;
    this.signature = signature;
  }

  /** Takes the text apart; empty when it is no JWT of a device. */
  public static Optional<Assertion> parse(String jwt) {
    String[] parts = jwt.split("\\.", -1);
    if (jwt.length() > CHARS_MAX || parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonObject header = json(parts[0]);
      JsonObject claims = json(parts[1]);
      if (header.getValue("alg") instanceof String alg && !header.containsKey("crit")
          && claims.getValue("sub") instanceof String sub && sub.equals(claims.getValue("iss"))) {
        return Optional.of(new Assertion(alg, claims, UUID.fromString(sub),
            (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
            Base64.getUrlDecoder().decode(parts[2])));
      }
      return Optional.empty();
    } catch (DecodeException | IllegalArgumentException | ClassCastException e) {
      return Optional.empty();
    }
  }

  private static JsonObject json(String part) {
    return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
  }

  /** Whose assertion it says it is. */
  public UUID device() {
    return device;
  }

  /** True when the device's key signed it, for us, with an end that is near and not past. */
  public boolean isGood(DeviceKey key, Instant now) {
    Instant exp = exp();
    boolean inTime = exp != null && exp.isAfter(now.minus(SKEW))
        && !exp.isAfter(now.plus(LIFE_MAX).plus(SKEW));
    boolean forUs = AUDIENCE.equals(claims.getValue("aud"));
    return inTime && forUs && jti() != null
        && PublicKeys.of(key).map(known -> isSignedBy(key, known)).orElse(false);
  }

  private boolean isSignedBy(DeviceKey key, PublicKey known) {
    if (key.isP256()) {
      return alg.equals("ES256") && P256.verify(known, signed, signature);
    }
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(known);
      ed25519.update(signed);
      return (alg.equals("EdDSA") || alg.equals("Ed25519")) && ed25519.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has Ed25519", e);
    }
  }

  private @Nullable Instant exp() {
    return claims.getValue("exp") instanceof Number exp ? Instant.ofEpochSecond(exp.longValue()) : null;
  }

  private @Nullable String jti() {
    return claims.getValue("jti") instanceof String jti && !jti.isBlank() && jti.length() <= JTI_CHARS_MAX
        ? jti
        : null;
  }

  /** Until when its jti must be remembered; only of one that is good. */
  public Instant rememberUntil() {
    Instant exp = exp();
    return (exp == null ? Instant.EPOCH : exp).plus(SKEW);
  }

  /** The jti, hashed; only of one that is good. */
  public byte[] jtiHash() {
    String jti = jti();
    return Sha256.of((jti == null ? "" : jti).getBytes(StandardCharsets.UTF_8));
  }
}
