package org.reciprocalclubs.auth;

import java.util.Set;
import java.util.UUID;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.Permission;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.FactorTable;
import org.reciprocalclubs.auth.store.PasskeyTable;
import org.reciprocalclubs.auth.store.RecoveryCodeTable;
import org.reciprocalclubs.codecs.auth.v1.RemoveUserFactorsRequest;
import org.reciprocalclubs.codecs.auth.v1.RemoveUserFactorsResponse;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded.Cause;
import org.reciprocalclubs.codecs.auth.v1.UserFactorsRemoved;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Helps whoever has lost authenticator, passkeys and recovery codes: the office of the club that made the
 * login takes them off, when it knows by other means who asks. Whoever only pretends to have lost them would
 * be in with a password, so nobody does it for who may do more than they. For virtual threads; thread-safe.
 */
final class OfficeFactors {
  private final Store store;
  private final MailedTokens mails;

  OfficeFactors(Store store, MailedTokens mails) {
    this.store = store;
    this.mails = mails;
  }

  RemoveUserFactorsResponse remove(RemoveUserFactorsRequest request) {
    UUID user = Uuids.read("userId", request.getUserId());
    Caller caller = CallContext.current().caller();
    UUID club = caller.requireClub();
    int removed = store.transact(Scope.club(club), tx -> {
      Account account = AccountTable.byId(tx, user).filter(each -> each.home().equals(club))
          .orElseThrow(() -> Problem.notFound("The club made no such login").field("userId"));
      check(tx, account, Authority.of(tx, caller));
      return remove(tx, account);
    });
    return RemoveUserFactorsResponse.newBuilder().setRemoved(removed).build();
  }

  private static void check(Tx tx, Account account, Authority authority) {
    if (authority.isOf(account.id())) {
      throw Problem.of(ErrorCode.UNAUTHORIZED, "OWN_FACTORS",
          "Remove your own second factors yourself, or ask somebody else in the office").field("userId");
    }
    authority.requireAll(Authority.heldOrToCome(tx, account.id()));
    for (AccountTable.Affiliation each : AccountTable.affiliations(tx, account.person().email())) {
      if (!each.club().equals(account.home())) {
        tx.as(Scope.club(each.club()));
        checkElsewhere(Authority.heldOrToCome(tx, account.id()));
      }
    }
    tx.as(Scope.club(account.home()));
  }

  /** What somebody may do for another club, nobody in this one holds. */
  private static void checkElsewhere(Set<String> held) {
    if (Permission.anyOfStaff(held)) {
      throw Problem.of(ErrorCode.UNAUTHORIZED, "RIGHTS_EXCEED_YOURS",
          "This login acts for another club, too: that role must be withdrawn first");
    }
  }

  /** The sessions end: what they proved counts no more. */
  private int remove(Tx tx, Account account) {
    Scope own = Scope.person(account.home(), account.id());
    tx.as(own);
    int removed = FactorTable.removeAll(tx, account.id()) + PasskeyTable.removeAll(tx, account.id());
    if (removed == 0) {
      CallContext.current().markHit();
      return 0;
    }
    RecoveryCodeTable.clear(tx, account.id());
    tx.as(Scope.club(account.home()));
    AccountTable.touch(tx, account.id(), account.version() + 1);
    Facts.append(tx, account.id(), account.version(), account.home(), UserFactorsRemoved.newBuilder()
        .setUserId(account.id().toString()).setClubId(account.home().toString()).setRemoved(removed).build());
    mails.factorsRemoved(tx, account.person().email());
    tx.as(own);
    SessionEnds.everywhere(tx, account.id(), null, Cause.FACTOR);
    return removed;
  }
}
