package org.reciprocalclubs.auth;

import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.auth.keys.HashKeys;
import org.reciprocalclubs.auth.keys.RefreshToken;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.SessionTable;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.GetMeRequest;
import org.reciprocalclubs.codecs.auth.v1.LogoutRequest;
import org.reciprocalclubs.codecs.auth.v1.LogoutResponse;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded.Cause;
import org.reciprocalclubs.codecs.auth.v1.SwitchClubRequest;
import org.reciprocalclubs.codecs.auth.v1.User;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** What a session does after it has begun: refresh, switch club, end. For virtual threads; thread-safe. */
final class SessionService {
  private final Store store;
  private final HashKeys hashKeys;
  private final SessionPairs pairs;
  private final AuthSettings settings;

  SessionService(Store store, HashKeys hashKeys, SessionPairs pairs, AuthSettings settings) {
    this.store = store;
    this.hashKeys = hashKeys;
    this.pairs = pairs;
    this.settings = settings;
  }

  /**
   * A spent token leads to its successor for a few seconds more, as long as that one is good: two refreshes
   * at once, or an answer that got lost, harm nobody. Later it is taken for stolen, and the whole family
   * ends.
   */
  AuthPayload refresh(RefreshTokenRequest request) {
    RefreshToken token = RefreshToken.parse(request.getRefreshToken())
        .orElseThrow(SessionService::invalidRefreshToken);
    return store.transact(Scope.club(token.club()), tx -> exchange(tx, token))
        .orElseThrow(SessionService::invalidRefreshToken);
  }

  private Optional<AuthPayload> exchange(Tx tx, RefreshToken token) {
    SessionTable.Found found = SessionTable.find(tx, token.hash()).orElse(null);
    if (found == null || found.ended() || !tx.now().isBefore(found.expiresAt())) {
      return Optional.empty();
    }
    Account account = AccountTable.byId(tx, found.account()).orElse(null);
    if (account == null || !account.isActive() && !account.isPending()) {
      SessionEnds.one(tx, found.session(), found.account(), Cause.SUSPENDED);
      return Optional.empty();
    }
    if (tx.now().isAfter(found.usedAt().plus(settings.sessionIdle().of(account)))) {
      SessionEnds.one(tx, found.session(), found.account(), Cause.IDLE);
      return Optional.empty();
    }
    SuspensionService.requireActive(tx, token.club(), ErrorCode.UNAUTHORIZED);
    RefreshToken successor = hashKeys.successor(token);
    if (found.spentAt() == null) {
      SessionTable.spend(tx, found.session(), token.hash(), SessionPairs.whereabouts());
      SessionTable.addToken(tx, found.session(), successor.hash());
    } else if (tx.now().isAfter(found.spentAt().plus(settings.refreshGrace()))
        || !SessionTable.isGood(tx, successor.hash())) {
      SessionEnds.one(tx, found.session(), found.account(), Cause.REUSE);
      return Optional.empty();
    }
    return Optional.of(pairs.pair(account, found.session(), successor, found.provenAt()));
  }

  private static Problem invalidRefreshToken() {
    return Problem.of(ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID", "Sign in again");
  }

  LogoutResponse logout(LogoutRequest request) {
    Caller caller = person();
    UUID session = caller.session();
    if (session == null) {
      return LogoutResponse.getDefaultInstance();
    }
    UUID subject = caller.requireSubject();
    boolean ended = store.transact(Scope.person(caller.requireClub(), subject),
        tx -> SessionEnds.one(tx, session, subject, Cause.LOGOUT));
    return LogoutResponse.newBuilder().setEnded(ended).build();
  }

  /** The session that asks ends: whoever has its tokens is not signed in in two clubs. */
  AuthPayload switchClub(SwitchClubRequest request) {
    UUID club = Uuids.read("clubId", request.getClubId());
    Caller caller = person();
    UUID subject = caller.requireSubject();
    return store.transact(Scope.person(caller.requireClub(), subject), tx -> {
      checkNotOutside(tx, caller);
      leave(tx, caller);
      tx.as(Scope.club(club));
      Account account = AccountTable.byId(tx, subject).filter(each -> !each.roleIds().isEmpty())
          .orElseThrow(() -> Problem.notFound("You hold no role in such a club"));
      if (!account.isActive()) {
        throw LoginService.notActive();
      }
      return pairs.beginLike(tx, account, caller);
    });
  }

  private static void leave(Tx tx, Caller caller) {
    UUID session = caller.session();
    if (session == null || !SessionEnds.one(tx, session, caller.requireSubject(), Cause.SWITCHED)) {
      throw SessionPairs.sessionEnded();
    }
  }

  /** One club's provider says who somebody is in that club, and in no other. */
  private static void checkNotOutside(Tx tx, Caller caller) {
    UUID session = caller.session();
    if (session != null && SessionTable.isOutside(tx, session)) {
      throw Problem.of(ErrorCode.UNAUTHORIZED, "OUTSIDE_SESSION",
          "Sign in with your password for another club: this club's provider has no say there");
    }
  }

  User me(GetMeRequest request) {
    Caller caller = person();
    Scope scope = Scope.person(caller.requireClub(), caller.requireSubject());
    return store.read(scope, tx -> AccountTable.byId(tx, caller.requireSubject()).map(AuthMapper::user)
        .orElseThrow(() -> Problem.notFound("There is no such login")));
  }

  /** Who asks, unless it is a device or nobody known. */
  static Caller person() {
    Caller caller = CallContext.current().caller();
    if (caller.kind() != Caller.Kind.PERSON) {
      throw Problem.unauthorized("Only a person has a login");
    }
    return caller;
  }
}
