package org.reciprocalclubs.reciprocal;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalQuery;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.OpenHours;
import org.reciprocalclubs.codecs.reciprocal.v1.SettlementRoute;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.reciprocal.rules.Money;
import org.reciprocalclubs.reciprocal.rules.Terms;

/**
 * Terms as they travel, to and from terms as the rules know them. What cannot be read is a VALIDATION_ERROR.
 */
public final class TermsMapper {
  private static final DateTimeFormatter HOUR_MINUTE = DateTimeFormatter.ofPattern("HH:mm");

  private TermsMapper() {}

  /**
   * Reads terms; whether they make sense is for {@link Terms#problems()}.
   *
   * @throws Problem VALIDATION_ERROR naming the field
   */
  public static Terms read(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire) {
    return new Terms(caps(wire), opening(wire), coverage(wire), fee(wire),
        wire.hasSpecialConditions() ? wire.getSpecialConditions() : "");
  }

  private static Terms.Caps caps(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire) {
    var caps = wire.getCaps();
    return new Terms.Caps(caps.hasDay() ? caps.getDay() : null, caps.hasMonth() ? caps.getMonth() : null,
        caps.hasYear() ? caps.getYear() : null);
  }

  private static Terms.Opening opening(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire) {
    return new Terms.Opening(each(wire.getBlackoutsCount(), i -> blackout(wire, i)),
        each(wire.getHoursCount(), i -> window(wire, i)));
  }

  private static Terms.Blackout blackout(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire, int i) {
    var blackout = wire.getBlackouts(i);
    var field = "terms.blackouts[" + i + "]";
    return new Terms.Blackout(date(field + ".from", blackout.getFrom()),
        date(field + ".to", blackout.getTo()),
        blackout.getReason());
  }

  private static Terms.Window window(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire, int i) {
    var hours = wire.getHours(i);
    var field = "terms.hours[" + i + "]";
    Set<DayOfWeek> days = new LinkedHashSet<>();
    for (var day : hours.getDaysList()) {
      if (day.getNumber() < 1) {
        throw Problem.validation(field + ".days", "A weekday is one of MONDAY to SUNDAY.");
      }
      days.add(DayOfWeek.of(day.getNumber()));
    }
    return new Terms.Window(days, time(field + ".from", hours.getFrom()), time(field + ".to", hours.getTo()));
  }

  private static Terms.Coverage coverage(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire) {
    return new Terms.Coverage(new TreeSet<>(wire.getMembershipClassesList()),
        new TreeSet<>(wire.getFacilitiesList()),
        wire.hasGuests() ? wire.getGuests().getMax() : null);
  }

  private static Terms.@Nullable Fee fee(org.reciprocalclubs.codecs.reciprocal.v1.Terms wire) {
    if (!wire.hasFee()) {
      return null;
    }
    var fee = wire.getFee();
    return new Terms.Fee(new Money(fee.getAmount().getAmount(), fee.getAmount().getCurrency()),
        basis(fee.getBasis()),
        route(fee.getRoute()));
  }

  private static Terms.Basis basis(org.reciprocalclubs.codecs.reciprocal.v1.Fee.Basis wire) {
    return switch (wire) {
      case BASIS_UNSPECIFIED, PER_VISIT -> Terms.Basis.PER_VISIT;
      case PER_HEAD -> Terms.Basis.PER_HEAD;
      case UNRECOGNIZED -> throw Problem.validation("terms.fee.basis", "The basis is PER_VISIT or PER_HEAD.");
    };
  }

  private static Terms.Route route(SettlementRoute wire) {
    return switch (wire) {
      case SETTLEMENT_ROUTE_UNSPECIFIED, PAY_ON_LEAVING -> Terms.Route.PAY_ON_LEAVING;
      case CHARGE_HOME_CLUB -> Terms.Route.CHARGE_HOME_CLUB;
      case UNRECOGNIZED -> throw Problem.validation("terms.fee.route",
          "The route is PAY_ON_LEAVING or CHARGE_HOME_CLUB.");
    };
  }

  /** Writes terms, so that reading them gives the same. */
  public static org.reciprocalclubs.codecs.reciprocal.v1.Terms write(Terms terms) {
    var wire = org.reciprocalclubs.codecs.reciprocal.v1.Terms.newBuilder();
    write(terms.caps(), wire.getCapsBuilder());
    terms.opening().blackouts().forEach(each -> wire.addBlackoutsBuilder().setFrom(each.from().toString())
        .setTo(each.to().toString()).setReason(each.reason()));
    terms.opening().hours().forEach(each -> write(each, wire.addHoursBuilder()));
    wire.addAllMembershipClasses(new TreeSet<>(terms.coverage().membershipClasses()));
    wire.addAllFacilities(new TreeSet<>(terms.coverage().facilities()));
    if (terms.coverage().guestsMax() != null) {
      wire.getGuestsBuilder().setMax(terms.coverage().guestsMax());
    }
    if (terms.fee() != null) {
      write(terms.fee(), wire.getFeeBuilder());
    }
    if (!terms.specialConditions().isEmpty()) {
      wire.setSpecialConditions(terms.specialConditions());
    }
    return wire.build();
  }

  private static void write(Terms.Caps caps, org.reciprocalclubs.codecs.reciprocal.v1.Caps.Builder wire) {
    if (caps.day() != null) {
      wire.setDay(caps.day());
    }
    if (caps.month() != null) {
      wire.setMonth(caps.month());
    }
    if (caps.year() != null) {
      wire.setYear(caps.year());
    }
  }

  private static void write(Terms.Window window, OpenHours.Builder wire) {
    new TreeSet<>(window.days()).forEach(day -> wire.addDays(OpenHours.Weekday.forNumber(day.getValue())));
    wire.setFrom(window.from().format(HOUR_MINUTE)).setTo(window.to().format(HOUR_MINUTE));
  }

  private static void write(Terms.Fee fee, org.reciprocalclubs.codecs.reciprocal.v1.Fee.Builder wire) {
    wire.getAmountBuilder().setAmount(fee.price().amountMinor()).setCurrency(fee.price().currency());
    wire.setBasis(org.reciprocalclubs.codecs.reciprocal.v1.Fee.Basis.valueOf(fee.basis().name()));
    wire.setRoute(SettlementRoute.valueOf(fee.route().name()));
  }

  static LocalDate date(String field, String text) {
    return parsed(field, text, DateTimeFormatter.ISO_LOCAL_DATE, LocalDate::from,
        "A date is written 2026-06-16.");
  }

  private static LocalTime time(String field, String text) {
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

  private static <T> List<T> each(int count, IntFunction<T> one) {
    return IntStream.range(0, count).mapToObj(one).toList();
  }
}
