package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a host has put on one member, or on all members of one club.
 *
 * @param lastDay the host's local day until which it holds, inclusive; {@code null} is for good
 * @param facilities for a limitation, what may not be used; empty otherwise
 * @param noGuests for a limitation, whether nobody may come along
 */
public record Restriction(UUID id, Kind kind, @Nullable LocalDate lastDay, Set<String> facilities,
    boolean noGuests) {

  public Restriction {
    facilities = Set.copyOf(facilities);
  }

  /** What it does. */
  public enum Kind {
    /** Nobody it is on comes in. */
    BAN,
    /** Nobody it is on comes in, until it ends. */
    SUSPENSION,
    /** Some of the house, or guests, are closed to those it is on. */
    LIMITATION
  }

  boolean holds(long day) {
    return lastDay == null || day <= lastDay.toEpochDay();
  }

  /** Whether this request meets it. */
  boolean meets(Request request) {
    return switch (kind) {
      case BAN, SUSPENSION -> true;
      case LIMITATION -> facilities.contains(request.facility())
          || noGuests && !request.guests().isEmpty();
    };
  }
}
