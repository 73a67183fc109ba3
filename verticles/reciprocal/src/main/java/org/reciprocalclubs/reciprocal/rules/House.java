package org.reciprocalclubs.reciprocal.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * A house as its hours have it.
 *
 * @param hours for visitors, of some days of the week; none where it says nothing of hours
 * @param stayMax how long after they came, and after the nights they stay, whoever nobody has checked out is
 * taken to have left a house that says nothing of hours
 */
public record House(List<Opening.Window> hours, ZoneId zone, Duration stayMax) {
  /** Whether it has closed behind a visitor who came then for so many nights. */
  public boolean closed(Instant opened, int nights, Instant now) {
    return !now.isBefore(Closing.of(opened, nights, this));
  }
}
