package org.reciprocalclubs.reciprocal;

import java.util.TreeSet;
import org.reciprocalclubs.codecs.reciprocal.v1.Document;
import org.reciprocalclubs.codecs.reciprocal.v1.OpenHours;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Coverage;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Opening;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** Terms as the rules know them, to terms as they travel. What is not set there is not set here. */
final class TermsWriter {

  private TermsWriter() {}

  static org.reciprocalclubs.codecs.reciprocal.v1.Terms write(Terms terms) {
    var wire = org.reciprocalclubs.codecs.reciprocal.v1.Terms.newBuilder();
    caps(terms.caps(), wire.getCapsBuilder());
    opening(terms.opening(), wire);
    coverage(terms.coverage(), wire);
    entry(terms.entry(), wire);
    if (terms.fees() != null) {
      FeesMapper.write(terms.fees(), wire);
    }
    if (!terms.advice().dressCode().isEmpty()) {
      wire.setDressCode(terms.advice().dressCode());
    }
    if (!terms.advice().specialConditions().isEmpty()) {
      wire.setSpecialConditions(terms.advice().specialConditions());
    }
    return wire.build();
  }

  private static void caps(Caps caps, org.reciprocalclubs.codecs.reciprocal.v1.Caps.Builder wire) {
    if (caps.day() != null) {
      wire.setDay(caps.day());
    }
    if (caps.month() != null) {
      wire.setMonth(caps.month());
    }
    if (caps.year() != null) {
      wire.setYear(caps.year());
    }
    if (caps.counting() == Caps.Counting.DAYS) {
      wire.setCounting(org.reciprocalclubs.codecs.reciprocal.v1.Caps.Counting.DAYS);
    }
    caps.rolling().forEach(each -> wire.addRollingBuilder().setMost(each.most()).setDays(each.days()));
    if (caps.nightsRunning() != null) {
      wire.setNightsRunning(caps.nightsRunning());
    }
    if (caps.nightsYear() != null) {
      wire.setNightsYear(caps.nightsYear());
    }
    if (caps.guestsYear() != null) {
      wire.setGuestsYear(caps.guestsYear());
    }
  }

  private static void opening(Opening opening,
      org.reciprocalclubs.codecs.reciprocal.v1.Terms.Builder wire) {
    opening.blackouts().forEach(each -> wire.addBlackoutsBuilder().setFrom(each.from().toString())
        .setTo(each.to().toString()).setReason(each.reason()));
    opening.seasons()
        .forEach(each -> wire.addSeasonsBuilder().setFrom(each.from().format(TermsMapper.MONTH_DAY))
            .setTo(each.to().format(TermsMapper.MONTH_DAY)));
    opening.hours().forEach(each -> window(each, wire.addHoursBuilder()));
  }

  private static void window(Opening.Window window, OpenHours.Builder wire) {
    new TreeSet<>(window.days()).forEach(day -> wire.addDays(OpenHours.Weekday.forNumber(day.getValue())));
    wire.setFrom(window.from().format(TermsMapper.HOUR_MINUTE));
    wire.setTo(window.to().format(TermsMapper.HOUR_MINUTE));
  }

  private static void coverage(Coverage coverage,
      org.reciprocalclubs.codecs.reciprocal.v1.Terms.Builder wire) {
    wire.addAllMembershipClasses(new TreeSet<>(coverage.membershipClasses()));
    wire.addAllHomeTiers(new TreeSet<>(coverage.homeTiers()));
    wire.addAllFacilities(new TreeSet<>(coverage.facilities()));
    var guests = coverage.guests();
    if (guests.equals(Coverage.Guests.ANY)) {
      return;
    }
    var to = wire.getGuestsBuilder().setConsent(guests.consent());
    if (guests.max() != null) {
      to.setMax(guests.max());
    }
    if (guests.familyUnder() != null) {
      to.setFamilyUnder(guests.familyUnder());
    }
    if (guests.minimumAge() != null) {
      to.setMinimumAge(guests.minimumAge());
    }
  }

  private static void entry(Entry entry, org.reciprocalclubs.codecs.reciprocal.v1.Terms.Builder wire) {
    for (var set : entry.documents()) {
      var to = wire.addDocumentsBuilder();
      new TreeSet<>(set).forEach(each -> to.addAll(Document.valueOf(each.name())));
    }
    if (entry.letter() != null) {
      var to = wire.getLetterBuilder();
      if (entry.letter().maxAgeDays() != null) {
        to.setMaxAgeDays(entry.letter().maxAgeDays());
      }
    }
    if (entry.residence() != null) {
      residence(entry.residence(), wire.getResidenceBuilder());
    }
    if (entry.booking() != null) {
      booking(entry.booking(), wire.getBookingBuilder());
    }
    if (entry.capacity() != null) {
      capacity(entry.capacity(), wire.getCapacityBuilder());
    }
  }

  private static void residence(Entry.Residence from,
      org.reciprocalclubs.codecs.reciprocal.v1.Residence.Builder wire) {
    wire.setOtherCountry(from.otherCountry()).setAbroad(from.abroad()).addAllCities(from.cities());
    if (from.clubsKm() != null) {
      wire.setClubsKm(from.clubsKm());
    }
  }

  private static void booking(Entry.Booking booking,
      org.reciprocalclubs.codecs.reciprocal.v1.Booking.Builder wire) {
    wire.setRequired(booking.required()).setApproval(booking.approval());
    if (booking.earliestDays() != null) {
      wire.setEarliestDays(booking.earliestDays());
    }
    if (booking.latestDays() != null) {
      wire.setLatestDays(booking.latestDays());
    }
  }

  private static void capacity(Entry.Capacity capacity,
      org.reciprocalclubs.codecs.reciprocal.v1.Capacity.Builder wire) {
    if (capacity.day() != null) {
      wire.setDay(capacity.day());
    }
    if (capacity.inside() != null) {
      wire.setInside(capacity.inside());
    }
  }
}
