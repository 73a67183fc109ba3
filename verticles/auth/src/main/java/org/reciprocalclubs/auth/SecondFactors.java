package org.reciprocalclubs.auth;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.reciprocalclubs.auth.Guesses.Secret;
import org.reciprocalclubs.auth.keys.HashKeys;
import org.reciprocalclubs.auth.keys.Totp;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.RecoveryCode;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.FactorTable;
import org.reciprocalclubs.auth.store.RecoveryCodeTable;
import org.reciprocalclubs.codecs.auth.v1.RecoveryCodeUsed;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Secrets and codes: makes them, and tells right ones from wrong ones, which are counted. An authenticator
 * goes by the real time, whatever the platform's is. For virtual threads; thread-safe.
 */
final class SecondFactors {
  /** As many as the common services hand out. */
  private static final int RECOVERY_CODES = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Sealer sealer;
  private final HashKeys keys;
  private final Guesses guesses;
  private final Clock clock;

  SecondFactors(Sealer sealer, HashKeys keys, Guesses guesses, Clock clock) {
    this.sealer = sealer;
    this.keys = keys;
    this.guesses = guesses;
    this.clock = clock;
  }

  /**
   * Tries a code of a login that somebody would sign in to.
   *
   * @param attempt empty where the code is wrong
   * @throws Problem RATE_LIMITED, or REFUSED with the code CODE_WRONG
   */
  <T> T signingIn(UUID account, Supplier<Optional<T>> attempt) {
    return signingIn(account, attempt, SecondFactors::codeWrong);
  }

  /** The same of what is no code. */
  <T> T signingIn(UUID account, Supplier<Optional<T>> attempt, Supplier<Problem> otherwise) {
    return guesses.signingIn(Secret.CODE, new Guesses.Tried(account), attempt).orElseThrow(otherwise);
  }

  /** The same of a login that the caller is signed in to. */
  <T> T signedIn(UUID account, Supplier<Optional<T>> attempt) {
    return signedIn(account, attempt, SecondFactors::codeWrong);
  }

  /** The same of what is no code. */
  <T> T signedIn(UUID account, Supplier<Optional<T>> attempt, Supplier<Problem> otherwise) {
    return guesses.signedIn(Secret.CODE, account, attempt).orElseThrow(otherwise);
  }

  private static Problem codeWrong() {
    return Problem.refused("CODE_WRONG", "This code is wrong, or was used already")
        .field("code");
  }

  /** A fresh secret, as it is stored of that factor. */
  byte[] seal(byte[] secret, UUID account, UUID factor) {
    return sealer.seal(secret, associated(account, factor));
  }

  /** The step whose code it is; empty where it is wrong or was used. */
  OptionalLong match(FactorTable.Sealed factor, UUID account, String typed) {
    String code = typed.strip().replace(" ", "");
    return Totp.isCode(code)
        ? Totp.match(sealer.open(factor.sealed(), associated(account, factor.id())), code, clock.instant(),
            factor.usedStep())
        : OptionalLong.empty();
  }

  private static String associated(UUID account, UUID factor) {
    return "auth.factor/" + account + "/" + factor;
  }

  /**
   * Uses a code up: of an authenticator, or a recovery code. The transaction acts for the login's owner, in
   * the club that made it.
   *
   * @return false, and nothing was written, where it is wrong
   */
  boolean prove(Tx tx, Account account, String typed) {
    for (FactorTable.Sealed factor : FactorTable.lock(tx)) {
      OptionalLong step = match(factor, account.id(), typed);
      if (step.isPresent()) {
        FactorTable.use(tx, factor.id(), step.getAsLong());
        return true;
      }
    }
    return RecoveryCode.normal(typed).filter(code -> recover(tx, account, code)).isPresent();
  }

  private boolean recover(Tx tx, Account account, String code) {
    if (!RecoveryCodeTable.spend(tx, account.id(), keys.recoveryCode(account.id(), code))) {
      return false;
    }
    AccountTable.touch(tx, account.id(), account.version() + 1);
    Facts.append(tx, account.id(), account.version(), account.home(), RecoveryCodeUsed.newBuilder()
        .setUserId(account.id().toString()).setClubId(account.home().toString())
        .setLeft(RecoveryCodeTable.count(tx, account.id())).build());
    return true;
  }

  /** New recovery codes instead of those before; the transaction acts as for {@link #prove}. */
  List<String> recoveryCodes(Tx tx, UUID account) {
    List<String> codes = Stream.generate(SecondFactors::recoveryCode).limit(RECOVERY_CODES).toList();
    RecoveryCodeTable.replace(tx, account, codes.stream()
        .map(code -> keys.recoveryCode(account, RecoveryCode.normal(code).orElseThrow())).toList());
    return codes;
  }

  private static String recoveryCode() {
    int[] random = new int[RecoveryCode.length()];
    Arrays.setAll(random, _ -> RANDOM.nextInt(RecoveryCode.base()));
    return RecoveryCode.of(random);
  }
}
