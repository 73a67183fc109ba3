package org.reciprocalclubs.auth;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.auth.keys.AccessTokens;
import org.reciprocalclubs.auth.keys.RefreshToken;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.Holdings;
import org.reciprocalclubs.auth.rules.Whereabouts;
import org.reciprocalclubs.auth.store.SessionTable;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.CallOrigin;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Tx;

/** Begins sessions and writes their pairs of tokens. Thread-safe. */
final class SessionPairs {
  private final AccessTokens tokens;
  private final AuthSettings settings;
  private final Clock clock;

  SessionPairs(AccessTokens tokens, AuthSettings settings, Clock clock) {
    this.tokens = tokens;
    this.settings = settings;
    this.clock = clock;
  }

  /** A new session of that login in the club that the transaction acts for. */
  AuthPayload begin(Tx tx, Account account) {
    UUID session = Ids.uuid7();
    RefreshToken refresh = RefreshToken.random(account.club());
    SessionTable.begin(tx, new SessionTable.Start(session, account.id(),
        tx.now().plus(settings.sessionLife()), whereabouts()), refresh.hash());
    return pair(account, session, refresh);
  }

  /** A fresh access token of a session, with that refresh token. */
  AuthPayload pair(Account account, UUID session, RefreshToken refresh) {
    AccessTokens.Bearer bearer = new AccessTokens.Bearer(Caller.Kind.PERSON, account.id(), account.club(),
        session,
        account.isActive() ? account.roleIds() : List.of(), account.permissions());
    Holdings holdings = account.holdings();
    AccessTokens.Issued issued = tokens.issue(bearer,
        new AccessTokens.Rights(holdings.named(), holdings.unchanged()), now());
    return AuthPayload.newBuilder().setToken(issued.token()).setRefreshToken(refresh.text())
        .setUser(AuthMapper.user(account)).setExpiresAt(AuthMapper.timestamp(issued.expiresAt())).build();
  }

  /** From where the request that is worked on came. */
  static Whereabouts whereabouts() {
    CallOrigin origin = CallContext.current().origin();
    return origin == null
        ? new Whereabouts(null, null)
        : Whereabouts.of(origin.address(), origin.program());
  }

  private Instant now() {
    return clock.instant();
  }
}
