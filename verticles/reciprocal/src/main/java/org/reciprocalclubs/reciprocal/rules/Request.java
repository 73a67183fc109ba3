package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the visitor asks for.
 *
 * @param at the moment to judge by: the service's own time for a scan made now, the true time of one made
 * while a kiosk was cut off, any moment for a question about the future
 * @param facility what will be used, by the host's name for it; empty when the house as such
 * @param guests who comes along, by age and relation, without names
 * @param nights nights asked for; 0 for a day's visit
 */
public record Request(Instant at, String facility, List<Guest> guests, int nights) {
  public Request {
    guests = List.copyOf(guests);
  }

  /** A member alone, for the house as such. */
  public static Request alone(Instant at) {
    return new Request(at, "", List.of(), 0);
  }

  public Request at(Instant other) {
    return new Request(other, facility, guests, nights);
  }

  /** Somebody who comes along; the age in years where it was told. */
  public record Guest(@Nullable Integer age, Relation relation) {}

  /** What a guest is to the member. */
  public enum Relation {
    SPOUSE, CHILD, FRIEND, COLLEAGUE, OTHER
  }
}
