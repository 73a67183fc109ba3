package org.reciprocalclubs.reciprocal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Tx;

/**
 * One line of a saga's table.
 *
 * @param name by which its rows know it; never changed
 * @param demand what a policy calls it, such as {@code ledger}: of another room, and in its own time;
 * {@code null}: the platform's own, which every saga has and which needs nothing but the database
 * @param action must find out by itself what is done already
 * @param undo takes back what the action did
 * @param retry when a failed try is repeated
 */
record Step(String name, @Nullable String demand, Action action, Undo undo, Retry retry) {

  /** Runs in one transaction with the mark that it is done. */
  @FunctionalInterface
  interface Action {
    /** An exception is a failed try. */
    Result run(Tx tx, AgreementFile file);
  }

  /** Runs in a transaction of its own, together with the mark that it is taken back; retried until it is. */
  @FunctionalInterface
  interface Undo {
    Undo NOTHING = (_, _, _) -> {};

    /** @param code why */
    void run(Tx tx, AgreementFile file, String code);
  }

  /** What a try came to. */
  sealed interface Result {}

  record Done() implements Result {}

  /** Not a failure: its time has not come. */
  record NotBefore(Instant at) implements Result {}

  /** No try can succeed any more. */
  record Never(String code) implements Result {}

  /**
   * The pause after a failed try doubles with each.
   *
   * @param deadline counted from when the step became due, after which it has failed for good; {@code null}:
   * it is tried until it is done, because what came before cannot be taken back
   */
  record Retry(Duration first, Duration longest, @Nullable Duration deadline) {
    private static final int DOUBLINGS_MAX = 30;

    Duration pause(int failures) {
      var doubled = first.multipliedBy(1L << Math.clamp(failures, 0, DOUBLINGS_MAX));
      return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    boolean over(Instant due, Instant now) {
      return deadline != null && now.isAfter(due.plus(deadline));
    }
  }
}
