package org.reciprocalclubs.edge.graphql;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Blackout;
import org.reciprocalclubs.codecs.reciprocal.v1.Caps;
import org.reciprocalclubs.codecs.reciprocal.v1.Fee;
import org.reciprocalclubs.codecs.reciprocal.v1.SettlementRoute;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;

/** The four words that existing apps have for an agreement's terms, in and out of the terms themselves. */
final class OldTerms {
  /** How existing apps say that there is no monthly cap. */
  static final int NO_CAP = Integer.MAX_VALUE;
  /** A season is shown day by day, but not without end. */
  private static final int MAX_DAYS = 1_000;

  private OldTerms() {}

  /** What the fields of ReciprocalTerms that the contract does not have are made of. */
  static final Map<String, Function<Terms, @Nullable Object>> READERS = Map.of(
      "maxVisitsPerMonth", OldTerms::maxVisitsPerMonth,
      "reciprocalFee", OldTerms::reciprocalFee,
      "blackoutDates", OldTerms::blackoutDates);

  /** The arguments that {@link #fill} takes. */
  static boolean knows(String argument) {
    return READERS.containsKey(argument);
  }

  /** Puts what existing apps say into the terms, where nothing more exact has been said. */
  static void fill(Terms.Builder terms, Map<String, Object> input, String currency) {
    if (input.get("maxVisitsPerMonth") instanceof Integer month && month != NO_CAP
        && !terms.getCaps().hasMonth()) {
      terms.setCaps(terms.hasCaps()
          ? terms.getCaps().toBuilder().setMonth(month)
          : Caps.newBuilder().setMonth(month));
    }
    if (input.get("reciprocalFee") instanceof Number units && !terms.hasFee() && !terms.hasFees()
        && units.doubleValue() != 0) {
      terms.setFee(Fee.newBuilder().setBasis(Fee.Basis.PER_VISIT).setRoute(SettlementRoute.PAY_ON_LEAVING)
          .setAmount(Amounts.money(units, currency, "terms.reciprocalFee")));
    }
    if (input.get("blackoutDates") instanceof List<?> days) {
      days.forEach(day -> {
        String date = Inputs.day(day);
        terms.addBlackouts(Blackout.newBuilder().setFrom(date).setTo(date));
      });
    }
  }

  private static Object maxVisitsPerMonth(Terms terms) {
    return terms.getCaps().hasMonth() ? terms.getCaps().getMonth() : NO_CAP;
  }

  private static @Nullable Object reciprocalFee(Terms terms) {
    return terms.hasFee() && terms.getFee().hasAmount() ? Amounts.units(terms.getFee().getAmount()) : null;
  }

  private static Object blackoutDates(Terms terms) {
    return terms.getBlackoutsList().stream().flatMap(OldTerms::days).limit(MAX_DAYS)
        .map(day -> day + "T00:00:00Z").toList();
  }

  private static java.util.stream.Stream<LocalDate> days(Blackout blackout) {
    return LocalDate.parse(blackout.getFrom()).datesUntil(LocalDate.parse(blackout.getTo()).plusDays(1));
  }
}
