package org.reciprocalclubs.reciprocal.rules;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is contradictory, out of bounds or dead in terms: a dead rule is one that can never decide. The
 * limits keep every decision short.
 */
final class TermsCheck {
  static final int NAMES_MAX = 100;
  static final int NAME_LENGTH_MAX = 64;
  static final int TEXT_LENGTH_MAX = 4_000;
  static final int CAP_MAX = 100_000;
  static final int ROLLING_MAX = 10;
  static final int DAYS_MAX = 3_660;
  /** A desk forgets what was used longer ago. */
  static final int ROLLING_DAYS_MAX = 800;
  /** As many as one request can name. */
  static final int GUESTS_MAX = 50;
  static final int NIGHTS_MAX = 366;
  static final int AGE_MAX = 150;
  static final int KM_MAX = 20_100;

  private final Terms terms;
  private final List<Problem> problems;

  private TermsCheck(Terms terms, List<Problem> problems) {
    this.terms = terms;
    this.problems = problems;
  }

  static List<Problem> problems(Terms terms) {
    List<Problem> problems = new ArrayList<>();
    var check = new TermsCheck(terms, problems);
    check.caps(terms.caps());
    OpeningCheck.check(terms.opening(), problems);
    check.coverage(terms.coverage());
    check.entry(terms.entry());
    if (terms.fees() != null) {
      FeesCheck.check(terms.fees(), problems);
    }
    AcrossCheck.check(terms, problems);
    check.length("dressCode", terms.advice().dressCode());
    check.length("specialConditions", terms.advice().specialConditions());
    return List.copyOf(problems);
  }

