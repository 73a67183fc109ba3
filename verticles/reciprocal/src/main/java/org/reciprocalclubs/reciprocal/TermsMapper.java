package org.reciprocalclubs.reciprocal;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalQuery;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.reciprocalclubs.codecs.reciprocal.v1.Document;
import org.reciprocalclubs.codecs.reciprocal.v1.DocumentSet;
import org.reciprocalclubs.kit.bus.Dates;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Coverage;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Opening;
import org.reciprocalclubs.reciprocal.rules.Terms;

/**
 * Terms as they travel, to and from terms as the rules know them. What cannot be read is a VALIDATION_ERROR.
 */
public final class TermsMapper {
  static final DateTimeFormatter HOUR_MINUTE = DateTimeFormatter.ofPattern("HH:mm");
  static final DateTimeFormatter MONTH_DAY = DateTimeFormatter.ofPattern("MM-dd")
      .withResolverStyle(ResolverStyle.STRICT);

  private TermsMapper() {}

  /**
   * Reads terms; whether they make sense is for {@link Terms#problems()}.
   *
   * @throws Problem VALIDATION_ERROR naming the field
   */
  public static Terms read(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire) {
    return new Terms(caps(wire.getCaps()), opening(wire), coverage(wire), entry(wire), FeesMapper.read(wire),
        new Terms.Advice(wire.getDressCode(), wire.getSpecialConditions()));
  }

  /**
   * Reads terms that a caller puts forward: as {@link #read}, and of days that can be reckoned with.
   *
   * @throws Problem VALIDATION_ERROR naming the field
   */
  static Terms asked(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire) {
    for (int i = 0; i < wire.getBlackoutsCount(); i++) {
      date("terms.blackouts[" + i + "].from", wire.getBlackouts(i).getFrom());
      date("terms.blackouts[" + i + "].to", wire.getBlackouts(i).getTo());
    }
    return read(wire);
  }

  private static Caps caps(org.reciprocalclubs.codecs.reciprocal.v1.Caps wire) {
    var counting = switch (wire.getCounting()) {
      case COUNTING_UNSPECIFIED, VISITS -> Caps.Counting.VISITS;
      case DAYS -> Caps.Counting.DAYS;
      case UNRECOGNIZED -> throw Problem.validation("terms.caps.counting", "Counted are VISITS or DAYS.");
    };
    var rolling = wire.getRollingList().stream()
        .map(each -> new Caps.Rolling(each.getMost(), each.getDays())).toList();
    return new Caps(wire.hasDay() ? wire.getDay() : null, wire.hasMonth() ? wire.getMonth() : null,
        wire.hasYear() ? wire.getYear() : null, counting, rolling,
        wire.hasNightsRunning() ? wire.getNightsRunning() : null,
        wire.hasNightsYear() ? wire.getNightsYear() : null,
        wire.hasGuestsYear() ? wire.getGuestsYear() : null);
  }

  private static Opening opening(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire) {
    return new Opening(each(wire.getBlackoutsCount(), i -> blackout(wire, i)),
        each(wire.getSeasonsCount(), i -> season(wire, i)), each(wire.getHoursCount(), i -> window(wire, i)));
  }

  private static Opening.Blackout blackout(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire, int i) {
    var blackout = wire.getBlackouts(i);
    var field = "terms.blackouts[" + i + "]";
    return new Opening.Blackout(day(field + ".from", blackout.getFrom()),
        day(field + ".to", blackout.getTo()), blackout.getReason());
  }

  private static Opening.Season season(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire, int i) {
    var season = wire.getSeasons(i);
    var field = "terms.seasons[" + i + "]";
    return new Opening.Season(monthDay(field + ".from", season.getFrom()),
        monthDay(field + ".to", season.getTo()));
  }

  private static Opening.Window window(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire, int i) {
    var hours = wire.getHours(i);
    var field = "terms.hours[" + i + "]";
    Set<DayOfWeek> days = new LinkedHashSet<>();
    for (var day : hours.getDaysList()) {
      if (day.getNumber() < 1) {
        throw Problem.validation(field + ".days", "A weekday is one of MONDAY to SUNDAY.");
      }
      days.add(DayOfWeek.of(day.getNumber()));
    }
    return new Opening.Window(days, time(field + ".from", hours.getFrom()),
        time(field + ".to", hours.getTo()));
  }

