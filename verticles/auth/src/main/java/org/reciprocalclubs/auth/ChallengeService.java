package org.reciprocalclubs.auth;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.auth.keys.OneTimeToken;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.ChallengeTable;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.CompleteLoginRequest;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * The second half of a login. Its challenge is for one login in one club, ends soon, and is used up by the
 * right code alone: a mistyped one may be typed again. For virtual threads; thread-safe.
 */
final class ChallengeService {
  private final Store store;
  private final SecondFactors factors;
  private final SessionPairs pairs;
  private final Duration life;

  ChallengeService(Store store, SecondFactors factors, SessionPairs pairs, Duration life) {
    this.store = store;
    this.factors = factors;
    this.pairs = pairs;
    this.life = life;
  }

  /** What a login answers whose password was right; the transaction acts for the club that is logged into. */
  AuthPayload issue(Tx tx, Account account) {
    return issue(tx, new ChallengeTable.Held(account.id(), account.version(), false), account.club());
  }

  /** The same where the club's provider said who it is. */
  AuthPayload issueOutside(Tx tx, Account account) {
    return issue(tx, new ChallengeTable.Held(account.id(), account.version(), true), account.club());
  }

  private AuthPayload issue(Tx tx, ChallengeTable.Held held, UUID club) {
    SuspensionService.requireActive(tx, club, ErrorCode.UNAUTHORIZED);
    OneTimeToken challenge = OneTimeToken.random(club);
    ChallengeTable.insert(tx, challenge.hash(), held, tx.now().plus(life));
    return AuthPayload.newBuilder().setChallenge(challenge.text()).build();
  }

  AuthPayload complete(CompleteLoginRequest request) {
    OneTimeToken challenge = OneTimeToken.parse(request.getChallenge())
        .orElseThrow(ChallengeService::invalid);
    Scope scope = Scope.club(challenge.club());
    UUID login = store.read(scope, tx -> ChallengeTable.find(tx, challenge.hash()))
        .orElseThrow(ChallengeService::invalid).account();
    return factors.signingIn(login,
        () -> store.transact(scope, tx -> complete(tx, challenge, request.getCode())));
  }

  /** Whoever's password, status or roles changed since begins again. */
  private Optional<AuthPayload> complete(Tx tx, OneTimeToken challenge, String code) {
    ChallengeTable.Held held = ChallengeTable.find(tx, challenge.hash())
        .orElseThrow(ChallengeService::invalid);
    Account account = AccountTable.byId(tx, held.account())
        .filter(found -> found.version() == held.version()).orElseThrow(ChallengeService::invalid);
    tx.as(Scope.person(account.home(), account.id()));
    if (!factors.prove(tx, account, code)) {
      return Optional.empty();
    }
    tx.as(Scope.club(challenge.club()));
    if (!ChallengeTable.spend(tx, challenge.hash())) {
      throw invalid();
    }
    return Optional.of(held.outside() ? pairs.beginOutside(tx, account) : pairs.begin(tx, account));
  }

  private static Problem invalid() {
    return Problem.of(ErrorCode.UNAUTHENTICATED, "CHALLENGE_INVALID", "Begin again with your password")
        .field("challenge");
  }
}
