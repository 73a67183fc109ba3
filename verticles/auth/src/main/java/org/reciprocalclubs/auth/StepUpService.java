package org.reciprocalclubs.auth;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.auth.keys.AccessTokens;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.codecs.auth.v1.StepUpRequest;
import org.reciprocalclubs.codecs.auth.v1.SteppedUp;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/**
 * Lets a person prove once more that it is they who sit there. What was proven is remembered with the session
 * and said in its access tokens, so that no door has to ask. For virtual threads; thread-safe.
 */
final class StepUpService {
  private final Store store;
  private final Credentials credentials;
  private final SecondFactors factors;
  private final PasskeyLoginService passkeys;
  private final SessionPairs pairs;
  private final Clock clock;

  StepUpService(Store store, Credentials credentials, SecondFactors factors, PasskeyLoginService passkeys,
      SessionPairs pairs, Clock clock) {
    this.store = store;
    this.credentials = credentials;
    this.factors = factors;
    this.passkeys = passkeys;
    this.pairs = pairs;
    this.clock = clock;
  }

  SteppedUp stepUp(StepUpRequest request) {
    Caller caller = SessionService.person();
    Scope here = Scope.person(caller.requireClub(), caller.requireSubject());
    Account account = store.read(here, tx -> AccountTable.byId(tx, caller.requireSubject()))
        .orElseThrow(() -> Problem.notFound("There is no such login"));
    AccessTokens.Issued issued = step(caller, account, request);
    return SteppedUp.newBuilder().setToken(issued.token())
        .setExpiresAt(AuthMapper.timestamp(issued.expiresAt()))
        .setProvenUntil(AuthMapper.timestamp(pairs.provenUntil(clock.instant()))).build();
  }

  private AccessTokens.Issued step(Caller caller, Account account, StepUpRequest request) {
    if (request.hasPasskey()) {
      passkeys.prove(caller, account, request.getPasskey());
      return store.transact(Scope.nobody(), tx -> pairs.proven(tx, caller));
    }
    return account.hasFactor()
        ? byCode(caller, request.getCode())
        : byPassword(caller, account, request.getPassword());
  }

  private AccessTokens.Issued byCode(Caller caller, String code) {
    return factors.signedIn(caller.requireSubject(), () -> store.transact(Scope.nobody(), tx -> {
      Account account = FactorService.own(tx, caller);
      return factors.prove(tx, account, code)
          ? Optional.of(pairs.proven(tx, caller))
          : Optional.empty();
    }));
  }

  private AccessTokens.Issued byPassword(Caller caller, Account account, String password) {
    Scope here = Scope.person(caller.requireClub(), account.id());
    UUID subject = account.id();
    if (!credentials.trySignedIn(subject,
        () -> store.read(here, tx -> AccountTable.passwordHash(tx, subject)),
        password)) {
      throw Problem.refused("PASSWORD_WRONG", "This is not your password").field("password");
    }
    return store.transact(here, tx -> pairs.proven(tx, caller));
  }
}
