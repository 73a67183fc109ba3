package org.reciprocalclubs.bench;

import java.time.Duration;

/** Counts answers, and those of a window of time with how long they took. For one event loop. */
final class Tally {
  private final Latencies latencies = new Latencies();
  private final long fromNanos;
  private final long untilNanos;
  private long admitted;
  private long refused;
  private long counted;

  /**
   * A window that begins in a while.
   *
   * @param warmUp before it
   * @param counting its length
   */
  Tally(Duration warmUp, Duration counting) {
    fromNanos = System.nanoTime() + warmUp.toNanos();
    untilNanos = fromNanos + counting.toNanos();
  }

  /** Whether the window is over at that time. */
  boolean over(long nanos) {
    return nanos >= untilNanos;
  }

  /** An answer that came just now to what was meant to be asked at that time. */
  void count(boolean admission, long askedNanos) {
    if (admission) {
      admitted++;
    } else {
      refused++;
    }
    long end = System.nanoTime();
    if (end >= fromNanos && end < untilNanos) {
      counted++;
      latencies.add(end - askedNanos);
    }
  }

  Result result() {
    return new Result(counted / ((untilNanos - fromNanos) / 1e9), admitted, refused, latencies);
  }

  /**
   * What was answered.
   *
   * @param perSecond within the window that counts
   * @param admitted of the whole run, warm-up and end included
   * @param refused likewise
   * @param latencies within the window
   */
  record Result(double perSecond, long admitted, long refused, Latencies latencies) {
    long all() {
      return admitted + refused;
    }
  }
}
