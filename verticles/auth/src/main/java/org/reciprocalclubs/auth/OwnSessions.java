package org.reciprocalclubs.auth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.SessionTable;
import org.reciprocalclubs.codecs.auth.v1.EndMyOtherSessionsRequest;
import org.reciprocalclubs.codecs.auth.v1.EndMySessionRequest;
import org.reciprocalclubs.codecs.auth.v1.EndMySessionResponse;
import org.reciprocalclubs.codecs.auth.v1.EndSessionsResponse;
import org.reciprocalclubs.codecs.auth.v1.ListMySessionsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListSessionsResponse;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded.Cause;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/**
 * Where a person is signed in, as they see it themselves: in every club of theirs, each looked at on its own.
 * For virtual threads; thread-safe.
 */
final class OwnSessions {
  /** More than anybody reads; the ones used last. */
  static final int LISTED_MAX = 200;

  private final Store store;
  private final AuthSettings.Idle idle;

  OwnSessions(Store store, AuthSettings.Idle idle) {
    this.store = store;
    this.idle = idle;
  }

  ListSessionsResponse list(ListMySessionsRequest request) {
    Caller caller = SessionService.person();
    UUID me = caller.requireSubject();
    List<SessionTable.Running> all = new ArrayList<>();
    for (UUID club : clubs(caller)) {
      all.addAll(store.read(Scope.person(club, me), tx -> AccountTable.byId(tx, me)
          .map(account -> SessionTable.running(tx, me, idle.of(account), LISTED_MAX)).orElse(List.of())));
    }
    all.sort(Comparator.comparing(SessionTable.Running::usedAt).reversed());
    return AuthMapper.sessions(all.stream().limit(LISTED_MAX).toList(), caller.session());
  }

  EndMySessionResponse end(EndMySessionRequest request) {
    UUID session = Uuids.read("id", request.getId());
    Caller caller = SessionService.person();
    for (UUID club : clubs(caller)) {
      Optional<Boolean> ended = end(club, session, caller);
      if (ended.isPresent()) {
        return EndMySessionResponse.newBuilder().setEnded(ended.get()).build();
      }
    }
    throw none();
  }

  /** Empty where the person has no such session in that club. */
  private Optional<Boolean> end(UUID club, UUID session, Caller caller) {
    UUID me = caller.requireSubject();
    Cause cause = session.equals(caller.session()) ? Cause.LOGOUT : Cause.OWNER;
    return store.transact(Scope.person(club, me), tx -> SessionTable.isOf(tx, session, me)
        ? Optional.of(SessionEnds.one(tx, session, me, cause))
        : Optional.empty());
  }

  EndSessionsResponse endOthers(EndMyOtherSessionsRequest request) {
    Caller caller = SessionService.person();
    UUID me = caller.requireSubject();
    int ended = 0;
    for (UUID club : clubs(caller)) {
      ended += SessionEnds.all(store, Scope.person(club, me), me, caller.session(), Cause.OWNER);
    }
    return EndSessionsResponse.newBuilder().setEnded(ended).build();
  }

  private List<UUID> clubs(Caller caller) {
    Scope here = Scope.person(caller.requireClub(), caller.requireSubject());
    return store.read(here, SessionTable::ownClubs);
  }

  static Problem none() {
    return Problem.notFound("There is no such session").field("id");
  }
}
