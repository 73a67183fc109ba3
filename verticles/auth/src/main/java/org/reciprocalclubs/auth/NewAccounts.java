package org.reciprocalclubs.auth;

import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.codecs.auth.v1.UserCreated;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.ConstraintViolated;
import org.reciprocalclubs.kit.store.Tx;

/** Writes new logins with their first event. */
final class NewAccounts {

  /**
   * Adds the login to the club that the transaction acts for.
   *
   * @throws Problem CONFLICT with the code EMAIL_TAKEN
   */
  void add(Tx tx, Account account, String passwordHash) {
    try {
      AccountTable.insert(tx, account, passwordHash, CallContext.current().caller().subject());
    } catch (ConstraintViolated refused) {
      if (refused.constraint().equals(AccountTable.EMAIL_KEY)) {
        throw Problem.conflict("EMAIL_TAKEN", "There is a login with this e-mail address").field("email");
      }
      throw refused;
    }
    Facts.append(tx, account.id(), 0, account.club(),
        UserCreated.newBuilder().setUserId(account.id().toString())
            .setClubId(account.club().toString()).addAllRoles(account.roleIds()).build());
  }
}
