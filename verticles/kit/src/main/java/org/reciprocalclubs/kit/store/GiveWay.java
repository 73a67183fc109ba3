package org.reciprocalclubs.kit.store;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a follower rests after a batch so that whoever waits at a door comes first. While the machine has
 * time left it does not rest. While it has none, a follower works its share of the time only: what it does
 * comes later, and the doors answer as if it were not there. A follower that is too far behind no longer
 * gives way. Thread-safe.
 */
final class GiveWay {
  private static final int WHOLE_PERCENT = 100;

  private final StoreSettings.GiveWay limits;
  private final MachineLoad load;

  GiveWay(StoreSettings.GiveWay limits, MachineLoad load) {
    this.limits = limits;
    this.load = load;
  }

  /**
   * @param worked how long the batch took
   * @param behind how long ago its newest event happened
   */
  Duration after(Duration worked, Duration behind) {
    if (load.percent() < limits.busyPercent() || behind.compareTo(limits.behind()) > 0) {
      return Duration.ZERO;
    }
    var rest = worked.multipliedBy(WHOLE_PERCENT - limits.sharePercent()).dividedBy(limits.sharePercent());
    return rest.compareTo(limits.rest()) < 0 ? rest : limits.rest();
  }

  /** The same of a batch that was begun and whose newest event happened then. */
  Duration after(long begunNanos, Instant newest) {
    return after(Duration.ofNanos(System.nanoTime() - begunNanos), Duration.between(newest, Instant.now()));
  }
}
