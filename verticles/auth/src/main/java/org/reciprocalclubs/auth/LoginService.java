package org.reciprocalclubs.auth;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.Emails;
import org.reciprocalclubs.auth.rules.Role;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.LoginRequest;
import org.reciprocalclubs.codecs.auth.v1.RegisterRequest;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/**
 * The two doors through which somebody unknown becomes known: Login and Register. A wrong password and an
 * unknown address are answered alike, after the same work. For virtual threads; thread-safe.
 */
final class LoginService {
  /** Looked up when there is no such login: the same work as for one that there is. */
  private static final AccountTable.Affiliation NOBODY = new AccountTable.Affiliation(new UUID(0, 1),
      new UUID(0, 1));

  private final Store store;
  private final Credentials credentials;
  private final SessionPairs pairs;
  private final NewAccounts accounts;
  private final EmailService emails;
  private final ChallengeService challenges;

  LoginService(Store store, Credentials credentials, SessionPairs pairs, EmailService emails,
      ChallengeService challenges) {
    this.store = store;
    this.challenges = challenges;
    this.credentials = credentials;
    this.pairs = pairs;
    this.emails = emails;
    accounts = new NewAccounts();
  }

  AuthPayload login(LoginRequest request) {
    String email = Emails.normal(request.getEmail()).orElse("");
    Optional<UUID> wanted = request.getClubId().isEmpty()
        ? Optional.empty()
        : Optional.of(Uuids.read("clubId", request.getClubId()));
    AccountTable.Affiliation found = affiliation(email, wanted);
    if (!credentials.trySigningIn(new Guesses.Tried(found.account(), email), () -> hash(found),
        request.getPassword())) {
      throw Problem.of(ErrorCode.UNAUTHENTICATED, "INVALID_CREDENTIALS",
          "The e-mail address or the password is wrong");
    }
    return store.transact(Scope.club(found.club()), tx -> {
      Account account = AccountTable.byId(tx, found.account()).orElseThrow(LoginService::notActive);
      if (!account.isActive() && !account.isPending()) {
        throw notActive();
      }
      return account.hasFactor() ? challenges.issue(tx, account) : pairs.begin(tx, account);
    });
  }

  private Optional<String> hash(AccountTable.Affiliation found) {
    return store.read(Scope.club(found.club()), tx -> AccountTable.passwordHash(tx, found.account()));
  }

  private AccountTable.Affiliation affiliation(String email, Optional<UUID> wanted) {
    List<AccountTable.Affiliation> all = store.read(Scope.nobody(),
        tx -> AccountTable.affiliations(tx, email));
    return all.stream().filter(each -> wanted.isEmpty() || each.club().equals(wanted.get())).findFirst()
        .orElse(NOBODY);
  }

  static Problem notActive() {
    return Problem.of(ErrorCode.UNAUTHORIZED, "ACCOUNT_NOT_ACTIVE", "This login is not active");
  }

  AuthPayload register(RegisterRequest request) {
    Account.Person person = RequestFields.person(request.getEmail(), request.getUsername(),
        request.getFirstName(),
        request.getLastName());
    UUID club = Uuids.read("clubId", request.getClubId());
    Club joined = store.read(Scope.nobody(), tx -> ClubTable.byId(tx, club))
        .filter(LoginService::takesMembers)
        .orElseThrow(() -> Problem.validation("clubId", "There is no such club"));
    credentials.accept("password", request.getPassword(), person, joined);
    String hash = credentials.hash(request.getPassword());
    return store.transact(Scope.club(club), tx -> {
      Account account = new Account(Ids.uuid7(), 1, club, club, person, Account.PENDING, Set.of(Role.MEMBER),
          tx.now(),
          tx.now());
      accounts.add(tx, account, hash);
      emails.send(tx, account);
      return pairs.begin(tx, account);
    });
  }

  private static boolean takesMembers(Club club) {
    return !club.isOperator() && club.status().equals("ACTIVE");
  }
}
