package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request with everything that explains it.
 *
 * @param checked every rule that was checked, in the order of {@link Rule}. A rule that the terms do not set
 * is not listed; where no agreement holds any more, nothing after {@link Rule#AGREEMENT} is
 * @param passesWhen what would turn a refusal into an admission; {@code null} when admitted, and when neither
 * waiting nor coming with fewer guests would
 * @param left visits that remain, this one counted when it was admitted; {@code null} where there are no
 * terms
 * @param fee what is due; {@code null} where there are no terms or they set no fee
 */
public record Verdict(List<Check> checked, @Nullable PassesWhen passesWhen, @Nullable Left left,
    @Nullable Charge fee) {

  public Verdict {
    checked = List.copyOf(checked);
  }

  /** The first rule that failed; {@code null} when admitted. */
  public @Nullable Check deciding() {
    for (int i = 0; i < checked.size(); i++) {
      var check = checked.get(i);
      if (!check.ok()) {
        return check;
      }
    }
    return null;
  }

  /** {@link Code#ADMITTED} or why not. */
  public Code code() {
    var deciding = deciding();
    return deciding == null ? Code.ADMITTED : deciding.code();
  }

  /**
   * What would pass, if nothing else changes (no visit made or annulled, no terms, standing or dues changed).
   *
   * @param at the first moment, within {@link Rulebook#HORIZON_DAYS} days, at which every rule about time
   * passes; {@code null} when time is not what failed
   * @param from the host's local day at that moment
   * @param maxGuests the largest party; {@code null} when the party is not what failed
   */
  public record PassesWhen(@Nullable Instant at, @Nullable LocalDate from, @Nullable Integer maxGuests) {}

  /**
   * Visits that remain in this day, month and year at this host; each {@code null} where the terms set no
   * cap.
   */
  public record Left(@Nullable Integer day, @Nullable Integer month, @Nullable Integer year) {}

  /** What is due, why that much, and who collects it. */
  public record Charge(Money due, Reason reason, Terms.Route route) {}

  /** How a charge was reached. */
  public enum Reason {
    /** Nothing, since the visitor was not admitted. */
    NOT_ADMITTED,
    /** The price, once. */
    PER_VISIT,
    /** The price for the member and for each guest. */
    PER_HEAD
  }
}
