package org.reciprocalclubs.auth;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.PasskeyChallengeTable.Asked;
import org.reciprocalclubs.auth.store.PasskeyChallengeTable.Purpose;
import org.reciprocalclubs.auth.store.PasskeyTable;
import org.reciprocalclubs.auth.webauthn.Answers;
import org.reciprocalclubs.auth.webauthn.Credential;
import org.reciprocalclubs.auth.webauthn.RelyingParty;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.BeginPasskeyLoginRequest;
import org.reciprocalclubs.codecs.auth.v1.BeginPasskeyStepUpRequest;
import org.reciprocalclubs.codecs.auth.v1.FinishPasskeyLoginRequest;
import org.reciprocalclubs.codecs.auth.v1.PasskeyAssertion;
import org.reciprocalclubs.codecs.auth.v1.PasskeyQuestion;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/**
 * Signing in with a passkey, and proving with one who sits there. Nobody says first who they are: the passkey
 * does. It was used with the user verified, so that nothing else is asked for. For virtual threads;
 * thread-safe.
 */
final class PasskeyLoginService {
  private final Store store;
  private final RelyingParty site;
  private final PasskeyChallenges challenges;
  private final PasskeyProofs proofs;
  private final SessionPairs pairs;

  PasskeyLoginService(Store store, RelyingParty site, PasskeyChallenges challenges, PasskeyProofs proofs,
      SessionPairs pairs) {
    this.store = store;
    this.site = site;
    this.challenges = challenges;
    this.proofs = proofs;
    this.pairs = pairs;
  }

  PasskeyQuestion begin(BeginPasskeyLoginRequest request) {
    return PasskeyMapper.question(site.id(), challenges.toAnybody(), challenges.lifeMs(), List.of());
  }

  AuthPayload finish(FinishPasskeyLoginRequest request) {
    Optional<UUID> wanted = request.getClubId().isEmpty()
        ? Optional.empty()
        : Optional.of(Uuids.read("clubId", request.getClubId()));
    Answers.Used used = PasskeyProofs.answer(request.getPasskey())
        .filter(answer -> answer.userHandle().length > 0)
        .orElseThrow(() -> PasskeyProofs.invalid(ErrorCode.UNAUTHENTICATED));
    byte[] question = challenges.take(used.clientData(), Purpose.SIGN_IN, Asked.ANYBODY)
        .orElseThrow(() -> PasskeyProofs.tooLate(ErrorCode.UNAUTHENTICATED));
    PasskeyTable.Owner owner = store.read(Scope.nobody(), tx -> PasskeyTable.owner(tx, used.credentialId()))
        .orElseThrow(PasskeyLoginService::unknown);
    proofs.prove(owner, used, question, ErrorCode.UNAUTHENTICATED);
    UUID club = club(owner, wanted);
    return store.transact(Scope.club(club), tx -> {
      Account account = AccountTable.byId(tx, owner.account()).orElseThrow(LoginService::notActive);
      if (!account.isActive() && !account.isPending()) {
        throw LoginService.notActive();
      }
      return pairs.begin(tx, account);
    });
  }

  private static Problem unknown() {
    return Problem.of(ErrorCode.UNAUTHENTICATED, "PASSKEY_UNKNOWN",
        "This passkey is of nobody here: it may have been removed");
  }

  /** As for a password: the one that was asked for, or the one used last. */
  private UUID club(PasskeyTable.Owner owner, Optional<UUID> wanted) {
    return store.read(Scope.person(owner.club(), owner.account()), tx -> {
      Account account = AccountTable.byId(tx, owner.account()).orElseThrow(LoginService::notActive);
      return AccountTable.affiliations(tx, account.person().email());
    }).stream().map(AccountTable.Affiliation::club)
        .filter(club -> wanted.isEmpty() || club.equals(wanted.get())).findFirst()
        .orElseThrow(() -> PasskeyProofs.invalid(ErrorCode.UNAUTHENTICATED));
  }

  /** Those that are suspected are not asked for. */
  PasskeyQuestion beginStepUp(BeginPasskeyStepUpRequest request) {
    Caller caller = SessionService.person();
    return store.transact(Scope.nobody(), tx -> {
      FactorService.own(tx, caller);
      List<Credential> own = PasskeyTable.credentials(tx).stream().filter(each -> !each.suspected())
          .map(PasskeyTable.Checked::credential).toList();
      if (own.isEmpty()) {
        throw Problem.refused("NO_PASSKEY", "You have no passkey");
      }
      String challenge = challenges.ask(tx, Purpose.STEP_UP, PasskeyService.asked(caller));
      return PasskeyMapper.question(site.id(), challenge, challenges.lifeMs(), own);
    });
  }

  /** Lets the caller pass, who has just used a passkey of theirs. */
  void prove(Caller caller, Account account, PasskeyAssertion sent) {
    Answers.Used used = PasskeyProofs.answer(sent)
        .orElseThrow(() -> PasskeyProofs.invalid(ErrorCode.REFUSED));
    byte[] question = challenges.take(used.clientData(), Purpose.STEP_UP, PasskeyService.asked(caller))
        .orElseThrow(() -> PasskeyProofs.tooLate(ErrorCode.REFUSED));
    proofs.prove(new PasskeyTable.Owner(account.id(), account.home()), used, question, ErrorCode.REFUSED);
  }
}
