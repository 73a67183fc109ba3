package org.reciprocalclubs.reciprocal.desk;

import java.time.Duration;

/**
 * Limits of the desk.
 *
 * @param writers connections that write batches at the same time; more than two make the batches smaller, not
 * the desk faster
 * @param batchMax check-ins in one transaction
 * @param batchWanted how many a busy writer would like to share a commit
 * @param gather how long a busy writer waits for so many; an idle one waits for nobody
 * @param queueMax check-ins that may wait for a writer; for one more, one of the host that has most waiting
 * is refused RATE_LIMITED
 * @param reconnectWait how long a writer waits before it tries a lost database again
 */
public record DeskSettings(int writers, int batchMax, int batchWanted, Duration gather, int queueMax,
    Duration reconnectWait) {
  private static final Duration GATHER_MAX = Duration.ofMillis(100);

  public static final DeskSettings DEFAULTS = new DeskSettings(2, 128, 24, Duration.ofMillis(2), 4096,
      Duration.ofMillis(200));

  public DeskSettings {
    require(writers >= 1 && writers <= 8, "desk.writers must be 1 to 8");
    require(batchMax >= 1 && batchMax <= 1024, "desk.batch_max must be 1 to 1024");
    require(batchWanted >= 1 && batchWanted <= batchMax, "desk.batch_wanted must be 1 to batch_max");
    require(gather.toMillis() >= 1 && gather.compareTo(GATHER_MAX) <= 0, "desk.gather must be 1ms to 100ms");
    require(queueMax >= batchMax, "desk.queue_max must be at least batch_max");
    require(!reconnectWait.isNegative() && !reconnectWait.isZero(), "desk.reconnect_wait must be positive");
  }

  /**
   * What one lane of the bus may work on: more than can wait, so that the queue, which knows whose they are,
   * is what refuses.
   */
  public int inFlightMax() {
    return 2 * queueMax;
  }

  /** The same limits for a writer that takes one at a time. */
  DeskSettings oneByOne() {
    return new DeskSettings(1, 1, 1, gather, queueMax, reconnectWait);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
