package org.reciprocalclubs.auth;

import com.google.protobuf.Message;
import java.util.UUID;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.codecs.auth.v1.ReinstateUserRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded.Cause;
import org.reciprocalclubs.codecs.auth.v1.SuspendUserRequest;
import org.reciprocalclubs.codecs.auth.v1.User;
import org.reciprocalclubs.codecs.auth.v1.UserReinstated;
import org.reciprocalclubs.codecs.auth.v1.UserSuspended;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Suspends a login and reinstates it, for the office of the club that made it: of somebody who has left, or
 * whose phone was stolen with the password in it. Nobody does it to themselves, nor to who may do more than
 * they. For virtual threads; thread-safe.
 */
final class OfficeLogins {
  private final Store store;

  OfficeLogins(Store store) {
    this.store = store;
  }

  User suspend(SuspendUserRequest request) {
    UUID user = Uuids.read("userId", request.getUserId());
    Caller caller = CallContext.current().caller();
    return store.transact(Scope.club(caller.requireClub()), tx -> {
      Account account = login(tx, caller, user);
      if (account.status().equals(Account.SUSPENDED)) {
        CallContext.current().markHit();
        return AuthMapper.user(account);
      }
      if (!account.isActive()) {
        throw Problem.conflict("USER_NOT_ACTIVE", "Only a login that is active is suspended");
      }
      User after = change(tx, account, Account.SUSPENDED, UserSuspended.newBuilder()
          .setUserId(user.toString()).setClubId(account.home().toString()).build());
      tx.as(Scope.person(account.home(), user));
      SessionEnds.everywhere(tx, user, null, Cause.SUSPENDED);
      return after;
    });
  }

  User reinstate(ReinstateUserRequest request) {
    UUID user = Uuids.read("userId", request.getUserId());
    Caller caller = CallContext.current().caller();
    return store.transact(Scope.club(caller.requireClub()), tx -> {
      Account account = login(tx, caller, user);
      if (account.isActive()) {
        CallContext.current().markHit();
        return AuthMapper.user(account);
      }
      if (!account.status().equals(Account.SUSPENDED)) {
        throw Problem.conflict("USER_NOT_SUSPENDED", "This login is not suspended");
      }
      return change(tx, account, Account.ACTIVE, UserReinstated.newBuilder()
          .setUserId(user.toString()).setClubId(account.home().toString()).build());
    });
  }

  private static Account login(Tx tx, Caller caller, UUID user) {
    Account account = AccountTable.byId(tx, user).filter(each -> each.home().equals(caller.requireClub()))
        .orElseThrow(() -> Problem.notFound("The club made no such login").field("userId"));
    Authority authority = Authority.of(tx, caller);
    if (authority.isOf(user)) {
      throw Problem.of(ErrorCode.UNAUTHORIZED, "OWN_LOGIN", "Somebody else in the office does this for you")
          .field("userId");
    }
    authority.requireAll(Authority.heldOrToCome(tx, user));
    return account;
  }

  private static User change(Tx tx, Account account, String status, Message event) {
    AccountTable.setStatus(tx, account.id(), account.version() + 1, status, tx.now());
    Facts.append(tx, account.id(), account.version(), account.home(), event);
    return AuthMapper.user(AccountTable.byId(tx, account.id()).orElse(account));
  }
}
