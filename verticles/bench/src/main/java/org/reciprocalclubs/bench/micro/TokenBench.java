package org.reciprocalclubs.bench.micro;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.reciprocalclubs.kit.auth.TokenSettings;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.bus.Caller;

/**
 * Access tokens as doors check them: of more callers than are remembered, each used as often as a kiosk uses
 * one in its quarter of an hour, while thousands of sessions have ended; and beside that the signature of
 * one, checked with the key at hand and nothing else.
 */
@State(Scope.Thread)
public class TokenBench {
  /** A check-in each quarter of a minute. */
  public static final int USES = 60;
  private static final int CALLERS = 2_048;
  /** Fewer than callers, so that each comes back as one who is not known. */
  private static final int REMEMBERED = 1_024;
  private static final int ENDED = 10_000;
  private static final String ISSUER = "https://clubs.example";
  private static final String AUDIENCE = "clubs";
  private static final String KID = "bench";
  private static final String ALGORITHM = "Ed25519";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair pair = generate();
  private final Tokens tokens = new Tokens(
      new TokenSettings(ISSUER, AUDIENCE, Duration.ofSeconds(5), REMEMBERED),
      _ -> Future.succeededFuture(pair.getPublic()), ended()::contains, Clock.systemUTC());
  private final String[] headers = headers();
  private final byte[] message = headers[0].substring("Bearer ".length(), headers[0].lastIndexOf('.'))
      .getBytes(StandardCharsets.US_ASCII);
  private final byte[] signature = Base64.getUrlDecoder()
      .decode(headers[0].substring(headers[0].lastIndexOf('.') + 1));
  private int use;

  private static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has Ed25519", e);
    }
  }

  private static Set<UUID> ended() {
    Set<UUID> ended = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < ENDED; i++) {
      ended.add(UUID.randomUUID());
    }
    return ended;
  }

  private String[] headers() {
    var made = new String[CALLERS];
    for (int i = 0; i < CALLERS; i++) {
      made[i] = "Bearer " + token();
    }
    return made;
  }

  private String token() {
    long now = Instant.now().getEpochSecond();
    var header = new JsonObject().put("alg", "EdDSA").put("typ", "JWT").put("kid", KID);
    var claims = new JsonObject().put("iss", ISSUER).put("aud", AUDIENCE)
        .put("sub", UUID.randomUUID().toString()).put("club", UUID.randomUUID().toString())
        .put("sid", UUID.randomUUID().toString()).put("knd", Caller.Kind.DEVICE.name())
        .put("roles", new JsonArray())
        .put("perms", new JsonArray().add("visit.create").add("visit.close").add("visit.annul"))
        .put("iat", now).put("exp", now + Duration.ofMinutes(15).toSeconds());
    var signed = part(header) + "." + part(claims);
    return signed + "." + BASE64.encodeToString(signed(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private byte[] signed(byte[] text) {
    try {
      var signing = Signature.getInstance(ALGORITHM);
      signing.initSign(pair.getPrivate());
      signing.update(text);
      return signing.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has Ed25519", e);
    }
  }

  private static String part(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  /** One use: of {@value #USES} the first is checked whole. */
  @Benchmark
  public Caller check() {
    use = (use + 1) % (USES * CALLERS);
    return admitted(headers[use / USES]);
  }

  /** One use of a token that was never seen, or is forgotten. */
  @Benchmark
  public Caller checkUnknown() {
    use = (use + 1) % CALLERS;
    return admitted(headers[use]);
  }

  private Caller admitted(String header) {
    var caller = tokens.ofHeader(header);
    if (!caller.succeeded()) {
      throw new IllegalStateException("A token that holds was refused", caller.cause());
    }
    return caller.result();
  }

  /** What an unknown token costs at least. */
  @Benchmark
  public boolean bareVerification() throws GeneralSecurityException {
    var verifying = Signature.getInstance(ALGORITHM);
    verifying.initVerify(pair.getPublic());
    verifying.update(message);
    return verifying.verify(signature);
  }
}
