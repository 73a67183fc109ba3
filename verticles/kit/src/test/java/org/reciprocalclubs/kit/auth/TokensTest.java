package org.reciprocalclubs.kit.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Proof;

final class TokensTest {
  private static final UUID USER = UUID.fromString("019a0000-0000-7000-8000-000000000001");
  private static final UUID CLUB = UUID.fromString("019a0000-0000-7000-8000-000000000002");
  private static final UUID SESSION = UUID.fromString("019a0000-0000-7000-8000-000000000003");
  private static final Instant NOW = Instant.parse("2026-06-16T18:20:11Z");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** A clock that the test moves. */
  private static final class Hand extends Clock {
    private Instant now = NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final Hand clock = new Hand();
  private final Set<UUID> revoked = new HashSet<>();
  private final AtomicInteger lookups = new AtomicInteger();
  private final KeyPair ed = key("Ed25519");
  private final KeyPair ec = key("EC");
  private final Tokens tokens = new Tokens(
      new TokenSettings("reciprocal-clubs", "reciprocal-clubs", Duration.ofSeconds(5), 100), kid -> {
        lookups.incrementAndGet();
        KeyPair key = Map.of("ed", ed, "ec", ec).get(kid);
        return key == null
            ? Future.failedFuture(Problem.unauthenticated("No such key"))
            : Future.succeededFuture(key.getPublic());
      }, revoked::contains, clock);

  @Test
  void aTokenStandsForItsCaller() {
    for (String token : new String[]{sign("EdDSA", "ed", claims()), sign("ES256", "ec", claims())}) {
      assertThat(tokens.ofHeader("Bearer " + token).await())
          .isEqualTo(new Caller(Caller.Kind.PERSON, USER, CLUB, null,
              SESSION, Set.of("visit.create"), Set.of("STAFF")));
    }
    assertThat(tokens.ofHeader(null).await()).isEqualTo(Caller.ANONYMOUS);
  }

  @Test
  void aTokenSaysWhatItsSessionHasProven() {
    JsonObject strong = claims().put("amr", new JsonArray().add("pwd").add("mfa"))
        .put("prf", NOW.plusSeconds(600).getEpochSecond());
    assertThat(tokens.verify(sign("EdDSA", "ed", strong)).await().proof())
        .isEqualTo(new Proof(true, NOW.plusSeconds(600), false));
    JsonObject weak = claims().put("amr", new JsonArray().add("pwd")).put("enr", true);
    assertThat(tokens.verify(sign("EdDSA", "ed", weak)).await().proof())
        .isEqualTo(new Proof(false, Instant.EPOCH, true));
    assertThat(tokens.verify(sign("EdDSA", "ed", claims())).await().proof()).isEqualTo(Proof.NONE);
    for (JsonObject bad : new JsonObject[]{claims().put("amr", "mfa"), claims().put("prf", "soon"),
        claims().put("enr", 1), strong.copy().put("enr", true)}) {
      assertRefused(sign("EdDSA", "ed", bad), "TOKEN_INVALID");
    }
  }

  @Test
  void aVerifiedTokenAndItsKeyAreRemembered() {
    String token = sign("EdDSA", "ed", claims());
    assertThat(tokens.verify(token).await()).isSameAs(tokens.verify(token).await());
    tokens.verify(sign("EdDSA", "ed", claims().put("mid", USER.toString()))).await();
    assertThat(lookups).hasValue(1);
  }

  @Test
  void anExpiredTokenIsRefusedAlsoWhenRemembered() {
    String token = sign("EdDSA", "ed", claims());
    tokens.verify(token).await();
    clock.now = NOW.plusSeconds(904);
    tokens.verify(token).await();
    clock.now = NOW.plusSeconds(905);
    assertRefused(token, "TOKEN_EXPIRED");
  }

  @Test
  void anEndedSessionIsRefusedAtOnce() {
    String token = sign("EdDSA", "ed", claims());
    tokens.verify(token).await();
    revoked.add(SESSION);
    assertRefused(token, "SESSION_ENDED");
  }

