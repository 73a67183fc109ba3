package org.reciprocalclubs.auth;

import java.time.Duration;
import java.time.Instant;
import org.reciprocalclubs.codecs.auth.v1.Clock;
import org.reciprocalclubs.codecs.auth.v1.GetClockRequest;
import org.reciprocalclubs.codecs.auth.v1.SetClockRequest;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.TimeOffset;

/** The platform's time, and setting it where that is allowed. For virtual threads; thread-safe. */
final class ClockService {
  private static final long SECONDS_MIN = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
  private static final long SECONDS_MAX = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

  private final Store store;
  private final TimeOffset offset;
  private final boolean production;

  ClockService(Store store, boolean production) {
    this.store = store;
    this.production = production;
    offset = new TimeOffset(store, production);
  }

  Clock get(GetClockRequest request) {
    Duration added = offset.read();
    Instant now = store.read(Scope.nobody(), tx -> tx.now());
    return Clock.newBuilder().setNow(AuthMapper.timestamp(now)).setOffsetMs(added.toMillis()).build();
  }

  Clock set(SetClockRequest request) {
    if (production) {
      throw Problem.refused("CLOCK_FIXED", "In production the clock cannot be set");
    }
    if (request.hasNow()) {
      RequestFields.inRange("now", request.getNow(), SECONDS_MIN, SECONDS_MAX);
      Instant real = store.read(Scope.nobody(), tx -> tx.now()).minus(offset.read());
      offset.set(Duration.between(real, AuthMapper.instant(request.getNow())));
    } else {
      offset.set(Duration.ZERO);
    }
    return get(GetClockRequest.getDefaultInstance());
  }
}
