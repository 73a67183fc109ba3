package org.reciprocalclubs.ledger.transactions;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.reciprocalclubs.ledger.transactions.LedgerSettings.Breaking;

/**
 * Leaves an organisation's peer alone that did not answer several times in a row. After a pause one call
 * tries whether it is back; when it is, everything goes on. For one thread at a time.
 */
final class Breaker {
  private final Breaking limits;
  private final LongSupplier nanos;
  private int failures;
  private boolean open;
  private boolean probing;
  private Duration pause;
  private long probeAt;

  /**
   * @param nanos a clock such as {@link System#nanoTime}
   */
  Breaker(Breaking limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    pause = limits.pause();
  }

  /** No call may pass now. */
  boolean isShut() {
    return open && (probing || nanos.getAsLong() - probeAt < 0);
  }

  /** Whether this call may pass; of one that may it must be told how it went. */
  boolean pass() {
    if (isShut()) {
      return false;
    }
    probing = open;
    return true;
  }

  /** The peer answered, whatever it said. */
  void answered() {
    failures = 0;
    open = false;
    probing = false;
    pause = limits.pause();
  }

  /** It did not. */
  void failed() {
    failures++;
    if (probing) {
      pause = shorter(pause.multipliedBy(2), limits.longest());
    }
    if (probing || !open && failures >= limits.failures()) {
      probeAt = nanos.getAsLong() + pause.toNanos();
      open = true;
    }
    probing = false;
  }

  /** It says nothing of the peer. */
  void undecided() {
    probing = false;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
