package org.reciprocalclubs.auth;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.store.SessionTable;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.store.Appended;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Ends sessions: the row, so that no refresh token of theirs is good, and the event, by which every door of
 * every node learns that no access token is, and closes what is open.
 */
final class SessionEnds {
  /** What one transaction ends; more are ended by the next. */
  private static final int AT_ONCE = 500;

  private SessionEnds() {}

  /** Ends a session in the club that the transaction acts for; false when it runs no more. */
  static boolean one(Tx tx, UUID session, UUID account, SessionEnded.Cause cause) {
    if (!SessionTable.end(tx, session, cause.name())) {
      return false;
    }
    tell(tx, List.of(session), account, cause);
    return true;
  }

  /**
   * Ends all of an account in the scope's club, in transactions of a bounded size; asked again after a
   * failure it goes on.
   *
   * @param spared stays; null where none does
   * @return how many ran until now
   */
  static int all(Store store, Scope scope, UUID account, @Nullable UUID spared, SessionEnded.Cause cause) {
    int all = 0;
    int now;
    do {
      now = store.transact(scope, tx -> some(tx, account, spared, cause));
      all += now;
    } while (now == AT_ONCE);
    return all;
  }

  /** Ends all of an account in the transaction's club, with whatever else that transaction does. */
  static void allWithin(Tx tx, UUID account, @Nullable UUID spared, SessionEnded.Cause cause) {
    int now;
    do {
      now = some(tx, account, spared, cause);
    } while (now == AT_ONCE);
  }

  /** The same in every club; the transaction acts for the account's owner, afterwards wherever it came to. */
  static void everywhere(Tx tx, UUID account, @Nullable UUID spared, SessionEnded.Cause cause) {
    for (UUID club : SessionTable.ownClubs(tx)) {
      tx.as(Scope.person(club, account));
      allWithin(tx, account, spared, cause);
    }
  }

  /** Ends all in the transaction's club that began at the club's provider. */
  static void outside(Tx tx) {
    List<SessionTable.Of> ended;
    do {
      ended = SessionTable.endOutside(tx, SessionEnded.Cause.PROVIDER.name(), AT_ONCE);
      ended.forEach(each -> tell(tx, List.of(each.session()), each.account(), SessionEnded.Cause.PROVIDER));
    } while (ended.size() == AT_ONCE);
  }

  private static int some(Tx tx, UUID account, @Nullable UUID spared, SessionEnded.Cause cause) {
    List<UUID> ended = SessionTable.endAll(tx, account, spared, cause.name(), AT_ONCE);
    tell(tx, ended, account, cause);
    return ended.size();
  }

  /** A session's life has this one event. */
  private static void tell(Tx tx, List<UUID> sessions, UUID account, SessionEnded.Cause cause) {
    UUID club = Objects.requireNonNull(tx.scope().club());
    EventMeta meta = EventMeta.of(CallContext.current());
    tx.append(sessions.stream().map(session -> new Appended(session, 1, NewEvent.of(club,
        SessionEnded.newBuilder().setSessionId(session.toString()).setUserId(account.toString())
            .setClubId(club.toString()).setCause(cause).build(),
        meta))).toList());
  }
}
