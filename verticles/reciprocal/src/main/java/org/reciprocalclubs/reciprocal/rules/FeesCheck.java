package org.reciprocalclubs.reciprocal.rules;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what is contradictory, out of bounds or dead in a table of fees. */
final class FeesCheck {
  static final int LINES_MAX = 100;
  static final int WAIVERS_MAX = 10;
  static final long PRICE_MINOR_MAX = 1_000_000_000_000L;
  static final int FREE_HOURS_MAX = 8_784;
  static final int BASIS_POINTS_MAX = 10_000;
  static final int NIGHTS_MAX = 366;

  private final List<Problem> problems;

  private FeesCheck(List<Problem> problems) {
    this.problems = problems;
  }

  /** One price for everybody travels as {@code fee}, and is named so. */
  static void check(Fees fees, List<Problem> problems) {
    var check = new FeesCheck(problems);
    boolean table = !fees.onePrice();
    if (!TermsCheck.isCurrency(fees.currency())) {
      check.add(table ? "fees.currency" : "fee.currency", "The currency is not a code of ISO 4217.");
    }
    if (!table) {
      check.amount("fee.amount", fees.lines().getFirst().amountMinor());
      return;
    }
    check.lines(fees.lines());
    check.waivers(fees);
    check.settlement(fees.settlement());
    if (fees.discount() != null) {
      check.discount(fees.discount());
    }
  }

  private void lines(List<Fees.Line> lines) {
    if (lines.size() > LINES_MAX) {
      add("fees.lines", "At most " + LINES_MAX + " lines.");
      return;
    }
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      var field = "fees.lines[" + i + "]";
      amount(field + ".amount", line.amountMinor());
      if (line.item().length() > TermsCheck.NAME_LENGTH_MAX) {
        add(field + ".item", "At most " + TermsCheck.NAME_LENGTH_MAX + " characters.");
      }
      if (line.freeHours() < 0 || line.freeHours() > FREE_HOURS_MAX) {
        add(field + ".freeHours", "Free hours are 0 to " + FREE_HOURS_MAX + ".");
      }
      unit(field, line.unit());
      names(field, line.fits());
      shadowed(field, line, lines.subList(0, i));
    }
  }

  private void unit(String field, Fees.@Nullable Unit unit) {
    if (unit == null) {
      return;
    }
    if (unit.attribute().isBlank() || unit.attribute().length() > TermsCheck.NAME_LENGTH_MAX) {
      add(field + ".unit.attribute", "An attribute has 1 to " + TermsCheck.NAME_LENGTH_MAX + " characters.");
    }
    if (unit.sizeThousandths() < 1) {
      add(field + ".unit.sizeThousandths", "A unit is larger than nothing.");
    }
  }

  private void names(String field, Fees.Fits fits) {
    TermsCheck.names(field + ".classes", fits.classes(), problems);
    TermsCheck.names(field + ".homeTiers", fits.homeTiers(), problems);
    TermsCheck.names(field + ".hostTiers", fits.hostTiers(), problems);
    TermsCheck.facilities(field + ".facilities", fits.facilities(), problems);
  }

  /** Whoever fits this line fits an earlier one. */
  private void shadowed(String field, Fees.Line line, List<Fees.Line> earlier) {
    for (int i = 0; i < earlier.size(); i++) {
      if (earlier.get(i).item().equals(line.item()) && holds(earlier.get(i).fits(), line.fits())) {
        add(field, "Whoever fits it fits fees.lines[" + i + "]: it never decides.");
        return;
      }
    }
  }

  private static boolean holds(Fees.Fits wide, Fees.Fits narrow) {
    return holds(wide.classes(), narrow.classes()) && holds(wide.homeTiers(), narrow.homeTiers())
        && holds(wide.hostTiers(), narrow.hostTiers()) && holds(wide.facilities(), narrow.facilities())
        && holds(wide.party(), narrow.party());
  }

  private static <T> boolean holds(Set<T> wide, Set<T> narrow) {
    return wide.isEmpty() || !narrow.isEmpty() && wide.containsAll(narrow);
  }

  private void waivers(Fees fees) {
    if (fees.waivers().size() > WAIVERS_MAX) {
      add("fees.waivers", "At most " + WAIVERS_MAX + " waivers.");
    }
    for (int i = 0; i < fees.waivers().size(); i++) {
      var waiver = fees.waivers().get(i);
      var field = "fees.waivers[" + i + "]";
      if (fees.lines().isEmpty()) {
        add(field, "There is no fee to waive: it never decides.");
      }
      if (waiver.when() == Fees.When.PAYING_GUESTS && waiver.guests() < 1) {
        add(field + ".guests", "At least one guest pays, or nobody pays anything.");
      }
    }
  }

  private void settlement(Fees.Settlement settlement) {
    if (settlement.route() == Fees.Route.CHARGE_HOME_CLUB && !settlement.methods().isEmpty()) {
      add("fees.settlement.methods",
          "By fees.settlement.route the home club is charged, not the visitor: they never decide.");
    }
    var cap = settlement.cap();
    if (cap == null) {
      return;
    }
    if (settlement.route() == Fees.Route.PAY_ON_LEAVING) {
      add("fees.settlement.cap", "The home club pays nothing by this route: a cap never decides.");
    }
    amount("fees.settlement.cap.amount", cap.amountMinor());
    if (cap.nightsYear() != null && (cap.nightsYear() < 1 || cap.nightsYear() > NIGHTS_MAX)) {
      add("fees.settlement.cap.nightsYear", "Nights of a year are 1 to " + NIGHTS_MAX + ".");
    }
    if (cap.perVessel() && cap.nightsYear() == null) {
      add("fees.settlement.cap.perVessel", "Only nights are counted for each vessel: it never decides.");
    }
    TermsCheck.names("fees.settlement.cap.without", cap.without(), problems);
  }

  private void discount(Fees.Discount discount) {
    if (discount.basisPoints() < 1 || discount.basisPoints() > BASIS_POINTS_MAX) {
      add("fees.discount.basisPoints",
          "A discount is 1 to " + BASIS_POINTS_MAX + " hundredths of a percent.");
    }
    TermsCheck.facilities("fees.discount.facilities", discount.facilities(), problems);
  }

  private void amount(String field, long amountMinor) {
    if (amountMinor < 0) {
      add(field, "An amount is not negative.");
    } else if (amountMinor > PRICE_MINOR_MAX) {
      add(field, "An amount is at most " + PRICE_MINOR_MAX + " minor units.");
    }
  }

  private void add(String field, String text) {
    problems.add(new Problem(field, text));
  }
}
