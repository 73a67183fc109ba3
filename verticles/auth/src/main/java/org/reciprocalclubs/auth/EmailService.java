package org.reciprocalclubs.auth;

import java.util.UUID;
import org.reciprocalclubs.auth.keys.OneTimeToken;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.auth.store.MailedTokenTable;
import org.reciprocalclubs.auth.store.MailedTokenTable.Purpose;
import org.reciprocalclubs.codecs.auth.v1.CredentialsAnswer;
import org.reciprocalclubs.codecs.auth.v1.EmailVerified;
import org.reciprocalclubs.codecs.auth.v1.RequestEmailVerificationRequest;
import org.reciprocalclubs.codecs.auth.v1.VerifyEmailRequest;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Whether an address is read by whoever registered with it. It makes nobody a member: that is for the club's
 * office, which sees it. For virtual threads; thread-safe.
 */
final class EmailService {
  private final Store store;
  private final MailedTokens tokens;

  EmailService(Store store, MailedTokens tokens) {
    this.store = store;
    this.tokens = tokens;
  }

  /** Mails another link to the caller's own address, unless it is confirmed. */
  CredentialsAnswer request(RequestEmailVerificationRequest request) {
    Caller caller = SessionService.person();
    UUID subject = caller.requireSubject();
    store.perform(Scope.club(caller.requireClub()), tx -> {
      Account account = AccountTable.byId(tx, subject)
          .orElseThrow(() -> Problem.notFound("There is no such login"));
      if (!account.emailVerified()) {
        tx.as(Scope.club(account.home()));
        send(tx, account);
      }
    });
    return PasswordService.DONE;
  }

  /** Mails the link; the transaction acts for the login's club. */
  void send(Tx tx, Account account) {
    String club = ClubTable.byId(tx, account.home()).map(found -> found.profile().name()).orElseThrow();
    tokens.verifyEmail(tx, account.id(), account.person().email(), club);
  }

  CredentialsAnswer verify(VerifyEmailRequest request) {
    OneTimeToken token = OneTimeToken.parse(request.getToken()).orElseThrow(PasswordService::linkInvalid);
    store.perform(Scope.club(token.club()), tx -> {
      Account account = MailedTokenTable.account(tx, token.hash(), Purpose.VERIFY_EMAIL)
          .flatMap(id -> AccountTable.byId(tx, id)).orElseThrow(PasswordService::linkInvalid);
      if (!MailedTokenTable.spend(tx, token.hash(), account.id(), Purpose.VERIFY_EMAIL)) {
        throw PasswordService.linkInvalid();
      }
      if (!account.emailVerified()) {
        AccountTable.setEmailVerified(tx, account.id());
        AccountTable.touch(tx, account.id(), account.version() + 1);
        Facts.append(tx, account.id(), account.version(), account.home(), EmailVerified.newBuilder()
            .setUserId(account.id().toString()).setClubId(account.home().toString()).build());
      }
    });
    return PasswordService.DONE;
  }
}
