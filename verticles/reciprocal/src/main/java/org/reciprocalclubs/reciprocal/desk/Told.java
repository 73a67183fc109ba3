package org.reciprocalclubs.reciprocal.desk;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * What is known when something that has already happened is told; the facts that come with it are of the
 * moment when it happened. Immutable.
 *
 * @param clock the platform's time now
 * @param next when the member came to this host again after it; null where they did not
 */
record Told(Instant clock, @Nullable Instant next) {
  /** What is older is a matter for people. */
  static final Duration AGE_MAX = Duration.ofHours(72);
  /** How far a device's clock may be ahead. */
  static final Duration AHEAD_MAX = Duration.ofMinutes(2);

  static Told read(Row row) {
    var next = row.getOffsetDateTime("next_at");
    return new Told(row.getOffsetDateTime("clock").toInstant(),
        next == null ? null : next.toInstant());
  }

  /**
   * Whether it can have happened then.
   *
   * @throws Problem VALIDATION_ERROR
   */
  void requirePlausible(Instant occurredAt) {
    if (occurredAt.isBefore(clock.minus(AGE_MAX)) || occurredAt.isAfter(clock.plus(AHEAD_MAX))) {
      throw Problem.validation("occurredAt",
          "What has already happened did so within the last 72 hours, by the platform's clock.");
    }
  }

  /**
   * When the visit was over, as far as it must have been: with the local day of departure, or when the member
   * came again.
   *
   * @return null where the visitor may still be inside
   */
  @Nullable
  Instant left(Instant occurredAt, int nights, ZoneId zone) {
    var over = LocalDate.ofInstant(occurredAt, zone).plusDays(nights + 1L).atStartOfDay(zone).toInstant();
    var left = next != null && next.isBefore(over) ? next : over;
    return left.isAfter(clock) ? null : left;
  }
}
