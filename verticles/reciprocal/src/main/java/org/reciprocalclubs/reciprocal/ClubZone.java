package org.reciprocalclubs.reciprocal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Tx;

/** By whose calendar and clock the days of a club are counted. */
final class ClubZone {
  private ClubZone() {}

  /** The zone of a club that there is. */
  static ZoneId of(Tx tx, UUID club) {
    return ZoneId.of(tx.one("select c.time_zone from auth.clubs_for_desk() c where c.id = $1", club)
        .orElseThrow().getString(0));
  }

  /** The club's day now, by the platform's time. */
  static LocalDate today(Tx tx, UUID club) {
    return LocalDate.ofInstant(tx.now(), of(tx, club));
  }
}
