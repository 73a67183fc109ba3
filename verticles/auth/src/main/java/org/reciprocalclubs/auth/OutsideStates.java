package org.reciprocalclubs.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.auth.keys.OneTimeToken;
import org.reciprocalclubs.auth.outside.OpenId;
import org.reciprocalclubs.auth.store.OutsideLoginTable;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.seal.SealBroken;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/** Who left to sign in at a provider and is to come back once. For virtual threads; thread-safe. */
final class OutsideStates {
  /** Of one club; more wait until some are back, or too late. */
  static final int AWAY_MAX = 10_000;
  private static final String ASSOCIATED = "auth.outside-login/";

  private final Store store;
  private final Sealer sealer;
  private final Duration life;

  /** @param life how long somebody may be away */
  OutsideStates(Store store, Sealer sealer, Duration life) {
    this.store = store;
    this.sealer = sealer;
    this.life = life;
  }

  /** Writes who leaves. */
  void keep(UUID club, OneTimeToken state, OpenId.Question question) {
    store.perform(Scope.club(club), tx -> {
      if (OutsideLoginTable.away(tx) >= AWAY_MAX) {
        throw Problem.of(ErrorCode.OVERLOADED, "TOO_MANY_OUTSIDE_LOGINS",
            "Too many people are signing in just now").retryAfter(Duration.ofMinutes(1));
      }
      OutsideLoginTable.begin(tx, state.hash(), sealed(state, question), tx.now().plus(life));
    });
  }

  private byte[] sealed(OneTimeToken state, OpenId.Question question) {
    String both = question.nonce() + "\n" + question.verifier();
    return sealer.seal(both.getBytes(StandardCharsets.US_ASCII), associated(state));
  }

  private static String associated(OneTimeToken state) {
    return ASSOCIATED + HexFormat.of().formatHex(state.hash());
  }

  /** What was asked of whom comes back; empty the second time, and when it is too late. */
  Optional<OpenId.Question> take(OneTimeToken state) {
    return store.transact(Scope.club(state.club()), tx -> OutsideLoginTable.take(tx, state.hash()))
        .flatMap(sealed -> question(state, sealed));
  }

  private Optional<OpenId.Question> question(OneTimeToken state, byte[] sealed) {
    try {
      String[] both = new String(sealer.open(sealed, associated(state)), StandardCharsets.US_ASCII)
          .split("\n", 2);
      return Optional.of(new OpenId.Question(both[0], both[1]));
    } catch (SealBroken broken) {
      return Optional.empty();
    }
  }
}
