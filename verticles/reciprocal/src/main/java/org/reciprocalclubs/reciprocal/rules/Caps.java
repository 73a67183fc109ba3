package org.reciprocalclubs.reciprocal.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much one member may use of one host, or, in a home club's programme, of all hosts together. Every
 * {@code null} is no cap. What is being decided counts.
 *
 * <p>
 * A stay of {@code n} nights begins on the day of arrival and uses {@code n} days, at least one: the day of
 * departure is not used. A stay that reaches into another month or year must fit into each.
 *
 * @param day visits that begin in one local day, whatever is counted otherwise
 * @param month of one local calendar month
 * @param year of one local calendar year
 * @param counting what month, year and rolling count
 * @param rolling of any so many days running
 * @param nightsRunning nights without a night between, over stays that adjoin
 * @param nightsYear nights of one local calendar year
 * @param guestsYear guests brought in one local calendar year, family not counted
 */
public record Caps(@Nullable Integer day, @Nullable Integer month, @Nullable Integer year, Counting counting,
    List<Rolling> rolling, @Nullable Integer nightsRunning, @Nullable Integer nightsYear,
    @Nullable Integer guestsYear) {
  public static final Caps NONE = new Caps(null, null, null);

  public Caps {
    rolling = List.copyOf(rolling);
  }

  /** Caps on visits by day, month and year. */
  public Caps(@Nullable Integer day, @Nullable Integer month, @Nullable Integer year) {
    this(day, month, year, Counting.VISITS, List.of(), null, null, null);
  }

  /** What caps count. */
  public enum Counting {
    /** Each visit once, on the day on which it begins. */
    VISITS,
    /** Each day that is used, however many visits fall on it. */
    DAYS
  }

  /** At most so many in any so many days running. */
  public record Rolling(int most, int days) {}

  public Caps counting(Counting other) {
    return new Caps(day, month, year, other, rolling, nightsRunning, nightsYear, guestsYear);
  }

  public Caps withRolling(Rolling... others) {
    return new Caps(day, month, year, counting, List.of(others), nightsRunning, nightsYear, guestsYear);
  }

  public Caps withNights(@Nullable Integer running, @Nullable Integer ofYear) {
    return new Caps(day, month, year, counting, rolling, running, ofYear, guestsYear);
  }

  public Caps withGuestsYear(@Nullable Integer most) {
    return new Caps(day, month, year, counting, rolling, nightsRunning, nightsYear, most);
  }
}
