package org.reciprocalclubs.auth.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.reciprocalclubs.auth.store.KeyTable;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * The platform's keys for access tokens, several at a time, so that one follows another without anybody being
 * logged out: a new key is published before it signs, and stays published after its successor signs until the
 * last token it signed has expired. Then its private part is erased. Private parts are stored sealed by the
 * master key. Every process with this room looks at the rows again and again; see {@link #keep}. Thread-safe.
 *
 * <pre>{@code
 * SigningKeys keys = SigningKeys.load(store, sealer, Duration.ofDays(90), clock);
 * vertx.setPeriodic(SigningKeys.LOOK.toMillis(), _ -> keys.keep());
 * }</pre>
 */
public final class SigningKeys {
  /** How often every process has to look which keys there are. */
  public static final Duration LOOK = Duration.ofSeconds(20);
  /** Until a new key signs: by then every process has looked, and every door has asked again. */
  public static final Duration PUBLISHED_BEFORE = Duration.ofMinutes(2);
  /** Since its successor signs: tokens live {@link AccessTokens#LIFE}, and clocks differ. */
  public static final Duration PUBLISHED_AFTER = AccessTokens.LIFE.plusMinutes(5);
  private static final String ASSOCIATED = "auth.signing-key/";

  private final Store store;
  private final Sealer sealer;
  private final Duration life;
  private final Clock clock;
  private volatile List<Dated> keys = List.of();

  /** A key and from when on it signs; until the next does. */
  public record Dated(TokenKey key, Instant signsFrom) {}

  private SigningKeys(Store store, Sealer sealer, Duration life, Clock clock) {
    this.store = store;
    this.sealer = sealer;
    this.life = life;
    this.clock = clock;
  }

  /**
   * Reads the keys, or makes the first; waits.
   *
   * @param life how long a key signs before another follows
   * @param clock the time that tokens go by; not the database's, which can be put forward for demonstrations
   *     while tokens stay valid
   */
  public static SigningKeys load(Store store, Sealer sealer, Duration life, Clock clock) {
    SigningKeys keys = new SigningKeys(store, sealer, life, clock);
    keys.keep();
    return keys;
  }

  /** Looks which keys there are; one that has signed for its life is followed by another. Waits. */
  public void keep() {
    follow(newest -> !clock.instant().isBefore(newest.signsFrom().plus(life)));
  }

  /** Makes the next key, unless one waits to sign; the newest. Waits. */
  public Dated rotate() {
    follow(newest -> !clock.instant().isBefore(newest.signsFrom()));
    return keys.getFirst();
  }

  /** Reads the keys; adds the first, or the next where it is time for it. */
  private void follow(Predicate<Dated> isTimeAfter) {
    keys = store.transact(Scope.nobody(), tx -> {
      KeyTable.lock(tx);
      List<Dated> found = read(tx);
      if (found.isEmpty()) {
        return List.of(add(tx, clock.instant()));
      }
      boolean isTime = isTimeAfter.test(found.getFirst());
      return isTime ? with(add(tx, clock.instant().plus(PUBLISHED_BEFORE)), found) : found;
    });
  }

  /** The newest first; those that nobody needs any more are erased. */
  private List<Dated> read(Tx tx) {
    List<Dated> found = new ArrayList<>();
    for (KeyTable.Sealed sealed : KeyTable.signingKeys(tx)) {
      boolean isNeeded = found.isEmpty()
          || clock.instant().isBefore(found.getLast().signsFrom().plus(PUBLISHED_AFTER));
      if (isNeeded) {
        TokenKey key = TokenKey.of(sealed.kid(), sealed.x(),
            sealer.open(sealed.sealed(), ASSOCIATED + sealed.kid()));
        found.add(new Dated(key, sealed.signsFrom()));
      } else {
        KeyTable.retire(tx, sealed.kid());
      }
    }
    return found;
  }

  private Dated add(Tx tx, Instant signsFrom) {
    TokenKey made = TokenKey.generate();
    byte[] sealed = sealer.seal(made.key().getEncoded(), ASSOCIATED + made.kid());
    KeyTable.addSigningKey(tx, new KeyTable.Sealed(made.kid(), made.x(), sealed, signsFrom));
    return new Dated(made, signsFrom);
  }

  private static List<Dated> with(Dated newest, List<Dated> others) {
    List<Dated> all = new ArrayList<>(List.of(newest));
    all.addAll(others);
    return List.copyOf(all);
  }

  /** The key that signs now: the newest that has not to wait; the oldest where all have to. */
  public TokenKey current() {
    List<Dated> now = keys;
    Instant instant = clock.instant();
    return now.stream().filter(each -> !each.signsFrom().isAfter(instant)).findFirst()
        .orElse(now.getLast()).key();
  }

  /** All keys that verify, the newest first. */
  public List<TokenKey> published() {
    return keys.stream().map(Dated::key).toList();
  }
}
