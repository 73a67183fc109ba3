package org.reciprocalclubs.auth;

import java.util.UUID;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.SessionTable;
import org.reciprocalclubs.codecs.auth.v1.EndSessionsResponse;
import org.reciprocalclubs.codecs.auth.v1.EndUserSessionsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListSessionsResponse;
import org.reciprocalclubs.codecs.auth.v1.ListUserSessionsRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded.Cause;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** The sessions of a club's logins, as its office sees and ends them. For virtual threads; thread-safe. */
final class OfficeSessions {
  private final Store store;
  private final AuthSettings.Idle idle;

  OfficeSessions(Store store, AuthSettings.Idle idle) {
    this.store = store;
    this.idle = idle;
  }

  ListSessionsResponse list(ListUserSessionsRequest request) {
    UUID user = Uuids.read("userId", request.getUserId());
    Caller caller = CallContext.current().caller();
    return store.read(Scope.club(caller.requireClub()), tx -> {
      Account account = login(tx, user);
      return AuthMapper.sessions(SessionTable.running(tx, account.id(), idle.of(account),
          OwnSessions.LISTED_MAX), caller.session());
    });
  }

  EndSessionsResponse end(EndUserSessionsRequest request) {
    UUID user = Uuids.read("userId", request.getUserId());
    Caller caller = CallContext.current().caller();
    Scope scope = Scope.club(caller.requireClub());
    Account account = store.read(scope, tx -> login(tx, user));
    if (!account.granted().stream().allMatch(caller::holds)) {
      throw Problem.of(ErrorCode.UNAUTHORIZED, "RIGHTS_EXCEED_YOURS",
          "Nobody ends the sessions of somebody who may do what they may not");
    }
    int ended = request.hasId()
        ? endOne(scope, Uuids.read("id", request.getId()), user)
        : SessionEnds.all(store, scope, user, null, Cause.OFFICE);
    return EndSessionsResponse.newBuilder().setEnded(ended).build();
  }

  private int endOne(Scope scope, UUID session, UUID user) {
    return store.transact(scope, tx -> {
      if (!SessionTable.isOf(tx, session, user)) {
        throw OwnSessions.none();
      }
      return SessionEnds.one(tx, session, user, Cause.OFFICE) ? 1 : 0;
    });
  }

  private static Account login(Tx tx, UUID user) {
    return AccountTable.byId(tx, user)
        .orElseThrow(() -> Problem.notFound("There is no such login").field("userId"));
  }
}
