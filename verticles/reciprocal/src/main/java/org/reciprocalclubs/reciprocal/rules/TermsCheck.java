package org.reciprocalclubs.reciprocal.rules;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what is contradictory, out of bounds or dead in terms. The limits keep every decision short. */
final class TermsCheck {
  static final int BLACKOUTS_MAX = 366;
  static final int WINDOWS_MAX = 50;
  static final int NAMES_MAX = 100;
  static final int NAME_LENGTH_MAX = 64;
  static final int REASON_LENGTH_MAX = 200;
  static final int CONDITIONS_LENGTH_MAX = 4_000;
  static final int CAP_MAX = 100_000;
  static final int GUESTS_MAX = 1_000;
  static final long PRICE_MINOR_MAX = 1_000_000_000_000L;
  private static final long DAY_NANOS = 86_400_000_000_000L;
  private static final long WEEK_NANOS = 7 * DAY_NANOS;

  private final List<Problem> problems = new ArrayList<>();

  private TermsCheck() {}

  static List<Problem> problems(Terms terms) {
    var check = new TermsCheck();
    check.caps(terms.caps());
    check.blackouts(terms.opening().blackouts());
    check.hours(terms.opening().hours());
    check.names("membershipClasses", terms.coverage().membershipClasses());
    check.names("facilities", terms.coverage().facilities());
    check.guests(terms.coverage().guestsMax());
    check.fee(terms.fee());
    check.length("specialConditions", terms.specialConditions(), CONDITIONS_LENGTH_MAX);
    return List.copyOf(check.problems);
  }

  private void caps(Terms.Caps caps) {
    cap("caps.day", caps.day());
    cap("caps.month", caps.month());
    cap("caps.year", caps.year());
  }

  private void cap(String field, @Nullable Integer value) {
    if (value == null) {
      return;
    }
    if (value < 1) {
      add(field, "A cap is at least 1: a lower one admits nobody, ever.");
    } else if (value > CAP_MAX) {
      add(field, "A cap is at most " + CAP_MAX + "; leave it out for no cap.");
    }
  }

  private void blackouts(List<Terms.Blackout> blackouts) {
    if (blackouts.size() > BLACKOUTS_MAX) {
      add("blackouts", "At most " + BLACKOUTS_MAX + " blackouts.");
      return;
    }
    for (int i = 0; i < blackouts.size(); i++) {
      var blackout = blackouts.get(i);
      if (blackout.from().isAfter(blackout.to())) {
        add("blackouts[" + i + "]", "The first day is after the last day.");
      }
      length("blackouts[" + i + "].reason", blackout.reason(), REASON_LENGTH_MAX);
    }
  }

  private void hours(List<Terms.Window> windows) {
    if (windows.size() > WINDOWS_MAX) {
      add("hours", "At most " + WINDOWS_MAX + " windows.");
      return;
    }
    for (int i = 0; i < windows.size(); i++) {
      if (windows.get(i).days().isEmpty()) {
        add("hours[" + i + "].days", "A window without a weekday never opens.");
      }
      for (int earlier = 0; earlier < i; earlier++) {
        if (overlap(windows.get(earlier), windows.get(i))) {
          add("hours[" + i + "]", "It overlaps hours[" + earlier + "].");
        }
      }
    }
  }

  private static boolean overlap(Terms.Window one, Terms.Window two) {
    for (DayOfWeek a : one.days()) {
      for (DayOfWeek b : two.days()) {
        if (meet(start(a, one), length(one), start(b, two), length(two))) {
          return true;
        }
      }
    }
    return false;
  }

  /** On the circle of the week: the later start comes before the earlier one's end, either way round. */
  private static boolean meet(long startA, long lengthA, long startB, long lengthB) {
    return Math.floorMod(startB - startA, WEEK_NANOS) < lengthA
        || Math.floorMod(startA - startB, WEEK_NANOS) < lengthB;
  }

  private static long start(DayOfWeek day, Terms.Window window) {
    return (day.getValue() - 1) * DAY_NANOS + window.from().toNanoOfDay();
  }

  private static long length(Terms.Window window) {
    long difference = window.to().toNanoOfDay() - window.from().toNanoOfDay();
    return difference > 0 ? difference : difference + DAY_NANOS;
  }

  private void names(String field, Set<String> names) {
    if (names.size() > NAMES_MAX) {
      add(field, "At most " + NAMES_MAX + " names.");
    }
    for (String name : names) {
      if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
        add(field, "A name has 1 to " + NAME_LENGTH_MAX + " characters.");
        return;
      }
    }
  }

  private void guests(@Nullable Integer max) {
    if (max == null) {
      return;
    }
    if (max < 0) {
      add("guests.max", "A number of guests is not negative.");
    } else if (max > GUESTS_MAX) {
      add("guests.max", "At most " + GUESTS_MAX + " guests; leave it out for no limit.");
    }
  }

  private void fee(Terms.@Nullable Fee fee) {
    if (fee == null) {
      return;
    }
    if (!isCurrency(fee.price().currency())) {
      add("fee.currency", "The currency is not a code of ISO 4217.");
    }
    if (fee.price().amountMinor() < 0) {
      add("fee.amount", "A fee is not negative.");
    } else if (fee.price().amountMinor() > PRICE_MINOR_MAX) {
      add("fee.amount", "A fee is at most " + PRICE_MINOR_MAX + " minor units.");
    }
  }

  /**
   * Metals, test codes and "no currency" are in the standard but nobody pays with them: they have no digits.
   */
  static boolean isCurrency(String code) {
    try {
      return Currency.getInstance(code).getDefaultFractionDigits() >= 0;
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }

  private void length(String field, String text, int max) {
    if (text.length() > max) {
      add(field, "At most " + max + " characters.");
    }
  }

  private void add(String field, String text) {
    problems.add(new Problem(field, text));
  }
}