  @Test
  void aTokenWhoseRightsHaveChangedOrAreOverIsRefusedAtOnceToTheMillisecond() {
    UUID login = UUID.randomUUID();
    UUID role = UUID.randomUUID();
    JsonObject claims = claims().put("rights", new JsonArray().add(login.toString()).add(role.toString()));
    String token = sign("EdDSA", "ed", claims);
    tokens.verify(token).await();
    revoked.add(role);
    assertRefused(token, "RIGHTS_CHANGED");
    revoked.clear();
    tokens.verify(token).await();
    revoked.add(login);
    assertRefused(token, "RIGHTS_CHANGED");
    String brief = sign("EdDSA", "ed", claims().put("rights_exp", NOW.plusMillis(1_500).toEpochMilli()));
    clock.now = NOW.plusMillis(1_499);
    tokens.verify(brief).await();
    clock.now = NOW.plusMillis(1_500);
    assertRefused(brief, "RIGHTS_CHANGED");
    assertRefused(sign("EdDSA", "ed", claims().put("rights", new JsonArray().add("x"))), "TOKEN_INVALID");
  }

  @Test
  void whatIsForgedOrMeantForOthersIsRefused() {
    String good = sign("EdDSA", "ed", claims());
    String[] parts = good.split("\\.", -1);
    assertRefused(good.substring(0, good.length() - 3) + "AAA", "TOKEN_INVALID");
    assertRefused(parts[0] + "." + part(claims().put("perms", new JsonArray().add("agreement.approve"))) + "."
        + parts[2], "TOKEN_INVALID");
    assertRefused(part(new JsonObject().put("alg", "none").put("kid", "ed")) + "." + parts[1] + ".",
        "TOKEN_INVALID");
    assertRefused(sign("ES256", "ed", claims()), "TOKEN_INVALID");
    assertRefused(sign("EdDSA", "ec", claims()), "TOKEN_INVALID");
    assertRefused(sign("EdDSA", "ed", claims().put("iss", "elsewhere")), "TOKEN_INVALID");
    assertRefused(sign("EdDSA", "ed", claims().put("aud", "elsewhere")), "TOKEN_INVALID");
    assertRefused(sign("EdDSA", "ed", claims().put("knd", "SYSTEM")), "TOKEN_INVALID");
    assertRefused(sign("EdDSA", "ed", claims().put("iat", NOW.plusSeconds(60).getEpochSecond())),
        "TOKEN_INVALID");
    assertRefused("a.b", "TOKEN_INVALID");
    assertRefused("x".repeat(9_000), "TOKEN_INVALID");
    assertThatThrownBy(() -> tokens.ofHeader("Basic abc").await()).isInstanceOf(Problem.class);
  }

  private void assertRefused(String token, String code) {
    assertThatThrownBy(() -> tokens.verify(token).await()).isInstanceOfSatisfying(Problem.class, problem -> {
      assertThat(problem.kind()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(problem.code()).isEqualTo(code);
    });
  }

  private static JsonObject claims() {
    return new JsonObject().put("sub", USER.toString()).put("club", CLUB.toString())
        .put("sid", SESSION.toString())
        .put("knd", "PERSON").put("roles", new JsonArray().add("STAFF"))
        .put("perms", new JsonArray().add("visit.create")).put("iat", NOW.getEpochSecond())
        .put("exp", NOW.plusSeconds(900).getEpochSecond()).put("iss", "reciprocal-clubs")
        .put("aud", new JsonArray().add("reciprocal-clubs"));
  }

  private String sign(String algorithm, String kid, JsonObject claims) {
    try {
      String text = part(new JsonObject().put("alg", algorithm).put("kid", kid)) + "." + part(claims);
      Signature signature = Signature
          .getInstance(kid.equals("ed") ? "Ed25519" : "SHA256withECDSAinP1363Format");
      signature.initSign(kid.equals("ed") ? ed.getPrivate() : ec.getPrivate());
      signature.update(text.getBytes(UTF_8));
      return text + "." + BASE64.encodeToString(signature.sign());
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(UTF_8));
  }

  private static KeyPair key(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
