package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request with everything that explains it.
 *
 * @param checked every rule that was checked, in order: what concerns the clubs and the member, then for each
 * {@link Scope} its terms in the order of {@link Rule}. A rule that the terms do not set
 * is not listed; where no agreement holds any more, nothing after {@link Rule#AGREEMENT} is
 * @param passesWhen what would turn a refusal into an admission; {@code null} when admitted, and when neither
 * waiting nor coming with fewer guests, nor for fewer nights, would
 * @param left what remains, this visit counted when it was admitted; {@code null} where there are no terms
 * @param fee what is due; {@code null} where there are no terms or they say nothing of money
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
   * @param maxGuests the largest party, of which those too young stay behind first and family last;
   * {@code null} when the party need not be smaller
   * @param maxNights the longest stay; {@code null} when it need not be shorter. One that passes now is told
   * before a later day
   */
  public record PassesWhen(@Nullable Instant at, @Nullable LocalDate from, @Nullable Integer maxGuests,
      @Nullable Integer maxNights) {
    /** Of any length. */
    public PassesWhen(@Nullable Instant at, @Nullable LocalDate from, @Nullable Integer maxGuests) {
      this(at, from, maxGuests, null);
    }
  }

  /**
   * What remains of the caps, by whichever of the terms leaves least; each {@code null} where none caps it.
   *
   * @param day visits in this day
   * @param month visits, or days, in this month
   * @param year visits, or days, in this year
   * @param rolling visits, or days, in the days running that end with this visit
   * @param nights nights in this year
   * @param guests guests in this year
   */
  public record Left(@Nullable Integer day, @Nullable Integer month, @Nullable Integer year,
      @Nullable Integer rolling, @Nullable Integer nights, @Nullable Integer guests) {
    static final Left ALL = new Left(null, null, null);

    /** Of visits only. */
    public Left(@Nullable Integer day, @Nullable Integer month, @Nullable Integer year) {
      this(day, month, year, null, null, null);
    }

    /** The less of both, cap by cap. */
    Left and(Left other) {
      return new Left(less(day, other.day), less(month, other.month), less(year, other.year),
          less(rolling, other.rolling), less(nights, other.nights), less(guests, other.guests));
    }

    private static @Nullable Integer less(@Nullable Integer one, @Nullable Integer two) {
      if (one == null || two == null) {
        return one == null ? two : one;
      }
      return one <= two ? one : two;
    }
  }

  /**
   * What is due, why that much, and who pays.
   *
   * @param due by the visitor or the visitor's club, all in all
   * @param route how the money reaches the host
   * @param homePays the most that the home club pays of what the visit costs, in the currency of its cap,
   * which may be another than that of {@code due}: the two are compared only where it is the same;
   * {@code null} where the route says all of it, or nothing
   * @param discount off the prices of the house, for what was asked for, in hundredths of a percent
   * @param methods how the visitor may pay; empty: as the house likes
   * @param share what {@code homePays} comes of, for the bill; {@code null} where that is
   */
  public record Charge(Money due, Reason reason, Fees.Route route, @Nullable Money homePays, int discount,
      Set<Fees.Method> methods, @Nullable Share share) {
    public Charge {
      methods = Set.copyOf(methods);
    }

    /** The home club pays what its cap says. */
    Charge(Money due, Reason reason, Fees.Route route, @Nullable Share share, int discount,
        Set<Fees.Method> methods) {
      this(due, reason, route, share == null ? null : share.ofFeeAlone(), discount, methods, share);
    }

    /** Paid as the house likes. */
    public Charge(Money due, Reason reason, Fees.Route route, @Nullable Money homePays, int discount) {
      this(due, reason, route, homePays, discount, Set.of(), null);
    }

    /** As a visitor is told of it, without what it comes of. */
    Charge told() {
      return new Charge(due, reason, route, homePays, discount, methods, null);
    }

    /** Without a cap or a discount. */
    public Charge(Money due, Reason reason, Fees.Route route) {
      this(due, reason, route, null, 0);
    }
  }

  /**
   * What a home club that caps what it pays shares in.
   *
   * @param most for this visit, at most
   * @param ofFee of the fee; {@code null} where nobody has said prices
   * @param without services that it never pays
   */
  public record Share(Money most, @Nullable Money ofFee, Set<String> without) {
    public Share {
      without = Set.copyOf(without);
    }

    /** Where nothing is known but the fee. A cap in another currency stands as it is. */
    Money ofFeeAlone() {
      return ofFee != null && ofFee.currency().equals(most.currency())
          && ofFee.amountMinor() < most.amountMinor()
              ? ofFee
              : most;
    }
  }

  /** How a charge was reached. */
  public enum Reason {
    /** Nothing, since the visitor was not admitted. */
    NOT_ADMITTED,
    /** Nothing is charged for this visit. */
    NO_FEE,
    /** Nothing, since the stay is not longer than what is free. */
    FREE_HOURS,
    /** Nothing, or less, since the home club is closed. */
    HOME_CLUB_CLOSED,
    /** Nothing, or less, since enough guests pay. */
    PAYING_GUESTS,
    /** The price, once. */
    PER_VISIT,
    /** The price for each head. */
    PER_HEAD,
    /** The price for each night. */
    PER_NIGHT,
    /** The price for each night and head. */
    PER_HEAD_NIGHT,
    /** The price for each day of the stay. */
    PER_DAY,
    /** Several prices added up. */
    SEVERAL
  }
}
