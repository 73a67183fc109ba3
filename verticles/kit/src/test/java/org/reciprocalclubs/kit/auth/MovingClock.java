package org.reciprocalclubs.kit.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes on by itself, and that a test puts forward. Thread-safe for one who moves it. */
public final class MovingClock extends Clock {
  private volatile Duration ahead = Duration.ZERO;

  /** So much time passes at once. */
  public void pass(Duration time) {
    ahead = ahead.plus(time);
  }

  /** How far it is ahead of the machine's clock. */
  public Duration ahead() {
    return ahead;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
