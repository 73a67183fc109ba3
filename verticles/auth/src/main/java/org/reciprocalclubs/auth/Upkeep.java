package org.reciprocalclubs.auth;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.reciprocalclubs.auth.keys.SigningKeys;
import org.reciprocalclubs.auth.store.RoleTable;
import org.reciprocalclubs.auth.store.SessionTable;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done again and again: look which keys sign, and forget sessions that were over and guesses
 * that were counted long ago. Every process with this room does it; doing it twice does no harm. For
 * virtual threads.
 */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration FORGET_EVERY = Duration.ofMinutes(10);
  /** Sessions forgotten in one transaction; more are forgotten by the next. */
  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final Vertx vertx;
  private final Store store;
  private final SigningKeys keys;
  private final Guesses guesses;
  private final Duration kept;

  Upkeep(Vertx vertx, Store store, SigningKeys keys, Guesses guesses, Duration kept) {
    this.vertx = vertx;
    this.store = store;
    this.keys = keys;
    this.guesses = guesses;
    this.kept = kept;
  }

  /** Begins; the result ends it. */
  Runnable start() {
    long look = vertx.setPeriodic(SigningKeys.LOOK.toMillis(),
        _ -> attempt(keys::keep, "Which keys sign could not be looked up: those known go on"));
    long forget = vertx.setPeriodic(FORGET_EVERY.toMillis(),
        _ -> attempt(this::forget, "Old sessions could not be forgotten: the next try does"));
    return () -> {
      vertx.cancelTimer(look);
      vertx.cancelTimer(forget);
    };
  }

  private void forget() {
    forget(store, kept);
    int gone;
    do {
      gone = guesses.forgetOld(FORGOTTEN_AT_ONCE);
    } while (gone == FORGOTTEN_AT_ONCE);
  }

  /** Forgets sessions that were over that long ago, and rights that no token names any more. */
  static void forget(Store store, Duration kept) {
    int gone;
    do {
      gone = store.transact(Scope.nobody(),
          tx -> SessionTable.forget(tx, tx.now().minus(kept), FORGOTTEN_AT_ONCE));
    } while (gone == FORGOTTEN_AT_ONCE);
    do {
      gone = store.transact(Scope.nobody(), tx -> RoleTable.forget(tx, FORGOTTEN_AT_ONCE));
    } while (gone == FORGOTTEN_AT_ONCE);
  }

  private static void attempt(Runnable task, String otherwise) {
    try {
      task.run();
    } catch (RuntimeException failure) {
      LOG.atWarn().setCause(failure).log(otherwise);
    }
  }
}
