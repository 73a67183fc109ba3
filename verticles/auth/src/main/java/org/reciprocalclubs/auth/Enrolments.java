package org.reciprocalclubs.auth;

import java.util.List;
import org.reciprocalclubs.auth.keys.AccessTokens;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.FactorTable;
import org.reciprocalclubs.auth.store.PasskeyTable;
import org.reciprocalclubs.auth.store.RecoveryCodeTable;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded.Cause;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Tx;

/**
 * What follows when a login gets a second factor or loses one, whichever kind it is of. Transactions act for
 * the login's owner, in the club that made it. For virtual threads; thread-safe.
 */
final class Enrolments {
  private final SecondFactors factors;
  private final SessionPairs pairs;

  Enrolments(SecondFactors factors, SessionPairs pairs) {
    this.factors = factors;
    this.pairs = pairs;
  }

  /**
   * What whoever has added a factor gets.
   *
   * @param recoveryCodes none where there were some already
   * @param token for the session that asked: it has proven the factor
   */
  record Enrolled(List<String> recoveryCodes, AccessTokens.Issued token) {}

  /** @param before the login as it was without the factor that was just added */
  Enrolled added(Tx tx, Account before, Caller caller) {
    if (before.hasFactor()) {
      return new Enrolled(List.of(), pairs.proven(tx, caller));
    }
    List<String> codes = factors.recoveryCodes(tx, before.id());
    // they began without what is now asked for
    SessionEnds.everywhere(tx, before.id(), caller.session(), Cause.FACTOR);
    return new Enrolled(codes, pairs.proven(tx, caller));
  }

  /**
   * After a factor was removed: the last one that is of use stays where what the login may do asks for one,
   * and with the last of all go the recovery codes.
   *
   * @throws Problem REFUSED with the code FACTOR_NEEDED
   */
  void removed(Tx tx, Account account, Caller caller) {
    boolean authenticators = !FactorTable.list(tx).isEmpty();
    List<PasskeyTable.Listed> passkeys = PasskeyTable.list(tx);
    boolean usable = authenticators || passkeys.stream().anyMatch(each -> each.suspectedAt() == null);
    if (!usable && asksForFactor(tx, account, caller)) {
      throw Problem.refused("FACTOR_NEEDED", "What you may do asks for a second factor: add another first");
    }
    if (!authenticators && passkeys.isEmpty()) {
      RecoveryCodeTable.clear(tx, account.id());
    }
  }

  /** In the club where the caller is, or in the one that made the login. */
  boolean asksForFactor(Tx tx, Account own, Caller caller) {
    return pairs.asksForFactor(own) || pairs.asksForFactorHere(tx, own, caller);
  }
}
