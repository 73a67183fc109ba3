package org.reciprocalclubs.auth;

import com.google.protobuf.Message;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.reciprocalclubs.auth.keys.Totp;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.FactorTable;
import org.reciprocalclubs.auth.store.PasskeyTable;
import org.reciprocalclubs.auth.store.RecoveryCodeTable;
import org.reciprocalclubs.codecs.auth.v1.BeginTotpRequest;
import org.reciprocalclubs.codecs.auth.v1.ConfirmTotpRequest;
import org.reciprocalclubs.codecs.auth.v1.ConfirmTotpResponse;
import org.reciprocalclubs.codecs.auth.v1.Factor;
import org.reciprocalclubs.codecs.auth.v1.FactorAdded;
import org.reciprocalclubs.codecs.auth.v1.FactorRemoved;
import org.reciprocalclubs.codecs.auth.v1.ListFactorsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListFactorsResponse;
import org.reciprocalclubs.codecs.auth.v1.RecoveryCodes;
import org.reciprocalclubs.codecs.auth.v1.RecoveryCodesRenewed;
import org.reciprocalclubs.codecs.auth.v1.RemoveFactorRequest;
import org.reciprocalclubs.codecs.auth.v1.RemoveFactorResponse;
import org.reciprocalclubs.codecs.auth.v1.RenewRecoveryCodesRequest;
import org.reciprocalclubs.codecs.auth.v1.TotpSecret;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** A person's own second factors: added, listed, removed. For virtual threads; thread-safe. */
final class FactorService {
  private static final int NAME_CHARS_MAX = 60;
  /** A few telephones and a token; more is no safer. */
  private static final int FACTORS_MAX = 5;
  /** How long one may be confirmed after it was begun. */
  private static final Duration BEGUN_LIFE = Duration.ofMinutes(15);

  private final Store store;
  private final SecondFactors factors;
  private final Enrolments enrolments;
  private final Clock clock;

  FactorService(Store store, SecondFactors factors, Enrolments enrolments, Clock clock) {
    this.store = store;
    this.factors = factors;
    this.enrolments = enrolments;
    this.clock = clock;
  }

  /** The caller's own login, in a transaction that acts for its owner in the club that made it. */
  static Account own(Tx tx, Caller caller) {
    UUID me = caller.requireSubject();
    tx.as(Scope.person(caller.requireClub(), me));
    Account account = AccountTable.byId(tx, me)
        .orElseThrow(() -> Problem.notFound("There is no such login"));
    tx.as(Scope.person(account.home(), me));
    return account;
  }

  ListFactorsResponse list(ListFactorsRequest request) {
    Caller caller = SessionService.person();
    return store.read(Scope.nobody(), tx -> {
      Account account = own(tx, caller);
      ListFactorsResponse.Builder answer = ListFactorsResponse.newBuilder()
          .setRequired(enrolments.asksForFactor(tx, account, caller))
          .setRecoveryCodes(RecoveryCodeTable.count(tx, account.id())).setPasskeys(PasskeyTable.count(tx));
      FactorTable.list(tx).forEach(each -> answer.addFactors(AuthMapper.factor(each)));
      return answer.build();
    });
  }

  /** Whoever finds a session open must not be able to lock its owner out: they prove that it is theirs. */
  TotpSecret begin(BeginTotpRequest request) {
    Caller caller = SessionService.person();
    String name = RequestFields.text("name", request.getName(), NAME_CHARS_MAX);
    caller.proof().requireFresh(clock.instant());
    byte[] secret = Totp.secret();
    UUID id = Ids.uuid7();
    return store.transact(Scope.nobody(), tx -> {
      Account account = own(tx, caller);
      if (FactorTable.list(tx).size() >= FACTORS_MAX) {
        throw Problem.refused("TOO_MANY_FACTORS", "Remove one of your second factors first");
      }
      FactorTable.begin(tx, new FactorTable.Begun(id, account.id(), name,
          factors.seal(secret, account.id(), id)));
      return TotpSecret.newBuilder().setId(id.toString()).setSecret(Totp.base32(secret))
          .setUri(Totp.uri(secret, account.person().email()))
          .setExpiresAt(AuthMapper.timestamp(tx.now().plus(BEGUN_LIFE))).build();
    });
  }

  ConfirmTotpResponse confirm(ConfirmTotpRequest request) {
    UUID id = Uuids.read("id", request.getId());
    Caller caller = SessionService.person();
    return factors.signedIn(caller.requireSubject(), () -> store.transact(Scope.nobody(),
        tx -> confirm(tx, caller, id, request.getCode())));
  }

  private Optional<ConfirmTotpResponse> confirm(Tx tx, Caller caller, UUID id, String code) {
    Account account = own(tx, caller);
    FactorTable.Sealed begun = FactorTable.begun(tx, id, tx.now().minus(BEGUN_LIFE))
        .orElseThrow(() -> Problem.notFound("Nothing such was begun lately").field("id"));
    OptionalLong step = factors.match(begun, account.id(), code);
    if (step.isEmpty()) {
      return Optional.empty();
    }
    FactorTable.confirm(tx, id, step.getAsLong());
    happened(tx, account, FactorAdded.newBuilder().setUserId(account.id().toString())
        .setClubId(account.home().toString()).setFactorId(id.toString()).setKind(Factor.Kind.TOTP).build());
    Enrolments.Enrolled enrolled = enrolments.added(tx, account, caller);
    return Optional.of(ConfirmTotpResponse.newBuilder().addAllRecoveryCodes(enrolled.recoveryCodes())
        .setToken(enrolled.token().token())
        .setExpiresAt(AuthMapper.timestamp(enrolled.token().expiresAt())).build());
  }

  RemoveFactorResponse remove(RemoveFactorRequest request) {
    UUID id = Uuids.read("id", request.getId());
    Caller caller = SessionService.person();
    boolean removed = store.transact(Scope.nobody(), tx -> remove(tx, caller, id));
    return RemoveFactorResponse.newBuilder().setRemoved(removed).build();
  }

  private boolean remove(Tx tx, Caller caller, UUID id) {
    Account account = own(tx, caller);
    if (!FactorTable.remove(tx, id)) {
      return false;
    }
    enrolments.removed(tx, account, caller);
    happened(tx, account, FactorRemoved.newBuilder().setUserId(account.id().toString())
        .setClubId(account.home().toString()).setFactorId(id.toString()).build());
    return true;
  }

  RecoveryCodes renew(RenewRecoveryCodesRequest request) {
    Caller caller = SessionService.person();
    List<String> codes = store.transact(Scope.nobody(), tx -> {
      Account account = own(tx, caller);
      if (!account.hasFactor()) {
        throw Problem.refused("FACTOR_NEEDED", "Recovery codes stand in for a second factor: add one first");
      }
      happened(tx, account, RecoveryCodesRenewed.newBuilder().setUserId(account.id().toString())
          .setClubId(account.home().toString()).build());
      return factors.recoveryCodes(tx, account.id());
    });
    return RecoveryCodes.newBuilder().addAllCodes(codes).build();
  }

  /** The transaction acts for the login's owner, in the club that made it. */
  static void happened(Tx tx, Account account, Message event) {
    AccountTable.touch(tx, account.id(), account.version() + 1);
    Facts.append(tx, account.id(), account.version(), account.home(), event);
  }
}
