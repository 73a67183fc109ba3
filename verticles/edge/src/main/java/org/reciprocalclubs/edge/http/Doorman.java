package org.reciprocalclubs.edge.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.CallOrigin;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.TrustedProxies;

/** Finds out who knocks, and whether too often. Thread-safe. */
public final class Doorman {
  private static final String AUTHORIZATION = "authorization";
  private static final String CLUB = "x-club-id";

  private final Tokens tokens;
  private final RateLimits limits;
  private final TrustedProxies proxies;

  /** @param proxies who are believed when they say who a client is */
  public Doorman(Tokens tokens, RateLimits limits, TrustedProxies proxies) {
    this.tokens = tokens;
    this.limits = limits;
    this.proxies = proxies;
  }

  /**
   * The call that the request makes. Fails with UNAUTHORIZED where X-Club-ID is not the token's club, and
   * with RATE_LIMITED.
   */
  public Future<Call> admit(HttpServerRequest request, String correlationId) {
    return identify(request.getHeader(AUTHORIZATION),
        new From(address(request), correlationId, request.headers()))
        .compose(call -> counted(request, call).map(_ -> call));
  }

  /** Says what is left, also to whoever is refused because nothing is. */
  private Future<?> counted(HttpServerRequest request, Call call) {
    return limits.count(call).compose(standing -> {
      standing.write(request.response()::putHeader);
      return standing.orRefused();
    });
  }

  /** Counts a request that asks for no token, by its address; fails with RATE_LIMITED. */
  public Future<Void> countOnly(HttpServerRequest request) {
    return counted(request, new Call(CallContext.of(Caller.ANONYMOUS), address(request), null)).mapEmpty();
  }

  /** Counts what somebody asks on a connection that is open; fails with RATE_LIMITED. */
  public Future<Void> count(Call call) {
    return limits.count(call).compose(RateLimits.Standing::orRefused).mapEmpty();
  }

  /**
   * Where a request comes from.
   *
   * @param headers for X-Club-ID and traceparent
   */
  public record From(String address, String correlationId, MultiMap headers) {}

  /**
   * The call of whoever holds that Authorization value; a token that does not hold becomes the call's
   * refusal.
   */
  public Future<Call> identify(@Nullable String authorization, From from) {
    return tokens.ofHeader(authorization).transform(verified -> {
      Problem refusal = null;
      if (verified.failed()) {
        refusal = verified.cause() instanceof Problem problem ? problem : Problem.internal(verified.cause());
      }
      Caller caller = verified.succeeded() ? verified.result() : Caller.ANONYMOUS;
      String club = from.headers().get(CLUB);
      if (club != null && refusal == null && caller.isAuthenticated() && !isClub(caller, club)) {
        return Future.failedFuture(Problem.unauthorized("X-Club-ID is not the club of the token"));
      }
      CallContext context = new CallContext(caller, from.correlationId(), null, null,
          from.headers().get("traceparent"));
      String program = from.headers().get("user-agent");
      CallOrigin origin = new CallOrigin(from.address(), program == null ? "" : program);
      return Future.succeededFuture(new Call(context.from(origin), from.address(), refusal));
    });
  }

  /** Where a connection that was opened comes from, with its headers. */
  public From from(@Nullable SocketAddress peer, MultiMap headers, String correlationId) {
    return new From(proxies.client(peer, headers), correlationId, headers);
  }

  private String address(HttpServerRequest request) {
    return proxies.client(request.remoteAddress(), request.headers());
  }

  private static boolean isClub(Caller caller, String club) {
    try {
      return UUID.fromString(club).equals(caller.club());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