  private static Coverage coverage(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire) {
    return new Coverage(new TreeSet<>(wire.getMembershipClassesList()),
        new TreeSet<>(wire.getHomeTiersList()),
        new TreeSet<>(wire.getFacilitiesList()),
        wire.hasGuests() ? guests(wire.getGuests()) : Coverage.Guests.ANY);
  }

  /** Guests without any field set were written when there was but one, and it was 0. */
  private static Coverage.Guests guests(org.reciprocalclubs.codecs.reciprocal.v1.Guests wire) {
    boolean more = wire.hasFamilyUnder() || wire.getConsent() || wire.hasMinimumAge();
    Integer max = wire.hasMax() || !more ? (Integer) wire.getMax() : null;
    return new Coverage.Guests(max, wire.hasFamilyUnder() ? wire.getFamilyUnder() : null, wire.getConsent(),
        wire.hasMinimumAge() ? wire.getMinimumAge() : null);
  }

  private static Entry entry(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire) {
    var entry = new Entry(null, each(wire.getDocumentsCount(), i -> documents(wire.getDocuments(i), i)), null,
        null, null);
    if (wire.hasLetter()) {
      var letter = wire.getLetter();
      entry = entry.with(new Entry.LetterNeeded(letter.hasMaxAgeDays() ? letter.getMaxAgeDays() : null));
    }
    if (wire.hasResidence()) {
      var from = wire.getResidence();
      entry = entry.with(new Entry.Residence(from.hasClubsKm() ? from.getClubsKm() : null,
          from.getOtherCountry(), from.getAbroad(), from.getCitiesList()));
    }
    if (wire.hasBooking()) {
      var booking = wire.getBooking();
      entry = entry.with(new Entry.Booking(booking.getRequired(),
          booking.hasEarliestDays() ? booking.getEarliestDays() : null,
          booking.hasLatestDays() ? booking.getLatestDays() : null, booking.getApproval()));
    }
    if (wire.hasCapacity()) {
      var capacity = wire.getCapacity();
      entry = entry.with(new Entry.Capacity(capacity.hasDay() ? capacity.getDay() : null,
          capacity.hasInside() ? capacity.getInside() : null));
    }
    return entry;
  }

  private static Set<Entry.Document> documents(DocumentSet wire, int i) {
    Set<Entry.Document> all = new TreeSet<>();
    for (var each : wire.getAllList()) {
      all.add(document("terms.documents[" + i + "]", each));
    }
    return all;
  }

  static Entry.Document document(String field, Document wire) {
    return switch (wire) {
      case PASS -> Entry.Document.PASS;
      case LETTER -> Entry.Document.LETTER;
      case MEMBERSHIP_CARD -> Entry.Document.MEMBERSHIP_CARD;
      case PHOTO_CARD -> Entry.Document.PHOTO_CARD;
      case IDENTITY_CARD -> Entry.Document.IDENTITY_CARD;
      case DOCUMENT_UNSPECIFIED, UNRECOGNIZED -> throw Problem.validation(field,
          "A document is PASS, LETTER, MEMBERSHIP_CARD, PHOTO_CARD or IDENTITY_CARD.");
    };
  }

  /** Writes terms, so that reading them gives the same. */
  public static org.reciprocalclubs.codecs.reciprocal.v1.Terms write(Terms terms) {
    return TermsWriter.write(terms);
  }

  /** A day that a caller names. */
  static LocalDate date(String field, String text) {
    return Dates.date(field, text);
  }

  /** As kept, perhaps by an earlier build. */
  private static LocalDate day(String field, String text) {
    return parsed(field, text, DateTimeFormatter.ISO_LOCAL_DATE, LocalDate::from,
        "A date is written 2026-06-16.");
  }

  private static MonthDay monthDay(String field, String text) {
    return parsed(field, text, MONTH_DAY, MonthDay::from, "A day of every year is written 06-16.");
  }

  static LocalTime time(String field, String text) {
    return parsed(field, text, HOUR_MINUTE, LocalTime::from, "A time of day is written 18:30.");
  }

  private static <T> T parsed(String field, String text, DateTimeFormatter format, TemporalQuery<T> as,
      String hint) {
    try {
      return format.parse(text, as);
    } catch (DateTimeParseException unreadable) {
      throw Problem.validation(field, hint);
    }
  }

  static <T> List<T> each(int count, IntFunction<T> one) {
    return IntStream.range(0, count).mapToObj(one).toList();
  }
}
