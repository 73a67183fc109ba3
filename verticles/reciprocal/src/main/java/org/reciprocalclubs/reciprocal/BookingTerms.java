package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Booking;
import org.reciprocalclubs.codecs.reciprocal.v1.BookingAdvice;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.reciprocal.rules.Opening;

/**
 * How visits are announced, by the agreement, the host's house and the home club's programme together.
 *
 * @param asked whether any of them says anything about it
 * @param earliestDays at most so many days before; null for any time
 * @param latestDays at least so many days before
 */
record BookingTerms(boolean asked, boolean required, boolean approval, @Nullable Integer earliestDays,
    int latestDays) {

  /** Of a visitor's facts at a host. */
  static BookingTerms of(Row facts) {
    var bookings = Stream.of("terms", "house_terms", "programme_terms").map(facts::getBuffer)
        .filter(bytes -> bytes != null).map(AgreementRows::terms).filter(Terms::hasBooking)
        .map(Terms::getBooking).toList();
    return new BookingTerms(!bookings.isEmpty(), bookings.stream().anyMatch(Booking::getRequired),
        bookings.stream().anyMatch(Booking::getApproval),
        bookings.stream().filter(Booking::hasEarliestDays).map(Booking::getEarliestDays)
            .min(Comparator.naturalOrder()).orElse(null),
        bookings.stream().mapToInt(Booking::getLatestDays).max().orElse(0));
  }

  /** On which days a visit on that day can be announced. */
  BookingAdvice.Builder advice(LocalDate day) {
    var advice = BookingAdvice.newBuilder().setRequired(required).setApproval(approval)
        .setLastDay(day.minusDays(latestDays).toString());
    return earliestDays == null ? advice : advice.setFirstDay(day.minusDays(earliestDays).toString());
  }

  /**
   * When nobody is expected at a host any more: its last closing of that day where its house says one, and
   * midnight otherwise, also where it stays open past it.
   */
  static Instant ends(Row facts, LocalDate day, ZoneId zone) {
    var midnight = day.plusDays(1).atStartOfDay(zone).toInstant();
    var house = facts.getBuffer("house_terms");
    if (house == null) {
      return midnight;
    }
    var windows = TermsMapper.read(AgreementRows.terms(house)).opening().hours().stream()
        .filter(window -> window.days().contains(day.getDayOfWeek())).toList();
    boolean overnight = windows.stream().anyMatch(window -> !window.to().isAfter(window.from()));
    return overnight || windows.isEmpty()
        ? midnight
        : day.atTime(last(windows)).atZone(zone).toInstant();
  }

  private static LocalTime last(List<Opening.Window> windows) {
    return windows.stream().map(Opening.Window::to).max(Comparator.naturalOrder()).orElseThrow();
  }
}
