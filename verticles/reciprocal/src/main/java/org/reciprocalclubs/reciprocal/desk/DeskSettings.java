package org.reciprocalclubs.reciprocal.desk;

import java.time.Duration;

/**
 * Limits of the desk.
 *
 * @param writers connections that write batches at the same time; more than two make the batches smaller, not
 * the desk faster
 * @param batchMax check-ins in one transaction
 * @param queueMax check-ins that may wait for a writer; one more is refused OVERLOADED
 * @param reconnectWait how long a writer waits before it tries a lost database again
 */
public record DeskSettings(int writers, int batchMax, int queueMax, Duration reconnectWait) {
  public static final DeskSettings DEFAULTS = new DeskSettings(2, 128, 4096, Duration.ofMillis(200));

  public DeskSettings {
    require(writers >= 1 && writers <= 8, "desk.writers must be 1 to 8");
    require(batchMax >= 1 && batchMax <= 1024, "desk.batch_max must be 1 to 1024");
    require(queueMax >= batchMax, "desk.queue_max must be at least batch_max");
    require(!reconnectWait.isNegative() && !reconnectWait.isZero(), "desk.reconnect_wait must be positive");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
