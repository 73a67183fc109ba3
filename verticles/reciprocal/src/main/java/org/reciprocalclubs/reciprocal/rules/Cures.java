package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what would pass: first with no more of the party left behind than it takes, then for as many
 * nights as pass at once, and only then on a later day. Every answer was tried: it is a promise.
 */
final class Cures {
  private final Inputs inputs;
  private final Agreed.Signed signed;
  private final Moment now;

  /** @param now the moment that is asked for */
  Cures(Inputs inputs, Agreed.Signed signed, Moment now) {
    this.inputs = inputs;
    this.signed = signed;
    this.now = now;
  }

  /**
   * What would pass.
   *
   * @param checks all of them, of which some failed
   * @return {@code null} where anything failed that the visitor cannot cure alone, and where nothing passes
   */
  Verdict.@Nullable PassesWhen find(Checks checks) {
    if (!checks.curable()) {
      return null;
    }
    if (!checks.crowded()) {
      return stay(inputs, checks, null);
    }
    var order = order();
    int most = most(inputs.request().guests().size() - 1,
        count -> !Rulebook.crowded(with(order, count), signed, now));
    if (most < 0) {
      return null;
    }
    if (!checks.late() && checks.maxNights() == null) {
      // nothing failed but what looks at the party
      return new Verdict.PassesWhen(null, null, most, null);
    }
    var smaller = with(order, most);
    return stay(smaller, Rulebook.checks(smaller, signed, now), most);
  }

  private Verdict.@Nullable PassesWhen stay(Inputs party, Checks checks, @Nullable Integer guests) {
    if (!checks.curable()) {
      return null;
    }
    if (!checks.failed()) {
      return new Verdict.PassesWhen(null, null, guests, null);
    }
    int nights = most(party.request().nights() - 1,
        count -> count < 1 || !Rulebook.checks(nights(party, count), signed, now).failed());
    if (nights > 0) {
      return new Verdict.PassesWhen(null, null, guests, nights);
    }
    var longest = checks.maxNights();
    var later = later(longest == null ? party : nights(party, longest), guests, longest);
    return later == null && party.request().nights() > 1 ? later(nights(party, 1), guests, 1) : later;
  }

  private Verdict.@Nullable PassesWhen later(Inputs asked, @Nullable Integer guests,
      @Nullable Integer nights) {
    Instant at = Earliest.find(asked, signed, now);
    if (at == null) {
      return null;
    }
    if (at.equals(Moment.bounded(asked.request().at()))) {
      return new Verdict.PassesWhen(null, null, guests, nights);
    }
    long day = Moment.of(at, asked.clubs().zone().getRules()).day();
    return new Verdict.PassesWhen(at, LocalDate.ofEpochDay(day), guests, nights);
  }

  private static Inputs nights(Inputs inputs, int nights) {
    return inputs.with(inputs.request().forNights(nights));
  }

  private Inputs with(List<Request.Guest> order, int count) {
    return inputs
        .with(inputs.request().withGuests(order.subList(0, count).toArray(Request.Guest[]::new)));
  }

  /** The most that passes, of 0 to a limit; less never fails where more passes. -1 where not even 0 does. */
  private static int most(int limit, IntPredicate passes) {
    if (limit >= 0 && passes.test(limit)) {
      // most are one too many
      return limit;
    }
    int low = -1;
    int high = limit - 1;
    while (low < high) {
      int middle = low + (high - low + 1) / 2;
      if (passes.test(middle)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Who is left behind last comes first: neither too young nor a guest by any of the terms. */
  private List<Request.Guest> order() {
    var bylaws = inputs.bylaws();
    var rules = new ArrayList<Coverage.Guests>();
    rules.add(signed.version().terms().coverage().guests());
    if (bylaws.house() != null) {
      rules.add(bylaws.house().terms().coverage().guests());
    }
    if (bylaws.programme() != null) {
      rules.add(bylaws.programme().terms().coverage().guests());
    }
    var order = new ArrayList<>(inputs.request().guests());
    order.sort(Comparator.comparingInt(guest -> place(guest, rules)));
    return order;
  }

  private static int place(Request.Guest guest, List<Coverage.Guests> rules) {
    int guestOf = 0;
    for (var rule : rules) {
      guestOf += rule.isFamily(guest) ? 0 : 1;
    }
    return tooYoung(guest, rules) ? rules.size() + 1 + guestOf : guestOf;
  }

  private static boolean tooYoung(Request.Guest guest, List<Coverage.Guests> rules) {
    int age = guest.age() == null ? Integer.MAX_VALUE : guest.age();
    for (var rule : rules) {
      if (rule.minimumAge() != null && age < rule.minimumAge()) {
        return true;
      }
    }
    return false;
  }
}
