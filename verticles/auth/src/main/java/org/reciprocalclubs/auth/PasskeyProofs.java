package org.reciprocalclubs.auth;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.PasskeyTable;
import org.reciprocalclubs.auth.webauthn.Answers;
import org.reciprocalclubs.auth.webauthn.RelyingParty;
import org.reciprocalclubs.codecs.auth.v1.PasskeyAssertion;
import org.reciprocalclubs.codecs.auth.v1.PasskeySuspected;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded.Cause;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Tells right answers of passkeys from wrong ones, which are counted by login like wrong codes. A passkey
 * whose counter does not grow proves nothing from then on: its owner is told, and every session of the login
 * ends, since nobody knows which of them the copy began. For virtual threads; thread-safe.
 */
final class PasskeyProofs {
  private final Store store;
  private final RelyingParty site;
  private final SecondFactors factors;
  private final MailedTokens mails;

  PasskeyProofs(Store store, RelyingParty site, SecondFactors factors, MailedTokens mails) {
    this.store = store;
    this.site = site;
    this.factors = factors;
    this.mails = mails;
  }

  private enum Outcome {
    RIGHT, WRONG, SUSPECTED
  }

  /** An answer as it was sent; empty where it has not the form of one. */
  static Optional<Answers.Used> answer(PasskeyAssertion sent) {
    return Answers.used(sent.getId(), sent.getClientDataJson(), sent.getAuthenticatorData(),
        sent.getSignature(), sent.getUserHandle());
  }

  /**
   * Lets pass who has used a passkey of that login.
   *
   * @param question that was asked, which is used up
   * @param wrong the kind of refusal: UNAUTHENTICATED of who is not signed in yet
   * @throws Problem PASSKEY_INVALID, PASSKEY_SUSPECTED, RATE_LIMITED
   */
  void prove(PasskeyTable.Owner owner, Answers.Used used, byte[] question, ErrorCode wrong) {
    Supplier<Optional<Outcome>> look = () -> {
      Outcome outcome = store.transact(Scope.person(owner.club(), owner.account()),
          tx -> judge(tx, owner.account(), used, question));
      if (outcome == Outcome.SUSPECTED) {
        throw Problem.of(wrong, "PASSKEY_SUSPECTED",
            "There may be a copy of this passkey: it signs nobody in any more. Remove it, and make another");
      }
      return outcome == Outcome.RIGHT ? Optional.of(outcome) : Optional.empty();
    };
    if (wrong == ErrorCode.UNAUTHENTICATED) {
      factors.signingIn(owner.account(), look, () -> invalid(wrong));
    } else {
      factors.signedIn(owner.account(), look, () -> invalid(wrong));
    }
  }

  static Problem invalid(ErrorCode kind) {
    return Problem.of(kind, "PASSKEY_INVALID", "What the passkey answered does not hold");
  }

  static Problem tooLate(ErrorCode kind) {
    return Problem.of(kind, "CHALLENGE_INVALID", "This took too long, or was answered already: begin again");
  }

  private Outcome judge(Tx tx, UUID login, Answers.Used used, byte[] question) {
    PasskeyTable.Checked passkey = PasskeyTable.lock(tx, used.credentialId()).orElse(null);
    if (passkey == null || !isOf(tx, login, used.userHandle())) {
      return Outcome.WRONG;
    }
    try {
      long counter = site.used(used, question, passkey.credential());
      if (passkey.suspected()) {
        return Outcome.SUSPECTED;
      }
      PasskeyTable.use(tx, passkey.id(), counter);
      return Outcome.RIGHT;
    } catch (RelyingParty.Invalid invalid) {
      return Outcome.WRONG;
    } catch (RelyingParty.Copied copied) {
      if (!passkey.suspected()) {
        suspect(tx, login, passkey.id());
      }
      return Outcome.SUSPECTED;
    }
  }

  private static boolean isOf(Tx tx, UUID login, byte[] userHandle) {
    return userHandle.length == 0
        || MessageDigest.isEqual(PasskeyTable.handle(tx, login).orElse(null), userHandle);
  }

  private void suspect(Tx tx, UUID login, UUID passkey) {
    Account account = AccountTable.byId(tx, login).orElseThrow();
    PasskeyTable.suspect(tx, passkey);
    FactorService.happened(tx, account, PasskeySuspected.newBuilder().setUserId(login.toString())
        .setClubId(account.home().toString()).setPasskeyId(passkey.toString()).build());
    mails.passkeySuspected(tx, account.person().email());
    SessionEnds.everywhere(tx, login, null, Cause.FACTOR);
  }
}
