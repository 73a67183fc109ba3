package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the days on which terms hold make dead or contradictory in them: blackouts of other days, and
 * opening times that leave no day on which anybody is admitted. Each problem stands at the part of the terms
 * that has to give way. What the clubs' own houses say is theirs to change at any time, and not looked at.
 */
final class PeriodCheck {
  /**
   * Days that are looked at for one on which the door opens: weekdays fall on the same dates again after 28
   * years. Terms that may have one only later are taken to have one.
   */
  static final int DAYS_MAX = 28 * 366;
  private static final String NEVER = ": nobody is admitted, ever.";

  private final Opening opening;
  private final Period period;
  private final List<Problem> problems;

  private PeriodCheck(Opening opening, Period period, List<Problem> problems) {
    this.opening = opening;
    this.period = period;
    this.problems = problems;
  }

  /** @param problems of the terms by themselves; what is out of bounds is not looked into further */
  static void check(Terms terms, Period period, List<Problem> problems) {
    if (period.isEmpty() || terms.opening().blackouts().size() > OpeningCheck.BLACKOUTS_MAX
        || terms.opening().seasons().size() > OpeningCheck.SEASONS_MAX
        || terms.opening().hours().size() > OpeningCheck.WINDOWS_MAX) {
      return;
    }
    var check = new PeriodCheck(terms.opening(), period, problems);
    check.blackouts();
    check.days();
  }

  private void blackouts() {
    for (int i = 0; i < opening.blackouts().size(); i++) {
      var blackout = opening.blackouts().get(i);
      var last = period.expiration();
      if (blackout.to().isBefore(period.effective()) && !blackout.from().isAfter(blackout.to())) {
        add("blackouts[" + i + "]", "It is over before effectiveDate: it never decides.");
      } else if (last != null && blackout.from().isAfter(last)) {
        add("blackouts[" + i + "]", "It begins after expirationDate: it never decides.");
      }
    }
  }

  /** Each part by itself, then what they leave together. */
  private void days() {
    var dates = Opening.ALWAYS.withBlackouts(opening.blackouts().toArray(Opening.Blackout[]::new));
    var seasons = Opening.ALWAYS.withSeasons(opening.seasons().toArray(Opening.Season[]::new));
    var hours = Opening.ALWAYS.withHours(opening.hours().toArray(Opening.Window[]::new));
    if (!opens(dates)) {
      add("blackouts", "They hold every day from effectiveDate to expirationDate" + NEVER);
    } else if (!opens(seasons)) {
      add("seasons", "They hold no day from effectiveDate to expirationDate" + NEVER);
    } else if (!opens(hours)) {
      add("hours", "They open on no day from effectiveDate to expirationDate" + NEVER);
    } else if (!opens(opening)) {
      add(opening.blackouts().isEmpty() ? "seasons" : "blackouts",
          "With the rest of blackouts, seasons and hours no day from effectiveDate to expirationDate is left"
              + NEVER);
    }
  }

  /** Whether a day is left; also where that cannot be told from the first days. */
  private boolean opens(Opening times) {
    var blackouts = times.blackouts().stream().sorted(Comparator.comparing(Opening.Blackout::from)).toList();
    var day = period.effective();
    for (int looked = 0; looked < DAYS_MAX; looked++) {
      day = afterBlackouts(blackouts, day);
      if (day == null || period.overBy(day)) {
        return false;
      }
      boolean inSeason = times.seasons().isEmpty() || Clauses.inSeason(times.seasons(), day);
      if (inSeason && (times.hours().isEmpty() || AcrossCheck.opens(times.hours(), day))) {
        return true;
      }
      if (day.equals(LocalDate.MAX)) {
        return false;
      }
      day = day.plusDays(1);
    }
    return true;
  }

  /**
   * This day, or the first after it that is not blacked out; {@code null} where there is none.
   *
   * @param blackouts by their first days
   */
  private static @Nullable LocalDate afterBlackouts(List<Opening.Blackout> blackouts, LocalDate from) {
    var day = from;
    for (var blackout : blackouts) {
      if (!blackout.from().isAfter(day) && !blackout.to().isBefore(day)) {
        if (blackout.to().equals(LocalDate.MAX)) {
          return null;
        }
        day = blackout.to().plusDays(1);
      }
    }
    return day;
  }

  private void add(String field, String text) {
    problems.add(new Problem(field, text));
  }
}
