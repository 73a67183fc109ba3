package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a visitor has to bring, to have done before, and where to come from, by one scope's terms. */
final class EntryRules {
  private static final long NEVER = Long.MAX_VALUE;

  private final Scope scope;
  private final Entry entry;
  private final boolean consent;
  private final Inputs inputs;
  private final long today;

  EntryRules(Scope scope, Terms terms, Inputs inputs, long today) {
    this.scope = scope;
    this.entry = terms.entry();
    this.consent = terms.coverage().guests().consent();
    this.inputs = inputs;
    this.today = today;
  }

  void check(Checks checks) {
    checkBooking(checks);
    if (inputs.standing() instanceof Standing.Known member) {
      if (entry.letter() != null) {
        checks.add(letter(entry.letter(), member.letter()));
      }
      if (!entry.documents().isEmpty()) {
        checks.add(shown(entry.documents(), member.letter())
            ? Rule.DOCUMENTS.passed(scope)
            : Rule.DOCUMENTS.failed(scope, Code.DOCUMENTS_MISSING));
      }
    }
    if (entry.residence() != null) {
      checks.add(residence(entry.residence()));
    }
  }

  /** Also how many were announced. */
  void checkBooking(Checks checks) {
    if (entry.booking() != null) {
      booking(entry.booking(), checks);
    }
  }

  private void booking(Entry.Booking rule, Checks checks) {
    var booked = inputs.request().particulars().booked();
    if (booked == null) {
      checks.add(
          rule.required() ? Rule.BOOKING.failed(scope, Code.BOOKING_NEEDED) : Rule.BOOKING.passed(scope));
      return;
    }
    var window = window(rule, booked);
    int guests = inputs.request().guests().size();
    boolean more = rule.required() && guests > booked.guests();
    if (!window.ok() || !more) {
      checks.add(window);
      if (more) {
        checks.cure(Code.Cure.PARTY);
      }
      return;
    }
    checks.add(new Check.Failed(Rule.BOOKING, scope, Code.TOO_MANY_GUESTS,
        new Check.Numbers(guests, booked.guests())));
  }

  private Check window(Entry.Booking rule, Request.Booked booked) {
    long ahead = today - day(booked.at());
    if (rule.latestDays() != null && ahead < rule.latestDays()) {
      return new Check.Failed(Rule.BOOKING, scope, Code.BOOKING_TOO_LATE, numbers(ahead, rule.latestDays()));
    }
    if (rule.earliestDays() != null && ahead > rule.earliestDays()) {
      return new Check.Failed(Rule.BOOKING, scope, Code.BOOKING_TOO_EARLY,
          numbers(ahead, rule.earliestDays()));
    }
    return Rule.BOOKING.passed(scope);
  }

  private long day(Instant at) {
    return Moment.of(at, inputs.clubs().zone().getRules()).day();
  }

  private Check letter(Entry.LetterNeeded rule, Standing.@Nullable Letter letter) {
    if (letter == null || !letter.holds(today)) {
      return Rule.LETTER.failed(scope, Code.LETTER_NEEDED);
    }
    long age = today - letter.issued().toEpochDay();
    var most = rule.maxAgeDays();
    if (most == null) {
      return Rule.LETTER.passed(scope);
    }
    return age <= most
        ? new Check.Passed(Rule.LETTER, scope, numbers(age, most))
        : new Check.Failed(Rule.LETTER, scope, Code.LETTER_TOO_OLD, numbers(age, most));
  }

  private boolean shown(List<Set<Entry.Document>> sets, Standing.@Nullable Letter letter) {
    var shown = inputs.request().particulars().documents();
    boolean lettered = letter != null && letter.holds(today);
    for (int i = 0; i < sets.size(); i++) {
      boolean all = true;
      for (var document : sets.get(i)) {
        all &= shown.contains(document) || document == Entry.Document.LETTER && lettered;
      }
      if (all) {
        return true;
      }
    }
    return false;
  }

  private Check residence(Entry.Residence rule) {
    var nearness = inputs.circumstances().nearness();
    if (rule.otherCountry() && nearness.sameCountry()) {
      return Rule.RESIDENCE.failed(scope, Code.SAME_COUNTRY);
    }
    boolean near = nearness.residence() == Circumstances.Lives.IN_CITY && !rule.cities().isEmpty()
        || rule.abroad() && (nearness.residence() == Circumstances.Lives.IN_CITY
            || nearness.residence() == Circumstances.Lives.IN_COUNTRY);
    if (near) {
      return Rule.RESIDENCE.failed(scope, Code.RESIDENT);
    }
    return rule.clubsKm() == null
        ? Rule.RESIDENCE.passed(scope)
        : distance(rule.clubsKm(), nearness.clubsKm());
  }

  private Check distance(int least, @Nullable Integer km) {
    if (km == null) {
      return Rule.RESIDENCE.failed(scope, Code.DISTANCE_UNKNOWN);
    }
    var numbers = new Check.Numbers(km, least);
    return km > least
        ? new Check.Passed(Rule.RESIDENCE, scope, numbers)
        : new Check.Failed(Rule.RESIDENCE, scope, Code.CLUB_TOO_NEAR, numbers);
  }

  /** The first day on which what was booked is not too late. */
  long earliest() {
    var booked = inputs.request().particulars().booked();
    var booking = entry.booking();
    return booked == null || booking == null || booking.latestDays() == null
        ? Long.MIN_VALUE
        : day(booked.at()) + booking.latestDays();
  }

  /**
   * The last day on which the letter, where something depends on it, is young enough and what was booked is
   * not too early.
   */
  long last() {
    return Math.min(lastOfLetter(), lastOfBooking());
  }

  /** Also where it is there for the guests only, to whom it consents. */
  private long lastOfLetter() {
    boolean asked = entry.letter() != null || consent && !inputs.request().guests().isEmpty()
        || !entry.documents().isEmpty() && !shown(entry.documents(), null);
    if (!asked || !(inputs.standing() instanceof Standing.Known member) || member.letter() == null) {
      return NEVER;
    }
    var letter = member.letter();
    long valid = letter.validUntil() == null ? NEVER : letter.validUntil().toEpochDay();
    var age = entry.letter() == null ? null : entry.letter().maxAgeDays();
    return age == null ? valid : Math.min(valid, letter.issued().toEpochDay() + age);
  }

  private long lastOfBooking() {
    var booked = inputs.request().particulars().booked();
    var booking = entry.booking();
    return booked == null || booking == null || booking.earliestDays() == null
        ? NEVER
        : day(booked.at()) + booking.earliestDays();
  }

  private static Check.Numbers numbers(long used, int limit) {
    return new Check.Numbers((int) Math.clamp(used, Integer.MIN_VALUE, Integer.MAX_VALUE), limit);
  }
}
