package org.reciprocalclubs.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.keys.AccessTokens;
import org.reciprocalclubs.auth.keys.RefreshToken;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.Holdings;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.SessionTable;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.CallOrigin;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Proof;
import org.reciprocalclubs.kit.bus.Whereabouts;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Tx;

/** Begins sessions, in clubs that take part, and writes their tokens. Thread-safe. */
final class SessionPairs {
  private final AccessTokens tokens;
  private final Duration life;
  private final Duration stepUpLife;
  private final boolean factorsRequired;
  private final Clock clock;

  /** @param factorsRequired whether who acts for a club must have a second factor */
  SessionPairs(AccessTokens tokens, AuthSettings settings, boolean factorsRequired, Clock clock) {
    this.tokens = tokens;
    this.life = settings.sessionLife();
    this.stepUpLife = settings.stepUpLife();
    this.factorsRequired = factorsRequired;
    this.clock = clock;
  }

  /** A new session in the transaction's club of a login that has just proven all that it has. */
  AuthPayload begin(Tx tx, Account account) {
    return begin(tx, account, clock.instant(), false);
  }

  /** The same for whom the club's provider knows: this session stays in that club. */
  AuthPayload beginOutside(Tx tx, Account account) {
    return begin(tx, account, clock.instant(), true);
  }

  /** A new session in the transaction's club that has proven what the caller's has. */
  AuthPayload beginLike(Tx tx, Account account, Caller caller) {
    Instant until = caller.proof().until();
    return begin(tx, account, until.equals(Instant.EPOCH) ? null : until.minus(stepUpLife), false);
  }

  private AuthPayload begin(Tx tx, Account account, @Nullable Instant provenAt, boolean outside) {
    SuspensionService.requireActive(tx, account.club(), ErrorCode.UNAUTHORIZED);
    UUID session = Ids.uuid7();
    RefreshToken refresh = RefreshToken.random(account.club());
    SessionTable.begin(tx, new SessionTable.Start(session, account.id(), tx.now().plus(life), whereabouts(),
        provenAt, outside), refresh.hash());
    return pair(account, session, refresh, provenAt);
  }

  /** A fresh access token of a session, with that refresh token. */
  AuthPayload pair(Account account, UUID session, RefreshToken refresh, @Nullable Instant provenAt) {
    AccessTokens.Issued issued = access(account, session, provenAt);
    return AuthPayload.newBuilder().setToken(issued.token()).setRefreshToken(refresh.text())
        .setUser(AuthMapper.user(account)).setExpiresAt(AuthMapper.timestamp(issued.expiresAt())).build();
  }

  /**
   * An access token of the caller's session, in which all that the login has was proven just now. The
   * transaction acts for the caller, in their club, from here on.
   *
   * @throws Problem UNAUTHENTICATED with the code SESSION_ENDED
   */
  AccessTokens.Issued proven(Tx tx, Caller caller) {
    UUID session = caller.session();
    Instant now = clock.instant();
    tx.as(Scope.person(caller.requireClub(), caller.requireSubject()));
    if (session == null || !SessionTable.prove(tx, session, now)) {
      throw sessionEnded();
    }
    Account account = AccountTable.byId(tx, caller.requireSubject())
        .orElseThrow(() -> Problem.notFound("There is no such login"));
    return access(account, session, now);
  }

  static Problem sessionEnded() {
    return Problem.of(ErrorCode.UNAUTHENTICATED, "SESSION_ENDED", "The session has ended");
  }

  /** Until when what was proven then counts as proven lately. */
  Instant provenUntil(Instant provenAt) {
    return provenAt.plus(stepUpLife);
  }

  /** Whether what the login holds in the club that looks asks for a second factor. */
  boolean asksForFactor(Account account) {
    return factorsRequired && account.isOfStaff();
  }

  /** The same where the caller is; the transaction acts for its owner at home, before and after. */
  boolean asksForFactorHere(Tx tx, Account own, Caller caller) {
    tx.as(Scope.person(caller.requireClub(), own.id()));
    boolean here = AccountTable.byId(tx, own.id()).filter(this::asksForFactor).isPresent();
    tx.as(Scope.person(own.home(), own.id()));
    return here;
  }

  private AccessTokens.Issued access(Account account, UUID session, @Nullable Instant provenAt) {
    Proof proof = new Proof(account.hasFactor(), provenAt == null ? Instant.EPOCH : provenUntil(provenAt),
        account.isActive() && !account.hasFactor() && asksForFactor(account));
    boolean open = account.isActive() && !proof.enrolling();
    AccessTokens.Bearer bearer = new AccessTokens.Bearer(Caller.Kind.PERSON, account.id(), account.club(),
        session, open ? account.roleIds() : List.of(), open ? account.permissions() : Set.of(), proof);
    Holdings holdings = account.holdings();
    return tokens.issue(bearer, new AccessTokens.Rights(holdings.named(), holdings.remaining()),
        clock.instant());
  }

  /** From where the request that is worked on came. */
  static Whereabouts whereabouts() {
    CallOrigin origin = CallContext.current().origin();
    return origin == null
        ? new Whereabouts(null, null)
        : Whereabouts.of(origin.address(), origin.program());
  }
}
