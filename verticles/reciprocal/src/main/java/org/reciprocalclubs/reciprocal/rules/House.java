package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * A house as its hours have it.
 *
 * @param hours for visitors, of some days of the week at least
 */
public record House(List<Opening.Window> hours, ZoneId zone) {
  /** Whether it has closed behind a visitor who came then for so many nights. */
  public boolean closed(Instant opened, int nights, Instant now) {
    return !now.isBefore(Closing.of(opened, nights, this));
  }
}
