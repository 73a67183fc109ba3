package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/**
 * Plausible inputs around a moment: caps of every kind, nights, seasons, announcements, letters, rules of the
 * house and of a programme, restrictions. Half of all clauses are plain, so that each meets the others alone.
 */
final class TameInputs {
  private final long today;
  private final Instant at;
  private final Arbitrary<LocalDate> near;

  private TameInputs(Instant at) {
    this.at = at;
    today = Math.floorDiv(at.getEpochSecond(), 86_400L);
    near = Arbitraries.longs().between(today - 3, today + 40).map(LocalDate::ofEpochDay);
  }

  static Arbitrary<Inputs> at(Instant at) {
    var around = new TameInputs(at);
    var rules = around.terms().map(terms -> new TermsVersion(1, "sha256:07", terms, Visitor.SINCE_2020));
    var bylaws = Combinators.combine(rules.injectNull(0.7), rules.injectNull(0.7)).as(Bylaws::new);
    return Combinators
        .combine(around.terms(), around.periods(), bylaws, Arbitraries.of(AnyInputs.ZONES), around.standing(),
            around.history(), around.circumstances(), around.request())
        .as((terms, period, by, zone, standing, history, circumstances, request) -> new Inputs(
            Visitor.signed(Agreed.Force.LIVE, terms, period), by, Visitor.clubs(zone), standing, history,
            circumstances, request));
  }

  private Arbitrary<Period> periods() {
    var first = Arbitraries.longs().between(today - 50, today + 20).map(LocalDate::ofEpochDay);
    return Combinators.combine(first, near.injectNull(0.8)).as(Period::new);
  }

  private Arbitrary<Terms> terms() {
    var guests = Combinators
        .combine(Arbitraries.integers().between(0, 3).injectNull(0.5), Arbitraries.of(true, false, false))
        .as((max, consent) -> Coverage.ALL.with(new Coverage.Guests(max, null, consent, null)));
    return Combinators.combine(caps(), opening(), guests, entry())
        .as((caps, opening, coverage, entry) -> Terms.OPEN.with(caps).with(opening).with(coverage)
            .with(entry));
  }

  private Arbitrary<Caps> caps() {
    var cap = Arbitraries.integers().between(1, 5).injectNull(0.6);
    var rolling = Combinators
        .combine(Arbitraries.integers().between(1, 4), Arbitraries.integers().between(2, 20))
        .as(Caps.Rolling::new).list().ofMaxSize(1);
    var nights = Arbitraries.integers().between(2, 6).injectNull(0.7);
    return Combinators.combine(cap, cap, cap, Arbitraries.of(Caps.Counting.class), rolling, nights, nights,
        Arbitraries.integers().between(1, 6).injectNull(0.7)).as(Caps::new);
  }

  private Arbitrary<Opening> opening() {
    var blackouts = Combinators.combine(near, Arbitraries.integers().between(0, 5))
        .as((first, length) -> new Opening.Blackout(first, first.plusDays(length), ""));
    var days = near.map(MonthDay::from);
    Arbitrary<List<Opening.Season>> seasons = Combinators.combine(days, days).as(Opening.Season::new).list()
        .ofMaxSize(1);
    Arbitrary<Opening> some = Combinators.combine(blackouts.list().ofMaxSize(2),
        seasons,
        AnyInputs.windows(LocalTime.MIN, LocalTime.MAX)).as(Opening::new);
    return Arbitraries.oneOf(Arbitraries.just(Opening.ALWAYS), some);
  }

  private Arbitrary<Entry> entry() {
    var latest = Arbitraries.integers().between(0, 3);
    var booking = Combinators
        .combine(latest.injectNull(0.3), Arbitraries.integers().between(3, 9).injectNull(0.5))
        .as((late, early) -> Entry.FREE.with(new Entry.Booking(true, early, late)));
    var letter = Arbitraries.integers().between(0, 30).injectNull(0.4)
        .map(age -> Entry.FREE.with(new Entry.LetterNeeded(age)));
    var capacity = Arbitraries.integers().between(1, 6)
        .map(heads -> Entry.FREE.with(new Entry.Capacity(heads, null)));
    Arbitrary<Entry> free = Arbitraries.just(Entry.FREE);
    return Arbitraries.oneOf(free, free, free, booking, letter, capacity);
  }

  private Arbitrary<Standing> standing() {
    var issued = Arbitraries.longs().between(today - 20, today).map(LocalDate::ofEpochDay);
    Arbitrary<Standing.@Nullable Letter> letters = Combinators
        .combine(issued, near.injectNull(0.5), Arbitraries.integers().between(0, 3))
        .as(Standing.Letter::new).injectNull(0.2);
    return Combinators.combine(near.injectNull(0.8), letters)
        .as((paid, letter) -> new Standing.Known(Visitor.MEMBER, Standing.Status.ACTIVE, "FULL", paid,
            letter));
  }

  private Arbitrary<History> history() {
    var days = Arbitraries.integers().between((int) today - 20, (int) today + 2);
    return Combinators
        .combine(days, Arbitraries.of(0, 0, 0, 1, 2, 4), Arbitraries.integers().between(0, 2),
            Arbitraries.just(0))
        .as(Use::new).list().ofMaxSize(6).map(uses -> History.of(uses, null));
  }

  private Arbitrary<Circumstances> circumstances() {
    var restriction = Combinators
        .combine(Arbitraries.of(Restriction.Kind.SUSPENSION, Restriction.Kind.LIMITATION), near,
            Arbitraries.of("BAR", "DINING"), Arbitraries.of(true, false))
        .as((kind, last, facility, alone) -> new Restriction(new UUID(9, 1), kind, last,
            kind == Restriction.Kind.LIMITATION ? Set.of(facility) : Set.of(),
            kind == Restriction.Kind.LIMITATION && alone));
    var heads = Arbitraries.integers().between(0, 5)
        .map(count -> new Circumstances.Occupancy(count, count, count, count));
    return Combinators
        .combine(Arbitraries.oneOf(Arbitraries.just(List.<Restriction>of()), restriction.list().ofMaxSize(2)),
            heads, history())
        .as((restrictions, occupancy, everywhere) -> new Circumstances(restrictions, occupancy,
            Circumstances.Nearness.UNKNOWN, everywhere, false));
  }

  private Arbitrary<Request> request() {
    var guests = Arbitraries.just(new Request.Guest(null, Request.Relation.FRIEND)).list().ofMaxSize(3);
    var booked = Combinators
        .combine(Arbitraries.integers().between(0, 5), Arbitraries.integers().between(0, 3))
        .as((days, count) -> new Request.Booked(at.minusSeconds(days * 86_400L), count));
    return Combinators
        .combine(Arbitraries.of("BAR", "POOL"), guests, Arbitraries.of(0, 0, 0, 1, 2, 4),
            booked.injectNull(0.3))
        .as((facility, party, nights, when) -> new Request(at, facility, party, nights,
            Request.Particulars.NONE.booked(when)));
  }
}
