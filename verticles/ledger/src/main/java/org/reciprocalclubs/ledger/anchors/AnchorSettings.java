package org.reciprocalclubs.ledger.anchors;

import java.time.Duration;

/**
 * The section {@code log.anchors}: when a batch of the log is closed.
 *
 * @param leaves as soon as so many are not anchored
 * @param time or as soon as the first of them has waited so long
 * @param inFlight anchors that may be on their way at once; while there are so many the next batch grows
 * @param poll pause between two looks
 */
public record AnchorSettings(int leaves, Duration time, int inFlight, Duration poll) {
  private static final int LEAVES_MAX = 1_000_000;
  private static final Duration TIME_MAX = Duration.ofDays(1);
  private static final int IN_FLIGHT_MAX = 16;
  private static final Duration POLL_MAX = Duration.ofMinutes(1);

  /** Those of conf/app.yaml; after the bounds, which they are held against. */
  public static final AnchorSettings DEFAULTS = new AnchorSettings(5_000, Duration.ofSeconds(1), 2,
      Duration.ofMillis(100));

  public AnchorSettings {
    if (leaves < 1 || leaves > LEAVES_MAX) {
      throw new IllegalArgumentException("leaves must be 1 to " + LEAVES_MAX);
    }
    if (time.toMillis() < 1 || time.compareTo(TIME_MAX) > 0) {
      throw new IllegalArgumentException("time must be 1ms to 1d");
    }
    if (inFlight < 1 || inFlight > IN_FLIGHT_MAX) {
      throw new IllegalArgumentException("in_flight must be 1 to " + IN_FLIGHT_MAX);
    }
    if (poll.toMillis() < 1 || poll.compareTo(POLL_MAX) > 0) {
      throw new IllegalArgumentException("poll must be 1ms to 1m");
    }
  }
}
