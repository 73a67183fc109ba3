package org.reciprocalclubs.auth;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.PasskeyChallengeTable.Asked;
import org.reciprocalclubs.auth.store.PasskeyChallengeTable.Purpose;
import org.reciprocalclubs.auth.store.PasskeyTable;
import org.reciprocalclubs.auth.webauthn.Answers;
import org.reciprocalclubs.auth.webauthn.Credential;
import org.reciprocalclubs.auth.webauthn.RelyingParty;
import org.reciprocalclubs.codecs.auth.v1.BeginPasskeyRequest;
import org.reciprocalclubs.codecs.auth.v1.ConfirmPasskeyRequest;
import org.reciprocalclubs.codecs.auth.v1.ConfirmPasskeyResponse;
import org.reciprocalclubs.codecs.auth.v1.ListPasskeysRequest;
import org.reciprocalclubs.codecs.auth.v1.ListPasskeysResponse;
import org.reciprocalclubs.codecs.auth.v1.Passkey;
import org.reciprocalclubs.codecs.auth.v1.PasskeyAdded;
import org.reciprocalclubs.codecs.auth.v1.PasskeyCreation;
import org.reciprocalclubs.codecs.auth.v1.PasskeyRemoved;
import org.reciprocalclubs.codecs.auth.v1.PasskeyRenamed;
import org.reciprocalclubs.codecs.auth.v1.RemovePasskeyRequest;
import org.reciprocalclubs.codecs.auth.v1.RemovePasskeyResponse;
import org.reciprocalclubs.codecs.auth.v1.RenamePasskeyRequest;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** A person's own passkeys: added, listed, renamed, removed. For virtual threads; thread-safe. */
final class PasskeyService {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NAME_CHARS_MAX = 60;
  private static final int HANDLE_BYTES = 32;
  /** Telephones, computers and keys on a ring; more than anybody keeps an eye on. */
  static final int PASSKEYS_MAX = 10;

  private final Store store;
  private final RelyingParty site;
  private final PasskeyChallenges challenges;
  private final Enrolments enrolments;
  private final MailedTokens mails;
  private final Clock clock;

  PasskeyService(Store store, RelyingParty site, PasskeyChallenges challenges, Enrolments enrolments,
      MailedTokens mails, Clock clock) {
    this.store = store;
    this.site = site;
    this.challenges = challenges;
    this.enrolments = enrolments;
    this.mails = mails;
    this.clock = clock;
  }

  ListPasskeysResponse list(ListPasskeysRequest request) {
    Caller caller = SessionService.person();
    return store.read(Scope.nobody(), tx -> {
      FactorService.own(tx, caller);
      ListPasskeysResponse.Builder answer = ListPasskeysResponse.newBuilder();
      PasskeyTable.list(tx).forEach(each -> answer.addPasskeys(PasskeyMapper.passkey(each)));
      return answer.build();
    });
  }

  /** Whoever finds a session open must not make themselves a way in: they prove that it is theirs. */
  PasskeyCreation begin(BeginPasskeyRequest request) {
    Caller caller = SessionService.person();
    caller.proof().requireFresh(clock.instant());
    return store.transact(Scope.nobody(), tx -> {
      Account account = FactorService.own(tx, caller);
      requireRoom(tx);
      byte[] handle = handle(tx, account.id());
      String challenge = challenges.ask(tx, Purpose.REGISTER, asked(caller));
      return PasskeyMapper.creation(site.id(), account.person(), handle, PasskeyTable.credentials(tx))
          .setChallenge(challenge).setTimeout(challenges.lifeMs()).build();
    });
  }

  /** Of two who make one at once, both get the same. */
  private static byte[] handle(Tx tx, UUID account) {
    byte[] random = new byte[HANDLE_BYTES];
    RANDOM.nextBytes(random);
    PasskeyTable.setHandle(tx, account, random);
    return PasskeyTable.handle(tx, account).orElseThrow();
  }

