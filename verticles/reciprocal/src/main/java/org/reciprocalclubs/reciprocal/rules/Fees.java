package org.reciprocalclubs.reciprocal.rules;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a visit costs, and how the money reaches the host.
 *
 * <p>
 * Each head of the party (the member, then each guest) pays, of every item, the first line that fits; items
 * add up. So a table of one item is read from the top, and a berth can cost what it costs beside the house.
 *
 * @param currency ISO 4217, of all amounts here
 * @param lines the table; empty is free
 * @param waivers when it is not charged after all
 * @param settlement who pays, and who pays back
 * @param discount on what is used; {@code null} is none
 */
public record Fees(String currency, List<Line> lines, List<Waiver> waivers, Settlement settlement,
    @Nullable Discount discount) {

  public Fees {
    lines = List.copyOf(lines);
    waivers = List.copyOf(waivers);
  }

  /** One price for everybody. */
  public static Fees of(Money price, Basis basis, Route route) {
    return new Fees(price.currency(), List.of(Line.plain(basis, price.amountMinor())), List.of(),
        Settlement.by(route), null);
  }

  /** Whether it is one price for everybody, and nothing else. */
  public boolean onePrice() {
    return lines.size() == 1 && equals(of(new Money(lines.getFirst().amountMinor(), currency),
        lines.getFirst().basis(), settlement.route()));
  }

  /** Nothing to pay by these terms, but a way in which what is paid elsewhere is settled. */
  public static Fees settled(String currency, Settlement settlement) {
    return new Fees(currency, List.of(), List.of(), settlement, null);
  }

  public Fees with(Waiver... others) {
    return new Fees(currency, lines, List.of(others), settlement, discount);
  }

  public Fees with(Discount other) {
    return new Fees(currency, lines, waivers, settlement, other);
  }

  /**
   * A line of the table.
   *
   * @param item what it is for, such as {@code BERTH}; empty for the visit as such
   * @param fits whom it is for
   * @param basis what the amount is multiplied by
   * @param amountMinor minor units of the table's currency
   * @param unit multiplies once more, such as a vessel's feet; {@code null} does not
   * @param freeHours so much of a stay costs nothing
   */
  public record Line(String item, Fits fits, Basis basis, long amountMinor, @Nullable Unit unit,
      int freeHours) {
    /** For everybody. */
    public static Line plain(Basis basis, long amountMinor) {
      return new Line("", Fits.ALL, basis, amountMinor, null, 0);
    }

    public Line forThose(Fits others) {
      return new Line(item, others, basis, amountMinor, unit, freeHours);
    }
  }

  /** Whom a line is for; each empty set is everybody. */
  public record Fits(Set<String> classes, Set<String> homeTiers, Set<String> hostTiers,
      Set<String> facilities, Set<Party> party) {
    public static final Fits ALL = new Fits(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    public Fits {
      classes = Set.copyOf(classes);
      homeTiers = Set.copyOf(homeTiers);
      hostTiers = Set.copyOf(hostTiers);
      facilities = Set.copyOf(facilities);
      party = Set.copyOf(party);
    }

    /** Whether it is for everybody, whatever they come for. */
    public boolean all() {
      return equals(ALL);
    }
  }

  /** Heads of a party. */
  public enum Party {
    MEMBER, SPOUSE, CHILD, GUEST
  }

  /** What an amount is multiplied by. A day is each started 24 hours beyond the free hours, at least one. */
  public enum Basis {
    /** Once, however many come. */
    PER_VISIT,
    /** For each head. */
    PER_HEAD,
    /** For each night, however many come. */
    PER_NIGHT,
    /** For each night and head. */
    PER_HEAD_NIGHT,
    /** For each day of the stay, however many come. */
    PER_DAY
  }

  /**
   * A number that a visit carries, counted in units, each started one in full.
   *
   * @param attribute such as {@code vessel_length_cm}; a visit without it pays for one unit
   * @param sizeThousandths thousandths of the attribute's unit in one unit of the fee: a foot of a length in
   * centimetres is 30480
   */
  public record Unit(String attribute, int sizeThousandths) {}

  /**
   * When part of a fee is not charged.
   *
   * @param guests for {@code PAYING_GUESTS}, how many; 0 otherwise
   * @param party whose part; empty is everybody's
   */
  public record Waiver(When when, int guests, Set<Party> party) {
    public Waiver {
      party = Set.copyOf(party);
    }
  }

  /** What waives a fee. */
  public enum When {
    /** The home club is closed that day. */
    HOME_CLUB_CLOSED,
    /** At least so many guests who pay come along. */
    PAYING_GUESTS
  }

  /** How the money reaches the host. */
  public enum Route {
    /** The visitor pays before leaving. */
    PAY_ON_LEAVING,
    /** The host charges the home club, which charges its member. */
    CHARGE_HOME_CLUB,
    /** The visitor pays on leaving, and the home club pays its member back. */
    HOME_CLUB_REIMBURSES
  }

  /**
   * Who pays.
   *
   * @param route how the money reaches the host
   * @param cap on what the home club pays; {@code null}: all of it
   * @param methods how a visitor may pay; empty: as the house likes
   */
  public record Settlement(Route route, @Nullable Cap cap, Set<Method> methods) {
    public Settlement {
      methods = Set.copyOf(methods);
    }

    /** Without a cap. */
    public static Settlement by(Route route) {
      return new Settlement(route, null, Set.of());
    }
  }

  /**
   * The most that a home club pays.
   *
   * @param amountMinor for each visit, or for each night of a stay
   * @param nightsYear so many nights of a local calendar year, nothing beyond; {@code null}: any number
   * @param perVessel whether each vessel has nights of its own (attribute {@code vessel})
   * @param without items that are never paid, such as {@code POWER}
   */
  public record Cap(long amountMinor, @Nullable Integer nightsYear, boolean perVessel, Set<String> without) {
    public Cap {
      without = Set.copyOf(without);
    }
  }

  /** How a visitor may pay. */
  public enum Method {
    CASH, CARD, TRANSFER
  }

  /**
   * Off the prices of the house.
   *
   * @param basisPoints hundredths of a percent: 1000 is a tenth
   * @param facilities where; empty is everywhere
   */
  public record Discount(int basisPoints, Set<String> facilities) {
    public Discount {
      facilities = Set.copyOf(facilities);
    }
  }
}
