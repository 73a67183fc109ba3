package org.reciprocalclubs.kit.auth;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * Checks access tokens: JWTs signed with ES256 or EdDSA (RFC 7519, 7515, 8037), and keys of programs, which
 * stand for such tokens.
 *
 * <p>A signature costs far more than a request, so a token that held is remembered by its hash until it
 * expires. Expiry and revocation of its session are looked at every time. Every failure is {@link Problem}
 * UNAUTHENTICATED; its code is {@code TOKEN_EXPIRED}, {@code SESSION_ENDED}, {@code CLUB_NOT_ACTIVE}, {@code
 * RIGHTS_CHANGED} or {@code TOKEN_INVALID}, or what the exchange of a key said. Thread-safe.
 */
public final class Tokens {
  private static final String BEARER = "bearer ";
  private static final int LONGEST_TOKEN = 8_192;
  /** A key that was withdrawn is believed this long at most. */
  private static final Duration KEY_LIFETIME = Duration.ofMinutes(5);

  private final TokenSettings settings;
  private final TokenKeys keys;
  private final KeyExchange exchange;
  private final Predicate<UUID> revoked;
  private final Clock clock;
  private final Remembered<TokenHash, Claims> verified;
  private final Remembered<String, PublicKey> known;

  /** A check of tokens where no program knocks: their keys are refused. */
  public Tokens(TokenSettings settings, TokenKeys keys, Predicate<UUID> revoked, Clock clock) {
    this(settings, keys, _ -> Future.failedFuture(invalid()), revoked, clock);
  }

  /**
   * A check of tokens, and of the keys of programs.
   *
   * @param exchange asked for each program once a minute
   * @param revoked true for a session or rights that have ended, or a suspended club; asked at every use, so
   *     it must be quick
   * @param clock the platform's time
   */
  public Tokens(TokenSettings settings, TokenKeys keys, KeyExchange exchange, Predicate<UUID> revoked,
      Clock clock) {
    Crypto.install();
    this.settings = settings;
    this.keys = keys;
    this.exchange = exchange;
    this.revoked = revoked;
    this.clock = clock;
    this.verified = new Remembered<>(settings.cached());
    this.known = new Remembered<>(settings.cached());
  }

  /** The caller that the token stands for. */
  public Future<Caller> verify(String token) {
    if (token.length() > LONGEST_TOKEN) {
      return Future.failedFuture(invalid());
    }
    TokenHash hash = TokenHash.of(token);
    Claims remembered = verified.get(hash, clock.instant());
    if (remembered != null) {
      return admit(remembered);
    }
    return token.startsWith(KeyExchange.PREFIX)
        ? exchange.token(token).compose(
            issued -> check(issued, hash, clock.instant().plus(KeyExchange.BELIEVED)))
        : check(token, hash, Instant.MAX);
  }

  /** @param until what was checked is remembered until then at most */
  private Future<Caller> check(String token, TokenHash hash, Instant until) {
    return Jwt.parse(token).<Future<Caller>>map(jwt -> check(jwt, hash, until))
        .orElseGet(() -> Future.failedFuture(invalid()));
  }

  /** The caller of an Authorization header's value; anonymous when there is none. */
  public Future<Caller> ofHeader(@Nullable String authorization) {
    if (authorization == null || authorization.isBlank()) {
      return Future.succeededFuture(Caller.ANONYMOUS);
    }
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Future.failedFuture(invalid());
    }
    return verify(authorization.substring(BEARER.length()).strip());
  }

  /**
   * The context of a gRPC call, from {@code authorization}, {@code correlation-id} and {@code
   * idempotency-key}.
   */
  public Future<CallContext> ofMetadata(MultiMap metadata) {
    return ofHeader(metadata.get("authorization")).map(caller -> {
      CallContext call = CallContext.of(caller);
      String correlation = metadata.get("correlation-id");
      return new CallContext(caller,
          correlation != null && plain(correlation) ? correlation : call.correlationId(),
          visible(metadata.get("idempotency-key")), null, metadata.get("traceparent"));
    });
  }

  private Future<Caller> check(Jwt jwt, TokenHash hash, Instant until) {
    return key(jwt.kid()).compose(key -> {
      if (!jwt.signedBy(key)) {
        return Future.failedFuture(invalid());
      }
      Claims claims = Claims.read(jwt.claims(), settings);
      if (claims == null || claims.issuedAt().isAfter(clock.instant().plus(settings.leeway()))) {
        return Future.failedFuture(invalid());
      }
      return admit(claims)
          .onSuccess(
              _ -> verified.put(hash, claims, earlier(claims.expiresAt().plus(settings.leeway()), until),
                  clock.instant()));
    });
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Future<PublicKey> key(String kid) {
    Instant now = clock.instant();
    PublicKey key = known.get(kid, now);
    if (key != null) {
      return Future.succeededFuture(key);
    }
    return keys.find(kid).onSuccess(found -> known.put(kid, found, now.plus(KEY_LIFETIME), now));
  }

  private Future<Caller> admit(Claims claims) {
    UUID session = claims.caller().session();
    if (!clock.instant().isBefore(claims.expiresAt().plus(settings.leeway()))) {
      return Future.failedFuture(unauthenticated("TOKEN_EXPIRED", "The token has expired"));
    }
    if (session != null && revoked.test(session)) {
      return Future.failedFuture(unauthenticated("SESSION_ENDED", "The session has ended"));
    }
    UUID club = claims.caller().club();
    if (club != null && revoked.test(club)) {
      return Future.failedFuture(unauthenticated("CLUB_NOT_ACTIVE",
          "The federation has suspended this club for the time being"));
    }
    if (!clock.instant().isBefore(claims.rightsEnd()) || claims.rights().stream().anyMatch(revoked)) {
      return Future
          .failedFuture(unauthenticated("RIGHTS_CHANGED", "The rights have changed: refresh the token"));
    }
    return Future.succeededFuture(claims.caller());
  }

  private static @Nullable String visible(@Nullable String key) {
    if (key == null) {
      return null;
    }
    if (!plain(key)) {
      throw Problem.validation("idempotency-key", "It must be 1 to 64 visible ASCII characters");
    }
    return key;
  }

  private static boolean plain(@Nullable String text) {
    return text != null && !text.isEmpty() && text.length() <= 64
        && text.chars().allMatch(c -> c > ' ' && c < 127);
  }

  private static Problem invalid() {
    return unauthenticated("TOKEN_INVALID", "The token does not hold");
  }

  private static Problem unauthenticated(String code, String detail) {
    return Problem.of(ErrorCode.UNAUTHENTICATED, code, detail);
  }
}