  private static void requireRoom(Tx tx) {
    if (PasskeyTable.count(tx) >= PASSKEYS_MAX) {
      throw Problem.refused("TOO_MANY_PASSKEYS", "Remove one of your passkeys first");
    }
  }

  static Asked asked(Caller caller) {
    return new Asked(caller.requireSubject(), caller.session());
  }

  ConfirmPasskeyResponse confirm(ConfirmPasskeyRequest request) {
    Caller caller = SessionService.person();
    String name = RequestFields.text("name", request.getName(), NAME_CHARS_MAX);
    Answers.Made made = Answers.made(request.getClientDataJson(), request.getAttestationObject())
        .orElseThrow(() -> PasskeyProofs.invalid(ErrorCode.REFUSED));
    byte[] question = challenges.take(made.clientData(), Purpose.REGISTER, asked(caller))
        .orElseThrow(() -> PasskeyProofs.tooLate(ErrorCode.REFUSED));
    Credential credential;
    try {
      credential = site.made(made, question, Answers.transports(request.getTransportsList()));
    } catch (RelyingParty.Invalid doesNotHold) {
      throw PasskeyProofs.invalid(ErrorCode.REFUSED);
    }
    return store.transact(Scope.nobody(), tx -> add(tx, caller, name, credential));
  }

  private ConfirmPasskeyResponse add(Tx tx, Caller caller, String name, Credential credential) {
    Account account = FactorService.own(tx, caller);
    requireRoom(tx);
    UUID id = Ids.uuid7();
    if (!PasskeyTable.insert(tx, id, account.id(), name, credential)) {
      throw Problem.refused("PASSKEY_KNOWN", "This passkey is known already");
    }
    Passkey added = PasskeyMapper.passkey(PasskeyTable.byId(tx, id).orElseThrow());
    FactorService.happened(tx, account, PasskeyAdded.newBuilder().setUserId(account.id().toString())
        .setClubId(account.home().toString()).setPasskeyId(id.toString()).build());
    mails.passkeyAdded(tx, account.person().email());
    Enrolments.Enrolled enrolled = enrolments.added(tx, account, caller);
    return ConfirmPasskeyResponse.newBuilder().setPasskey(added)
        .addAllRecoveryCodes(enrolled.recoveryCodes()).setToken(enrolled.token().token())
        .setExpiresAt(AuthMapper.timestamp(enrolled.token().expiresAt())).build();
  }

  Passkey rename(RenamePasskeyRequest request) {
    Caller caller = SessionService.person();
    UUID id = Uuids.read("id", request.getId());
    String name = RequestFields.text("name", request.getName(), NAME_CHARS_MAX);
    return store.transact(Scope.nobody(), tx -> {
      Account account = FactorService.own(tx, caller);
      PasskeyTable.Listed known = PasskeyTable.byId(tx, id)
          .orElseThrow(() -> Problem.notFound("You have no such passkey").field("id"));
      if (!known.name().equals(name)) {
        PasskeyTable.rename(tx, id, name);
        FactorService.happened(tx, account, PasskeyRenamed.newBuilder().setUserId(account.id().toString())
            .setClubId(account.home().toString()).setPasskeyId(id.toString()).build());
      }
      return PasskeyMapper.passkey(PasskeyTable.byId(tx, id).orElseThrow());
    });
  }

  RemovePasskeyResponse remove(RemovePasskeyRequest request) {
    Caller caller = SessionService.person();
    UUID id = Uuids.read("id", request.getId());
    boolean removed = store.transact(Scope.nobody(), tx -> remove(tx, caller, id));
    return RemovePasskeyResponse.newBuilder().setRemoved(removed).build();
  }

  private boolean remove(Tx tx, Caller caller, UUID id) {
    Account account = FactorService.own(tx, caller);
    if (!PasskeyTable.remove(tx, id)) {
      return false;
    }
    enrolments.removed(tx, account, caller);
    FactorService.happened(tx, account, PasskeyRemoved.newBuilder().setUserId(account.id().toString())
        .setClubId(account.home().toString()).setPasskeyId(id.toString()).build());
    return true;
  }
}
