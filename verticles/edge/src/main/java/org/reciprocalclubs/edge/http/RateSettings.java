package org.reciprocalclubs.edge.http;

import java.time.Duration;

/**
 * How often one may knock. Each limit is a bucket of tokens that fills again steadily.
 *
 * @param address anyone not signed in, by address
 * @param account a person, by id
 * @param device a kiosk, by id
 * @param integration a program, by its key
 * @param club all people, devices and programs of a club together, beside their own limits
 * @param guessesByAddress sign-ins, registrations and enrolments from one address
 * @param guessesByAccount sign-ins to one account, by its email, from one network
 */
public record RateSettings(Limit address, Limit account, Limit device, Limit integration, Limit club,
    Limit guessesByAddress, Limit guessesByAccount) {
  /** Generous to kiosks, strict to guessing. */
  public static final RateSettings DEFAULT = new RateSettings(Limit.of(200, 50), Limit.of(300, 50),
      Limit.of(5_000, 2_500), Limit.of(600, 20), Limit.of(40_000, 20_000), Limit.of(100, 5),
      new Limit(10, 1, Duration.ofSeconds(30)));

  /**
   * @param burst how many at once; 0: no limit
   * @param refill how many come back in each period
   */
  public record Limit(int burst, int refill, Duration period) {
    public Limit {
      if (burst < 0 || refill < 1 || period.toMillis() < 1) {
        throw new IllegalArgumentException(
            "a rate limit needs a burst of 0 or more, and a refill in a period");
      }
    }

    static Limit of(int burst, int perSecond) {
      return new Limit(burst, perSecond, Duration.ofSeconds(1));
    }

    double perMilli() {
      return (double) refill / period.toMillis();
    }

    boolean isOff() {
      return burst == 0;
    }

    /**
     * How many are taken from the shared bucket at a time: few calls to Redis for large limits, exact for
     * small.
     */
    int chunk() {
      return Math.max(1, burst / 50);
    }
  }
}
