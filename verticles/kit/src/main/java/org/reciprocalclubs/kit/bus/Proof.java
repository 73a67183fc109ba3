package org.reciprocalclubs.kit.bus;

import java.time.Instant;

/**
 * What a session has proven of whose it is, as its access token says. Immutable.
 *
 * @param factor whether the login has a second factor, without which the session would not have begun
 * @param until until when all that the login has counts as proven lately; {@link Instant#EPOCH}: it does not
 * @param enrolling true when what the login may do asks for a second factor that it has not: the session is
 * good for enrolling one and for nothing else
 */
public record Proof(boolean factor, Instant until, boolean enrolling) {
  /** Nothing, and nothing is asked for: devices, and the platform itself. */
  public static final Proof NONE = new Proof(false, Instant.EPOCH, false);

  public Proof {
    if (factor && enrolling) {
      throw new IllegalArgumentException("Who has a second factor need not enrol one");
    }
  }

  /** Whether all that the login has was proven lately enough. */
  public boolean isFresh(Instant now) {
    return now.isBefore(until);
  }

  /**
   * Lets a caller pass who proved lately all that their login has.
   *
   * @throws Problem UNAUTHORIZED with the code STEP_UP_REQUIRED
   */
  public void requireFresh(Instant now) {
    if (!isFresh(now)) {
      throw Problem.of(ErrorCode.UNAUTHORIZED, "STEP_UP_REQUIRED", "Prove once more that it is you");
    }
  }
}