  private void caps(Caps caps) {
    cap("caps.day", caps.day());
    cap("caps.month", caps.month());
    cap("caps.year", caps.year());
    nights("caps.nightsRunning", caps.nightsRunning());
    nights("caps.nightsYear", caps.nightsYear());
    cap("caps.guestsYear", caps.guestsYear());
    dead("caps.month", caps.month(), caps.year(),
        "A month has as much as the whole year: caps.month never decides.");
    if (caps.counting() == Caps.Counting.VISITS) {
      dead("caps.day", caps.day(), caps.month(),
          "A day has as much as the whole month: caps.day never decides.");
      dead("caps.day", caps.month() == null ? caps.day() : null, caps.year(),
          "A day has as much as the whole year: caps.day never decides.");
    } else {
      longest("caps.month", caps.month(), 31);
      longest("caps.year", caps.year(), 366);
    }
    dead("caps.nightsRunning", caps.nightsRunning(), caps.nightsYear(),
        "Nights running has as much as the whole year: caps.nightsRunning never decides.");
    rolling(caps);
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

  private void nights(String field, @Nullable Integer value) {
    if (value != null && value > NIGHTS_MAX) {
      add(field, "At most " + NIGHTS_MAX + " nights can be asked for: it never decides.");
    } else {
      cap(field, value);
    }
  }

  private void dead(String field, @Nullable Integer shorter, @Nullable Integer longer, String text) {
    if (shorter != null && longer != null && shorter > longer && longer > 0) {
      add(field, text);
    }
  }

  private void longest(String field, @Nullable Integer cap, int days) {
    if (cap != null && cap >= days && cap <= CAP_MAX) {
      add(field, "There are no more than " + days + " days: it never decides.");
    }
  }

  private void rolling(Caps caps) {
    if (caps.rolling().size() > ROLLING_MAX) {
      add("caps.rolling", "At most " + ROLLING_MAX + " of them.");
      return;
    }
    for (int i = 0; i < caps.rolling().size(); i++) {
      var each = caps.rolling().get(i);
      var field = "caps.rolling[" + i + "]";
      cap(field + ".most", each.most());
      if (each.days() < 2 || each.days() > ROLLING_DAYS_MAX) {
        add(field + ".days", "Days running are 2 to " + ROLLING_DAYS_MAX + ".");
      } else if (caps.counting() == Caps.Counting.DAYS && each.most() >= each.days()) {
        add(field, "That many days have no more days: it never decides.");
      }
    }
  }

  private void coverage(Coverage coverage) {
    names("membershipClasses", coverage.membershipClasses());
    names("homeTiers", coverage.homeTiers());
    facilities("facilities", coverage.facilities(), problems);
    var guests = coverage.guests();
    within("guests.max", guests.max(), GUESTS_MAX, "guests; leave it out for no limit");
    within("guests.familyUnder", guests.familyUnder(), AGE_MAX, "years");
    within("guests.minimumAge", guests.minimumAge(), AGE_MAX, "years");
    if (guests.consent() && guests.max() != null && guests.max() == 0) {
      add("guests.consent", "Nobody may be brought: consent to guests never decides.");
    }
    if (guests.minimumAge() != null && guests.familyUnder() != null
        && guests.minimumAge() >= guests.familyUnder() && guests.familyUnder() > 0) {
      add("guests.familyUnder", "Children that young are not admitted: it never decides.");
    }
    var ofYear = terms.caps().guestsYear();
    if (ofYear != null && guests.max() != null && guests.max() == 0 && guests.familyUnder() == null) {
      add("caps.guestsYear", "Nobody may be brought: it never decides.");
    }
  }

  private void entry(Entry entry) {
    if (entry.letter() != null) {
      within("letter.maxAgeDays", entry.letter().maxAgeDays(), DAYS_MAX, "days");
    }
    for (int i = 0; i < entry.documents().size(); i++) {
      if (entry.documents().get(i).isEmpty()) {
        add("documents[" + i + "]", "An empty set asks for nothing: the others never decide.");
      }
    }
    if (entry.residence() != null) {
      residence(entry.residence());
    }
    if (entry.booking() != null) {
      booking(entry.booking());
    }
    if (entry.capacity() != null) {
      cap("capacity.day", entry.capacity().day());
      cap("capacity.inside", entry.capacity().inside());
      dead("capacity.inside", entry.capacity().inside(), entry.capacity().day(),
          "The house takes fewer in a day than at once: capacity.inside never decides.");
    }
  }

  private void residence(Entry.Residence residence) {
    within("residence.clubsKm", residence.clubsKm(), KM_MAX, "kilometres: nothing on Earth is farther");
    names("residence.cities", Set.copyOf(residence.cities()));
    if (residence.abroad() && !residence.cities().isEmpty()) {
      add("residence.cities", "Nobody who lives in the country is admitted: the cities never decide.");
    }
  }

  private void booking(Entry.Booking booking) {
    within("booking.earliestDays", booking.earliestDays(), DAYS_MAX, "days");
    within("booking.latestDays", booking.latestDays(), DAYS_MAX, "days");
    if (booking.earliestDays() != null && booking.latestDays() != null
        && booking.latestDays() > booking.earliestDays()) {
      add("booking", "The latest announcement lies before the earliest: nobody can come, ever.");
    }
    boolean windowed = booking.earliestDays() != null || booking.latestDays() != null;
    if (!booking.required() && windowed) {
      add("booking.required", "Whoever walks in passes, and whoever announces the visit outside of"
          + " booking.earliestDays and booking.latestDays does not: require it, or leave them out.");
    }
  }

  private void within(String field, @Nullable Integer value, int max, String what) {
    if (value == null) {
      return;
    }
    if (value < 0) {
      add(field, "It is not negative.");
    } else if (value > max) {
      add(field, "At most " + max + " " + what + ".");
    }
  }

  private void names(String field, Set<String> names) {
    names(field, names, problems);
  }

  /** Names of what a house has. */
  static void facilities(String field, Set<String> names, List<Problem> problems) {
    int before = problems.size();
    names(field, names, problems);
    if (problems.size() == before && names.stream().anyMatch(name -> Facility.named(name) == null)) {
      problems.add(new Problem(field, "A facility's name has letters, digits, spaces and underscores."));
    }
  }

  static void names(String field, Set<String> names, List<Problem> problems) {
    if (names.size() > NAMES_MAX) {
      problems.add(new Problem(field, "At most " + NAMES_MAX + " names."));
    }
    for (String name : names) {
      if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
        problems.add(new Problem(field, "A name has 1 to " + NAME_LENGTH_MAX + " characters."));
        return;
      }
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

  private void length(String field, String text) {
    if (text.length() > TEXT_LENGTH_MAX) {
      add(field, "At most " + TEXT_LENGTH_MAX + " characters.");
    }
  }

  private void add(String field, String text) {
    problems.add(new Problem(field, text));
  }
}
