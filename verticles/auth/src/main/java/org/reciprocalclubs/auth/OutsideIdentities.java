package org.reciprocalclubs.auth;

import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.auth.outside.OpenId;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.Emails;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.ProviderTable;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.OutsideIdentityLinked;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded.Cause;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Which login is whom a club's provider knows. A club's provider speaks for logins that this club made, and
 * for no others. The first time they are found by the e-mail address that the provider has confirmed, from
 * then on by the provider's own name for the person. For virtual threads; thread-safe.
 */
final class OutsideIdentities {

  private final Store store;
  private final Credentials credentials;
  private final SessionPairs pairs;
  private final ChallengeService challenges;

  OutsideIdentities(Store store, Credentials credentials, SessionPairs pairs, ChallengeService challenges) {
    this.store = store;
    this.credentials = credentials;
    this.pairs = pairs;
    this.challenges = challenges;
  }

  /**
   * Tokens for the login that is that person, or the challenge of its second factor.
   *
   * @throws Problem NO_SUCH_LOGIN, ACCOUNT_NOT_ACTIVE, CLUB_NOT_ACTIVE
   */
  AuthPayload signIn(UUID club, String issuer, OpenId.Identity identity) {
    Scope scope = Scope.club(club);
    if (!isKnown(club, issuer, identity)) {
      String unknown = credentials.unknown();
      store.perform(scope, tx -> link(tx, issuer, identity, unknown));
    }
    return store.transact(scope, tx -> {
      Account account = ProviderTable.account(tx, issuer, identity.subject())
          .flatMap(id -> AccountTable.byId(tx, id)).filter(OutsideIdentities::isOfThisClub)
          .orElseThrow(OutsideIdentities::noSuchLogin);
      if (!account.isActive() && !account.isPending()) {
        throw LoginService.notActive();
      }
      return account.hasFactor() ? challenges.issueOutside(tx, account) : pairs.beginOutside(tx, account);
    });
  }

  /** Nothing is linked for a club that takes no part. */
  private boolean isKnown(UUID club, String issuer, OpenId.Identity identity) {
    return store.read(Scope.club(club), tx -> {
      SuspensionService.requireActive(tx, club, ErrorCode.UNAUTHORIZED);
      return ProviderTable.account(tx, issuer, identity.subject()).isPresent();
    });
  }

  private static boolean isOfThisClub(Account account) {
    return account.home().equals(account.club());
  }

  private static void link(Tx tx, String issuer, OpenId.Identity identity, String unknownPassword) {
    Account account = byEmail(tx, identity).orElseThrow(OutsideIdentities::noSuchLogin);
    if (!ProviderTable.link(tx, account.id(), issuer, identity.subject())) {
      throw noSuchLogin();
    }
    if (account.emailVerified()) {
      AccountTable.touch(tx, account.id(), account.version() + 1);
    } else {
      takeOver(tx, account, unknownPassword);
    }
    Facts.append(tx, account.id(), account.version(), account.home(), OutsideIdentityLinked.newBuilder()
        .setUserId(account.id().toString()).setClubId(account.home().toString()).build());
  }

  private static Optional<Account> byEmail(Tx tx, OpenId.Identity identity) {
    UUID club = tx.scope().club();
    return Optional.ofNullable(identity.email()).flatMap(Emails::normal)
        .flatMap(email -> AccountTable.affiliations(tx, email).stream()
            .filter(each -> each.club().equals(club)).findFirst())
        .flatMap(found -> AccountTable.byId(tx, found.account())).filter(OutsideIdentities::isOfThisClub);
  }

  /**
   * Nobody has shown yet that they read the login's address; whoever comes from the provider does. The one
   * who made the login before may be somebody else: their password and sessions are good no more.
   */
  private static void takeOver(Tx tx, Account account, String unknownPassword) {
    AccountTable.setEmailVerified(tx, account.id());
    AccountTable.setPassword(tx, account.id(), account.version() + 1, unknownPassword);
    UUID club = account.club();
    tx.as(Scope.person(club, account.id()));
    SessionEnds.everywhere(tx, account.id(), null, Cause.PASSWORD);
    tx.as(Scope.club(club));
  }

  static Problem noSuchLogin() {
    return Problem.of(ErrorCode.UNAUTHENTICATED, "NO_SUCH_LOGIN",
        "Your club's office has no login for whom its provider says you are");
  }
}
