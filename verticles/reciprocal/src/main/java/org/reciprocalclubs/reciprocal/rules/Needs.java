package org.reciprocalclubs.reciprocal.rules;

/**
 * What terms ask to be looked up beyond what every visit needs, as bits that are stored beside the terms: a
 * desk looks up nothing that nobody asks for. The numbers are those of {@code reciprocal.desk_facts}.
 */
public final class Needs {
  /** The home club's letter of introduction. */
  public static final int LETTER = 1;
  /** How many heads are in the house, and were today. */
  public static final int HEADS = 2;
  /** Where the clubs lie and the visitor lives. */
  public static final int PLACES = 4;
  /** Whether the home club's house is closed. */
  public static final int HOME_HOUSE = 8;
  /** What the visitor has announced for the day. */
  public static final int BOOKING = 16;

  private Needs() {}

  /** The bits of these terms. */
  public static int of(Terms terms) {
    var entry = terms.entry();
    boolean letter = entry.letter() != null || terms.coverage().guests().consent()
        || entry.documents().stream().anyMatch(set -> set.contains(Entry.Document.LETTER));
    return (letter ? LETTER : 0) | (entry.capacity() == null ? 0 : HEADS)
        | (entry.residence() == null ? 0 : PLACES) | (homeHouse(terms) ? HOME_HOUSE : 0)
        | (entry.booking() == null ? 0 : BOOKING);
  }

  private static boolean homeHouse(Terms terms) {
    return terms.fees() != null
        && terms.fees().waivers().stream().anyMatch(waiver -> waiver.when() == Fees.When.HOME_CLUB_CLOSED);
  }
}
