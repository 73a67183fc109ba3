package org.reciprocalclubs.reciprocal.rules;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what one part of terms says that another part contradicts or makes dead. Each problem stands at the
 * part that never decides and names the other.
 */
final class AcrossCheck {
  private static final String FACILITIES = "facilities";
  private static final String DEAD = ": it never decides.";
  /** So long a blackout holds every day of a year. */
  private static final int YEAR_DAYS = 366;
  /** A stay that uses fewer days of a month cannot reach over the whole of any. */
  private static final int MONTH_DAYS = 28;

  private final Terms terms;
  private final List<Problem> problems;

  private AcrossCheck(Terms terms, List<Problem> problems) {
    this.terms = terms;
    this.problems = problems;
  }

  static void check(Terms terms, List<Problem> problems) {
    var check = new AcrossCheck(terms, problems);
    check.rolling(terms.caps());
    check.nights(terms.caps());
    check.guests();
    check.blackouts(terms.opening());
    if (terms.fees() != null) {
      check.fees(terms.fees());
    }
  }

  private void rolling(Caps caps) {
    var rolling = caps.rolling();
    for (int i = 0; i < rolling.size() && rolling.size() <= TermsCheck.ROLLING_MAX; i++) {
      var each = rolling.get(i);
      if (caps.counting() == Caps.Counting.VISITS && caps.day() != null && caps.day() > each.most()
          && each.most() > 0) {
        add("caps.day", "A day has more than caps.rolling[" + i + "] allows" + DEAD);
      }
      for (int j = 0; j < rolling.size(); j++) {
        var other = rolling.get(j);
        boolean holds = other.most() <= each.most() && other.days() >= each.days();
        if (i != j && holds && (!other.equals(each) || j < i)) {
          add("caps.rolling[" + i + "]", "caps.rolling[" + j + "] allows no more in as many days" + DEAD);
          break;
        }
      }
    }
  }

  /** A stay over the turn of a month, or a year, uses days of both. */
  private void nights(Caps caps) {
    var running = caps.nightsRunning();
    if (running == null || caps.counting() != Caps.Counting.DAYS) {
      return;
    }
    if (caps.month() != null && caps.month() > 0 && caps.month() < MONTH_DAYS
        && running >= 2L * caps.month()) {
      add("caps.nightsRunning", "No stay is as long by caps.month, not even over its turn" + DEAD);
    } else if (caps.year() != null && caps.year() > 0 && running >= 2L * caps.year()) {
      add("caps.nightsRunning", "No stay is as long by caps.year, not even over its turn" + DEAD);
    }
  }

  private void guests() {
    var max = terms.coverage().guests().max();
    var ofYear = terms.caps().guestsYear();
    if (max != null && ofYear != null && ofYear > 0 && max > ofYear) {
      add("guests.max", "A visit has more than caps.guestsYear" + DEAD);
    }
  }

  private void blackouts(Opening opening) {
    for (int i = 0; i < opening.blackouts().size() && i < OpeningCheck.BLACKOUTS_MAX; i++) {
      var blackout = opening.blackouts().get(i);
      var field = "blackouts[" + i + "]";
      if (!opening.seasons().isEmpty()
          && none(blackout, day -> Clauses.inSeason(opening.seasons(), day))) {
        add(field, "It lies outside all seasons" + DEAD);
      } else if (!opening.hours().isEmpty() && none(blackout, day -> opens(opening.hours(), day))) {
        add(field, "Its weekdays have no hours" + DEAD);
      }
    }
  }

  private static boolean none(Opening.Blackout blackout, Predicate<LocalDate> holds) {
    if (blackout.from().isAfter(blackout.to())
        || blackout.to().toEpochDay() - blackout.from().toEpochDay() >= YEAR_DAYS) {
      return false;
    }
    return blackout.from().datesUntil(blackout.to().plusDays(1)).noneMatch(holds);
  }

  /** By a window of the day, or one of the day before that lasts past midnight. */
  static boolean opens(List<Opening.Window> windows, LocalDate date) {
    DayOfWeek day = date.getDayOfWeek();
    return windows.stream().anyMatch(window -> window.days().contains(day)
        || !window.to().isAfter(window.from()) && window.days().contains(day.minus(1)));
  }

  private void fees(Fees fees) {
    var coverage = terms.coverage();
    for (int i = 0; i < fees.lines().size() && i < FeesCheck.LINES_MAX; i++) {
      var fits = fees.lines().get(i).fits();
      var field = "fees.lines[" + i + "]";
      outside(field + ".membershipClasses", fits.classes(), "membershipClasses",
          coverage.membershipClasses());
      outside(field + ".homeTiers", fits.homeTiers(), "homeTiers", coverage.homeTiers());
      outside(field + ".facilities", fits.facilities(), FACILITIES, coverage.facilities());
      if (!fits.party().isEmpty() && fits.party().stream().noneMatch(this::comes)) {
        add(field + ".party", "Nobody of it may come by guests.max" + DEAD);
      }
    }
    var discount = fees.discount();
    if (discount != null) {
      outside("fees.discount.facilities", discount.facilities(), FACILITIES, coverage.facilities());
    }
    waivers(fees.waivers());
    without(fees);
  }

  /** Family comes along where it is told from guests. */
  private boolean comes(Fees.Party party) {
    var guests = terms.coverage().guests();
    return party == Fees.Party.MEMBER || guests.max() == null || guests.max() > 0
        || guests.familyUnder() != null && party != Fees.Party.GUEST;
  }

  private void outside(String field, Set<String> names, String others, Set<String> covered) {
    if (covered.isEmpty()) {
      return;
    }
    for (var name : new TreeSet<>(names)) {
      if (!(others.equals(FACILITIES) ? Facility.in(covered, name) : covered.contains(name))) {
        add(field, name + " is not among " + others + DEAD);
        return;
      }
    }
  }

  private void waivers(List<Fees.Waiver> waivers) {
    var guests = terms.coverage().guests();
    for (int i = 0; i < waivers.size() && i < FeesCheck.WAIVERS_MAX; i++) {
      var waiver = waivers.get(i);
      if (waiver.when() == Fees.When.PAYING_GUESTS && guests.max() != null && guests.familyUnder() == null
          && waiver.guests() > guests.max()) {
        add("fees.waivers[" + i + "].guests", "So many may not come by guests.max" + DEAD);
      }
    }
  }

  /** Where prices are said; a home club's programme excludes from those of others. */
  private void without(Fees fees) {
    Fees.@Nullable Cap cap = fees.settlement().cap();
    if (cap == null || fees.lines().isEmpty()) {
      return;
    }
    for (var name : new TreeSet<>(cap.without())) {
      if (fees.lines().stream()
          .noneMatch(line -> line.item().equals(name) || line.fits().facilities().contains(name))) {
        add("fees.settlement.cap.without", "No item or facility of fees.lines is " + name + DEAD);
        return;
      }
    }
  }

  private void add(String field, String text) {
    problems.add(new Problem(field, text));
  }
}
