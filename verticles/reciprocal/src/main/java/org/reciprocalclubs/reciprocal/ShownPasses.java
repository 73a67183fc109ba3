package org.reciprocalclubs.reciprocal;

import java.time.Duration;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/**
 * Forgets codes of passes of which nobody may tell any more. Nobody waits for it: a code that is too old is
 * refused whether or not its row is still there. Every process does it; two at once find the same rows, and
 * one of them nothing. For one worker's thread.
 */
final class ShownPasses {
  static final Duration EVERY = Duration.ofSeconds(10);
  /** Rows of one transaction: a long one would hold every follower back. */
  static final int PORTION = 5_000;
  /** Portions in a row, then the next turn goes on: more than ten thousand admissions a second. */
  static final int PORTIONS_MAX = 40;

  private final Store store;

  ShownPasses(Store store) {
    this.store = store;
  }

  /** @return whether there may be more at once */
  boolean turn() {
    return forget() == PORTIONS_MAX * PORTION;
  }

  /** @return how many codes were forgotten */
  int forget() {
    int gone = 0;
    for (int i = 0; i < PORTIONS_MAX; i++) {
      int portion = store.transact(Scope.nobody(),
          tx -> tx.one("select reciprocal.forget_shown_passes($1)", PORTION).orElseThrow().getInteger(0));
      gone += portion;
      if (portion < PORTION) {
        break;
      }
    }
    return gone;
  }
}
