package org.reciprocalclubs.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.keys.OneTimeToken;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.auth.store.MailedTokenTable;
import org.reciprocalclubs.auth.store.MailedTokenTable.Purpose;
import org.reciprocalclubs.auth.store.PasskeyTable;
import org.reciprocalclubs.codecs.auth.v1.ChangePasswordRequest;
import org.reciprocalclubs.codecs.auth.v1.CredentialsAnswer;
import org.reciprocalclubs.codecs.auth.v1.PasswordChanged;
import org.reciprocalclubs.codecs.auth.v1.RequestPasswordResetRequest;
import org.reciprocalclubs.codecs.auth.v1.ResetPasswordRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded.Cause;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.hash.Sha256;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** Forgotten and changed passwords. For virtual threads; thread-safe. */
final class PasswordService {
  static final CredentialsAnswer DONE = CredentialsAnswer.newBuilder().setDone(true).build();
  /** The club of logins that do not exist. */
  private static final UUID NO_CLUB = new UUID(0, 1);

  private final Store store;
  private final Credentials credentials;
  private final MailedTokens tokens;

  PasswordService(Store store, Credentials credentials, MailedTokens tokens) {
    this.store = store;
    this.credentials = credentials;
    this.tokens = tokens;
  }

  /** Answers alike, after the same statements, whether there is such a login or not. */
  CredentialsAnswer requestReset(RequestPasswordResetRequest request) {
    String email = RequestFields.email(request.getEmail());
    AccountTable.Affiliation found = store.read(Scope.nobody(), tx -> AccountTable.affiliations(tx, email))
        .stream().findFirst().orElseGet(() -> nobody(email));
    store.perform(Scope.club(found.club()), tx -> {
      Account account = AccountTable.byId(tx, found.account()).filter(PasswordService::mayReset).orElse(null);
      tx.as(Scope.club(account == null ? found.club() : account.home()));
      tokens.resetPassword(tx, found.account(), account == null ? null : account.person().email());
    });
    return DONE;
  }

  /** The same address is the same nobody each time, so that limits count it like a login. */
  private static AccountTable.Affiliation nobody(String email) {
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(email.getBytes(StandardCharsets.UTF_8)));
    return new AccountTable.Affiliation(new UUID(hash.getLong(), hash.getLong()), NO_CLUB);
  }

  private static boolean mayReset(Account account) {
    return account.isActive() || account.isPending();
  }

  /** Whoever reads the login's mail sets its password; every session ends, and nobody else's link works. */
  CredentialsAnswer reset(ResetPasswordRequest request) {
    OneTimeToken token = OneTimeToken.parse(request.getToken()).orElseThrow(PasswordService::linkInvalid);
    Scope scope = Scope.club(token.club());
    Account known = store.read(scope, tx -> holder(tx, token)).orElseThrow(PasswordService::linkInvalid)
        .account();
    accept("password", request.getPassword(), known);
    String hash = credentials.hash(request.getPassword());
    store.perform(scope, tx -> {
      Holder holder = holder(tx, token).orElseThrow(PasswordService::linkInvalid);
      Account account = holder.account();
      if (!MailedTokenTable.spend(tx, token.hash(), account.id(), holder.purpose())) {
        throw linkInvalid();
      }
      AccountTable.setEmailVerified(tx, account.id());
      change(tx, account, hash, null);
    });
    credentials.forgetGuesses(known);
    return DONE;
  }

  /** Whose token it is, and what it was mailed for. */
  private record Holder(Account account, Purpose purpose) {}

  private static Optional<Holder> holder(Tx tx, OneTimeToken token) {
    return holder(tx, token, Purpose.RESET_PASSWORD).or(() -> holder(tx, token, Purpose.INVITATION));
  }

  private static Optional<Holder> holder(Tx tx, OneTimeToken token, Purpose purpose) {
    return MailedTokenTable.account(tx, token.hash(), purpose).flatMap(id -> AccountTable.byId(tx, id))
        .filter(PasswordService::mayReset).map(account -> new Holder(account, purpose));
  }

  static Problem linkInvalid() {
    return Problem.refused("LINK_INVALID", "This link was used, is too old, or was not copied whole")
        .field("token");
  }

  /** One's own, with the old one; all other sessions end. */
  CredentialsAnswer change(ChangePasswordRequest request) {
    Caller caller = SessionService.person();
    UUID subject = caller.requireSubject();
    Scope here = Scope.club(caller.requireClub());
    Account account = store.read(here, tx -> AccountTable.byId(tx, subject))
        .orElseThrow(() -> Problem.notFound("There is no such login"));
    accept("newPassword", request.getNewPassword(), account);
    if (!credentials.trySignedIn(subject,
        () -> store.read(here, tx -> AccountTable.passwordHash(tx, subject)),
        request.getOldPassword())) {
      throw Problem.refused("PASSWORD_WRONG", "This is not the password so far").field("oldPassword");
    }
    String hash = credentials.hash(request.getNewPassword());
    store.perform(Scope.club(account.home()), tx -> change(tx, AccountTable.byId(tx, subject)
        .orElseThrow(() -> Problem.notFound("There is no such login")), hash, caller.session()));
    return DONE;
  }

  private void accept(String field, String password, Account account) {
    credentials.accept(field, password, account.person(),
        store.read(Scope.nobody(), tx -> ClubTable.byId(tx, account.home())).orElse(null));
  }

  /** Whoever knew the old password may have made a passkey with it, which the new one does not undo. */
  private void tell(Tx tx, String address, boolean passkeys) {
    if (passkeys) {
      tokens.passwordChangedPasskeysStay(tx, address);
    } else {
      tokens.passwordChanged(tx, address);
    }
  }

  /** @param kept the one session that goes on */
  private void change(Tx tx, Account account, String hash, @Nullable UUID kept) {
    AccountTable.setPassword(tx, account.id(), account.version() + 1, hash);
    MailedTokenTable.end(tx, account.id(), Purpose.INVITATION);
    Facts.append(tx, account.id(), account.version(), account.home(), PasswordChanged.newBuilder()
        .setUserId(account.id().toString()).setClubId(account.home().toString()).build());
    tx.as(Scope.person(account.home(), account.id()));
    tell(tx, account.person().email(), PasskeyTable.count(tx) > 0);
    SessionEnds.everywhere(tx, account.id(), kept, Cause.PASSWORD);
  }
}
