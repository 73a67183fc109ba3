package org.reciprocalclubs.bench.micro;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.reciprocalclubs.reciprocal.rules.Agreed;
import org.reciprocalclubs.reciprocal.rules.Bylaws;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Circumstances;
import org.reciprocalclubs.reciprocal.rules.Clubs;
import org.reciprocalclubs.reciprocal.rules.Coverage;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Fees;
import org.reciprocalclubs.reciprocal.rules.History;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Money;
import org.reciprocalclubs.reciprocal.rules.Opening;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Standing;
import org.reciprocalclubs.reciprocal.rules.Terms;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;
import org.reciprocalclubs.reciprocal.rules.Use;

/**
 * Visits as a busy city house sees them: terms with caps, hours, closed days, classes, guests, capacity, a
 * letter and a fee, rules of the house and a programme above them, and visitors who came up to forty times in
 * two years. Most are admitted; some have used up a cap, come too late or bring too many.
 */
final class Cases {
  static final int COUNT = 256;
  private static final ZoneId ZONE = ZoneId.of("Europe/London");
  private static final Instant NOON = Instant.parse("2026-06-17T12:00:00Z");
  private static final int TODAY = (int) LocalDate.of(2026, 6, 17).toEpochDay();
  private static final int TWO_YEARS = 730;
  private static final int USES_MAX = 40;

  private final Random random;

  private Cases(long seed) {
    random = new Random(seed);
  }

  /** The same ones each time. */
  static Inputs[] all() {
    var cases = new Cases(20260617);
    var inputs = new Inputs[COUNT];
    for (int i = 0; i < COUNT; i++) {
      inputs[i] = cases.next();
    }
    return inputs;
  }

  private Inputs next() {
    var clubs = new Clubs(new Clubs.Club(id(), Clubs.Status.ACTIVE),
        new Clubs.Club(id(), Clubs.Status.ACTIVE),
        ZONE);
    var agreed = new Agreed.Signed(id(), Agreed.Force.LIVE, seal(terms()));
    var standing = new Standing.Known(id(), Standing.Status.ACTIVE, "REGULAR", LocalDate.of(2026, 12, 31),
        new Standing.Letter(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 8, 31), 2));
    var around = Circumstances.NONE.withEverywhere(history())
        .with(new Circumstances.Occupancy(random.nextInt(60), random.nextInt(20), random.nextInt(40), 3));
    return new Inputs(agreed, new Bylaws(seal(house()), seal(programme())), clubs, standing, history(),
        around,
        request());
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private static TermsVersion seal(Terms terms) {
    return TermsVersion.seal(1, terms, Period.from(LocalDate.of(2024, 1, 1)));
  }

  private static Terms terms() {
    var evening = new Opening.Window(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(11, 0),
        LocalTime.of(23, 0));
    var weekend = new Opening.Window(EnumSet.of(DayOfWeek.SATURDAY), LocalTime.of(18, 0),
        LocalTime.of(23, 0));
    var closed = new Opening.Blackout(LocalDate.of(2026, 12, 24), LocalDate.of(2027, 1, 2), "Holidays");
    return Terms.OPEN
        .with(new Caps(1, 4, 24).withRolling(new Caps.Rolling(3, 7), new Caps.Rolling(10, 90))
            .withGuestsYear(40))
        .with(Opening.ALWAYS.withHours(evening, weekend).withBlackouts(closed))
        .with(Coverage.ALL.withClasses("REGULAR", "PREMIUM", "LIFETIME").withGuests(3))
        .with(Entry.FREE.with(new Entry.LetterNeeded(90)).with(new Entry.Capacity(60, 40)))
        .withFees(Fees.of(new Money(2_500, "GBP"), Fees.Basis.PER_HEAD, Fees.Route.PAY_ON_LEAVING));
  }

  /** What the clubs agreed on. */
  static Terms terms(Inputs inputs) {
    return ((Agreed.Signed) inputs.agreed()).version().terms();
  }

  private static Terms house() {
    return Terms.OPEN.with(Entry.FREE.with(new Entry.Capacity(200, 120))).withDressCode("Jacket and tie");
  }

  private static Terms programme() {
    return Terms.OPEN.with(new Caps(2, 12, 60));
  }

  private History history() {
    List<Use> uses = new ArrayList<>();
    for (int i = random.nextInt(USES_MAX); i > 0; i--) {
      uses.add(new Use(TODAY - random.nextInt(TWO_YEARS), 0, random.nextInt(3), 0));
    }
    return History.of(uses, null);
  }

  private Request request() {
    var at = NOON.plusSeconds(60L * random.nextInt(12 * 60));
    List<Request.Guest> guests = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      guests.add(new Request.Guest(30 + i, Request.Relation.FRIEND));
    }
    return new Request(at, "DINING", guests, 0,
        Request.Particulars.NONE.withDocuments(Entry.Document.PASS));
  }
}
