package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * What is wrong with a restriction that is to begin now; empty when it is sound.
   *
   * @param today the host's local day
   */
  public List<Problem> problems(LocalDate today) {
    var problems = new ArrayList<Problem>();
    if (kind == Kind.BAN && lastDay != null) {
      problems.add(new Problem("lastDay", "A ban is for good; say SUSPENSION for one that ends."));
    }
    if (kind == Kind.SUSPENSION && lastDay == null) {
      problems.add(new Problem("lastDay", "A suspension has a last day; say BAN for one without."));
    }
    if (lastDay != null && lastDay.isBefore(today)) {
      problems.add(new Problem("lastDay", "The last day is today or later."));
    }
    if (kind == Kind.LIMITATION ? facilities.isEmpty() && !noGuests : !facilities.isEmpty() || noGuests) {
      problems.add(new Problem("facilities",
          "A limitation, and nothing else, names facilities or keeps guests out."));
    }
    TermsCheck.facilities("facilities", facilities, problems);
    return List.copyOf(problems);
  }

  boolean holds(long day) {
    return lastDay == null || day <= lastDay.toEpochDay();
  }

  /** Whoever does not say what for may mean all of the house. */
  private boolean closes(String facility) {
    return !facilities.isEmpty() && (facility.isBlank() || Facility.in(facilities, facility));
  }

  /** Whether this request meets it. */
  boolean meets(Request request) {
    return switch (kind) {
      case BAN, SUSPENSION -> true;
      case LIMITATION -> closes(request.facility())
          || noGuests && !request.guests().isEmpty();
    };
  }
}
