package org.reciprocalclubs.auth;

import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.auth.keys.OneTimeToken;
import org.reciprocalclubs.auth.store.PasskeyChallengeTable;
import org.reciprocalclubs.auth.store.PasskeyChallengeTable.Asked;
import org.reciprocalclubs.auth.store.PasskeyChallengeTable.Purpose;
import org.reciprocalclubs.auth.webauthn.RelyingParty;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Questions to authenticators: each random, for one purpose, one session where somebody is signed in, and
 * good once, whatever comes of it. For virtual threads; thread-safe.
 */
final class PasskeyChallenges {
  /** Of one club, and of all who sign in; the oldest are forgotten, so that nobody keeps others out. */
  static final int WAITING_MAX = 10_000;
  /** The club of who signs in and has not said who they are. */
  private static final UUID NO_CLUB = new UUID(0, 1);

  private final Store store;
  private final RelyingParty site;
  private final Duration life;

  /** @param life how long an authenticator may take to answer */
  PasskeyChallenges(Store store, RelyingParty site, Duration life) {
    this.store = store;
    this.site = site;
    this.life = life;
  }

  /** In milliseconds, as browsers are told. */
  int lifeMs() {
    return Math.toIntExact(life.toMillis());
  }

  /** A question to whoever signs in. */
  String toAnybody() {
    return store.transact(Scope.club(NO_CLUB), tx -> ask(tx, Purpose.SIGN_IN, Asked.ANYBODY));
  }

  /** A question; the transaction acts for the login's owner. */
  String ask(Tx tx, Purpose purpose, Asked asked) {
    OneTimeToken challenge = OneTimeToken.random(Objects.requireNonNull(tx.scope().club()));
    PasskeyChallengeTable.forget(tx, WAITING_MAX);
    PasskeyChallengeTable.insert(tx, challenge.hash(), purpose, asked, tx.now().plus(life));
    return challenge.text();
  }

  /**
   * What was asked, which is used up by asking for it.
   *
   * @param clientData what the browser says that it was asked
   * @return the question's bytes; empty where nobody asked it, or not of them, or not lately
   */
  Optional<byte[]> take(byte[] clientData, Purpose purpose, Asked asked) {
    return site.question(clientData).flatMap(OneTimeToken::parse)
        .filter(challenge -> store.transact(Scope.club(challenge.club()),
            tx -> PasskeyChallengeTable.take(tx, challenge.hash(), purpose)).filter(asked::equals)
            .isPresent())
        .map(challenge -> Base64.getUrlDecoder().decode(challenge.text()));
  }
}
