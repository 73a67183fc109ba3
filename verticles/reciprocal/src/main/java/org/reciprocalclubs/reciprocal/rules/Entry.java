package org.reciprocalclubs.reciprocal.rules;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor has to bring, to have done before, and where to come from; and how many the house takes.
 *
 * @param letter of introduction of the home club; {@code null}: none needed
 * @param documents one of these sets must be shown at the door; empty: nothing in particular
 * @param residence where a visitor must not come from; {@code null}: anywhere
 * @param booking beforehand; {@code null}: visitors walk in
 * @param capacity heads the house takes; {@code null}: any number
 */
public record Entry(@Nullable LetterNeeded letter, List<Set<Document>> documents,
    @Nullable Residence residence, @Nullable Booking booking, @Nullable Capacity capacity) {
  public static final Entry FREE = new Entry(null, List.of(), null, null, null);

  public Entry {
    documents = documents.stream().<Set<Document>>map(Set::copyOf).toList();
  }

  public Entry with(LetterNeeded other) {
    return new Entry(other, documents, residence, booking, capacity);
  }

  @SafeVarargs
  public final Entry withDocuments(Set<Document>... sets) {
    return new Entry(letter, List.of(sets), residence, booking, capacity);
  }

  public Entry with(Residence other) {
    return new Entry(letter, documents, other, booking, capacity);
  }

  public Entry with(Booking other) {
    return new Entry(letter, documents, residence, other, capacity);
  }

  public Entry with(Capacity other) {
    return new Entry(letter, documents, residence, booking, other);
  }

  /**
   * A letter that the home club's office has issued and not revoked.
   *
   * @param maxAgeDays how many days ago, at most; 0 is today; {@code null} is as long as the letter says
   */
  public record LetterNeeded(@Nullable Integer maxAgeDays) {}

  /** What a front desk can see and tick. {@code PASS} and {@code LETTER} the platform sees itself. */
  public enum Document {
    PASS, LETTER, MEMBERSHIP_CARD, PHOTO_CARD, IDENTITY_CARD
  }

  /**
   * Who lives too near.
   *
   * @param clubsKm the clubs lie more than so many kilometres apart; {@code null}: any distance
   * @param otherCountry the home club is in another country than the host
   * @param abroad the visitor does not live in the host's country, where the home club knows
   * @param cities the visitor lives in none of these, where the home club knows; by any of their names
   */
  public record Residence(@Nullable Integer clubsKm, boolean otherCountry, boolean abroad,
      List<String> cities) {
    public Residence {
      cities = List.copyOf(cities);
    }
  }

  /**
   * When a visit is announced, in local days before it.
   *
   * @param required whether nobody walks in
   * @param earliestDays at most so many before; {@code null}: any time
   * @param latestDays at least so many before; {@code null}: up to the day itself
   * @param approval whether the host says yes to each, or no
   */
  public record Booking(boolean required, @Nullable Integer earliestDays, @Nullable Integer latestDays,
      boolean approval) {
    /** Where nobody has to say yes. */
    public Booking(boolean required, @Nullable Integer earliestDays, @Nullable Integer latestDays) {
      this(required, earliestDays, latestDays, false);
    }
  }

  /**
   * Heads, members and their guests together: of the partner club in an agreement, of all clubs in a house's
   * rules.
   *
   * @param day that come in one local day; {@code null}: any number
   * @param inside that are in the house at once; {@code null}: any number
   */
  public record Capacity(@Nullable Integer day, @Nullable Integer inside) {}
}
