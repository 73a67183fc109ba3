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

  private Cures(Inputs inputs, Agreed.Signed signed) {
    this.inputs = inputs;
    this.signed = signed;
  }

  /** {@code null} where anything failed that the visitor cannot cure alone, and where nothing would pass. */
  static Verdict.@Nullable PassesWhen find(Inputs inputs, Checks checks) {
    return checks.curable() && inputs.agreed() instanceof Agreed.Signed signed
        ? new Cures(inputs, signed).find(checks)
        : null;
  }

  private Verdict.@Nullable PassesWhen find(Checks checks) {
    if (!checks.crowded()) {
      return stay(inputs, checks, null);
    }
    var order = order();
    int most = most(inputs.request().guests().size() - 1,
        count -> !Rulebook.checks(with(order, count), signed).crowded());
    if (most < 0) {
      return null;
    }
    var smaller = with(order, most);
    return stay(smaller, Rulebook.checks(smaller, signed), most);
  }

  private Verdict.@Nullable PassesWhen stay(Inputs party, Checks checks, @Nullable Integer guests) {
    if (!checks.curable()) {
      return null;
    }
    if (!checks.failed()) {
      return new Verdict.PassesWhen(null, null, guests, null);
    }
    int nights = most(party.request().nights() - 1,
        count -> count < 1 || !Rulebook.checks(nights(party, count), signed).failed());
    if (nights > 0) {
      return new Verdict.PassesWhen(null, null, guests, nights);
    }
    var longest = checks.maxNights();
    var later = later(longest == null ? party : nights(party, longest), guests, longest);
    return later == null && party.request().nights() > 1 ? later(nights(party, 1), guests, 1) : later;
  }

  private static Verdict.@Nullable PassesWhen later(Inputs asked, @Nullable Integer guests,
      @Nullable Integer nights) {
    Instant at = Earliest.find(asked);
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
    int low = -1;
    int high = limit;
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
    order.sort(Comparator.comparing((Request.Guest guest) -> tooYoung(guest, rules))
        .thenComparing(guest -> rules.stream().filter(rule -> !rule.isFamily(guest)).count()));
    return order;
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
