package org.reciprocalclubs.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.keys.HashKeys;
import org.reciprocalclubs.auth.store.GuessTable;
import org.reciprocalclubs.auth.store.GuessTable.Counter;
import org.reciprocalclubs.auth.store.GuessTable.Waits;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down guessing, for all processes together: every try is counted as a failure before anybody looks
 * whether it is right, and taken back when it is. After so many failures in a row one waits, and with each
 * further one twice as long, up to a limit; what was not counted for a day is forgotten.
 *
 * <p>Somebody who signs in is counted three times: by login and network, by login, and by network. Where that
 * login was signed in from that network before, only the first counts: whoever guesses elsewhere, from
 * however many places, keeps nobody out where they are at home. Whoever is signed in already and proves
 * something once more is counted by login alone. For virtual threads; thread-safe.
 */
final class Guesses {
  private static final Logger LOG = LoggerFactory.getLogger(Guesses.class);
  private static final Duration FORGOTTEN = Duration.ofDays(1);
  private static final byte[] ANY = {};

  private final Store store;
  private final HashKeys keys;
  private final AuthSettings settings;
  private final Waits waits;
  private final Clock clock;

  /** What is guessed; each is counted by itself, so that who knows the one does not reset the other. */
  enum Secret {
    PASSWORD, CODE, ENROLMENT_CODE
  }

  /**
   * A login that somebody tries.
   *
   * @param account its id; any that does not exist where it does not
   * @param name what stands for it in the counts, for one that does not exist, too
   */
  record Tried(UUID account, String name) {
    Tried(UUID account) {
      this(account, account.toString());
    }
  }

  /**
   * @param all of them are counted and may refuse
   * @param own what success forgets
   */
  private record Counters(List<Counter> all, @Nullable Counter own) {}

  Guesses(Store store, HashKeys keys, AuthSettings settings, Clock clock) {
    this.store = store;
    this.keys = keys;
    this.settings = settings;
    this.waits = new Waits(settings.failureWindow(), settings.lockout().longest(), FORGOTTEN);
    this.clock = clock;
  }

  /**
   * Tries a secret of a login that somebody would sign in to, from where the request came.
   *
   * @param look empty where the secret is wrong; a failure of its own says nothing of the secret
   * @return what it gave
   * @throws Problem RATE_LIMITED with the time left
   */
  <T> Optional<T> signingIn(Secret secret, Tried tried, Supplier<Optional<T>> look) {
    return counted(signingIn(secret, tried), look);
  }

  /** The same of a login that the caller is signed in to. */
  <T> Optional<T> signedIn(Secret secret, UUID account, Supplier<Optional<T>> look) {
    Counter own = new Counter(name(secret, "in a session/" + account), ANY, settings.failuresMax());
    return counted(new Counters(List.of(own), own), look);
  }

  /** The same of a secret that is no login's, counted by the network that the request came from. */
  <T> Optional<T> ofNobody(Secret secret, Supplier<Optional<T>> look) {
    return counted(new Counters(List.of(new Counter(name(secret, ""), place(network()),
        settings.lockout().addressMax())), null), look);
  }

  /** Ends every wait for a login's password: its owner was shown to be there. */
  void forget(UUID account, String name) {
    store.perform(Scope.nobody(), tx -> {
      GuessTable.clear(tx, name(Secret.PASSWORD, name));
      GuessTable.clear(tx, name(Secret.PASSWORD, "in a session/" + account));
    });
  }

  private Counters signingIn(Secret secret, Tried tried) {
    String network = network();
    byte[] name = name(secret, tried.name());
    Counter own = new Counter(name, place(network), settings.failuresMax());
    if (network.isEmpty() || isKnown(tried.account(), network)) {
      return new Counters(List.of(own), own);
    }
    return new Counters(List.of(own, new Counter(name, ANY, settings.lockout().loginMax()),
        new Counter(ANY, place(network), settings.lockout().addressMax())), own);
  }

  private boolean isKnown(UUID account, String network) {
    return store.read(Scope.nobody(), tx -> GuessTable.isKnownAt(tx, account, network));
  }

  private <T> Optional<T> counted(Counters counters, Supplier<Optional<T>> look) {
    count(counters.all());
    Optional<T> found;
    try {
      found = look.get();
    } catch (RuntimeException failure) {
      takeBack(counters.all(), null);
      throw failure;
    }
    if (found.isPresent()) {
      takeBack(counters.all(), counters.own());
    }
    return found;
  }

  /** All or none; always in this order, so that two never wait for each other. */
  private void count(List<Counter> counters) {
    Instant now = clock.instant();
    store.perform(Scope.nobody(), tx -> {
      for (Counter each : counters) {
        GuessTable.count(tx, each, waits, now).ifPresent(until -> {
          throw Problem.rateLimited(Duration.between(now, until).plusSeconds(1));
        });
      }
    });
  }

  /** What cannot be taken back makes somebody wait sooner, and refuses nothing now. */
  private void takeBack(List<Counter> counters, @Nullable Counter cleared) {
    List<Counter> others = new ArrayList<>(counters);
    try {
      Instant now = clock.instant();
      store.perform(Scope.nobody(), tx -> {
        if (cleared != null) {
          GuessTable.clear(tx, cleared);
          others.remove(cleared);
        }
        others.forEach(each -> GuessTable.takeBack(tx, each, now));
      });
    } catch (RuntimeException failure) {
      LOG.atWarn().setCause(failure).log("A guess that was none stays counted");
    }
  }

  /** Forgets what was counted long ago; how many. */
  int forgetOld(int limit) {
    Instant before = clock.instant().minus(FORGOTTEN);
    return store.transact(Scope.nobody(), tx -> GuessTable.forget(tx, before, limit));
  }

  private static String network() {
    String network = SessionPairs.whereabouts().network();
    return network == null ? "" : network;
  }

  private byte[] name(Secret secret, String of) {
    return keys.guess(secret.name() + "/" + of);
  }

  private byte[] place(String network) {
    return keys.guess("network/" + network);
  }
}
