package org.reciprocalclubs.kit.bus;

import java.time.Duration;

/**
 * The limits of the bus.
 *
 * @param deadline how long an ask waits unless told otherwise
 * @param maxInFlight how many requests one address works on at once in one verticle; more are refused
 * OVERLOADED
 */
public record BusSettings(Duration deadline, int maxInFlight) {
  /** 5 s, 1,000 in flight. */
  public static final BusSettings DEFAULT = new BusSettings(Duration.ofSeconds(5), 1_000);

  public BusSettings {
    if (deadline.compareTo(Duration.ofMillis(10)) < 0 || deadline.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("deadline must be from 10ms to 5m");
    }
    if (maxInFlight < 1 || maxInFlight > 100_000) {
      throw new IllegalArgumentException("maxInFlight must be from 1 to 100000");
    }
  }
}
