package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the visitor asks for.
 *
 * @param at the moment to judge by: the service's own time for a scan made now, the true time of one made
 * while a kiosk was cut off, any moment for a question about the future
 * @param facility what will be used, by the host's name for it; empty when the house as such
 * @param guests who comes along, by age and relation, without names
 * @param nights nights asked for; 0 for a day's visit; what is out of bounds becomes the nearest
 * @param particulars what only some terms ask for
 */
public record Request(Instant at, String facility, List<Guest> guests, int nights, Particulars particulars) {
  public Request {
    guests = List.copyOf(guests);
    nights = Math.clamp(nights, 0, Use.NIGHTS_MAX);
  }

  /** Without particulars. */
  public Request(Instant at, String facility, List<Guest> guests, int nights) {
    this(at, facility, guests, nights, Particulars.NONE);
  }

  /** A member alone, for the house as such. */
  public static Request alone(Instant at) {
    return new Request(at, "", List.of(), 0);
  }

  public Request at(Instant other) {
    return new Request(other, facility, guests, nights, particulars);
  }

  public Request forNights(int other) {
    return new Request(at, facility, guests, other, particulars);
  }

  public Request with(Particulars other) {
    return new Request(at, facility, guests, nights, other);
  }

  public Request withGuests(Guest... others) {
    return new Request(at, facility, List.of(others), nights, particulars);
  }

  /** The member and the guests. */
  int heads() {
    return 1 + guests.size();
  }

  /**
   * Somebody who comes along.
   *
   * @param age in years, where it was told
   * @param paying whether the guest pays as a visitor of the house
   */
  public record Guest(@Nullable Integer age, Relation relation, boolean paying) {
    /** One who does not pay. */
    public Guest(@Nullable Integer age, Relation relation) {
      this(age, relation, false);
    }
  }

  /** What a guest is to the member. */
  public enum Relation {
    SPOUSE, CHILD, FRIEND, COLLEAGUE, OTHER
  }

  /**
   * What only some terms ask for.
   *
   * @param attributes numbers that fees count by, such as {@code vessel_length_cm}; {@code vessel} tells
   * vessels apart
   * @param documents what the front desk was shown
   * @param booked what was announced; {@code null} for a visitor who walks in
   */
  public record Particulars(Map<String, Long> attributes, Set<Entry.Document> documents,
      @Nullable Booked booked) {
    public static final Particulars NONE = new Particulars(Map.of(), Set.of(), null);
    /** The attribute that tells vessels apart. */
    static final String VESSEL = "vessel";

    public Particulars {
      attributes = Map.copyOf(attributes);
      documents = Set.copyOf(documents);
    }

    /** Announced then for any party, or not at all. */
    public Particulars bookedAt(@Nullable Instant at) {
      return booked(at == null ? null : new Booked(at, Integer.MAX_VALUE));
    }

    public Particulars booked(@Nullable Booked other) {
      return new Particulars(attributes, documents, other);
    }

    public Particulars withDocuments(Entry.Document... others) {
      return new Particulars(attributes, Set.of(others), booked);
    }

    public Particulars withAttributes(Map<String, Long> others) {
      return new Particulars(others, documents, booked);
    }
  }

  /** When a visit was announced, and with how many guests. */
  public record Booked(Instant at, int guests) {}

  /** The vessel's number; 0 for none. What does not fit into {@link Use} is folded into what does. */
  public int vessel() {
    var number = particulars.attributes().get(Particulars.VESSEL);
    return number == null ? 0 : Use.vessel(number);
  }
}
