package org.reciprocalclubs.app;

import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.Fee;
import org.reciprocalclubs.codecs.reciprocal.v1.OpenHours;
import org.reciprocalclubs.codecs.reciprocal.v1.OpenHours.Weekday;
import org.reciprocalclubs.codecs.reciprocal.v1.ProposeAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.SettlementRoute;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;

/** Which demonstration clubs have agreed on what, and who their members are. All of it is invented. */
final class DemoTerms {
  static final List<String> CLUBS = List.of("CITY", "HARBOUR", "FAIRWAY", "SUMMIT", "LAGOON", "BRIDGE",
      "ORCHARD",
      "MAPLE", "DUNE", "CEDAR", "PLAZA", "FJORD");
  static final List<Pair> PAIRS = List.of(new Pair("CITY", "HARBOUR", caps(1, 4, 48)),
      new Pair("CITY", "FAIRWAY", weekdays(caps(1, 3, 24))), new Pair("CITY", "SUMMIT", caps(2, 10, 60)),
      new Pair("HARBOUR", "FAIRWAY", fee(caps(1, 4, 30))),
      new Pair("HARBOUR", "SUMMIT", blackout(caps(1, 6, 40))),
      new Pair("FAIRWAY", "SUMMIT", caps(1, 2, 12)), new Pair("CITY", "LAGOON", caps(1, 4, 48)),
      new Pair("CITY", "BRIDGE", Terms.getDefaultInstance()), new Pair("CITY", "ORCHARD", caps(1, 5, 50)),
      new Pair("CITY", "PLAZA", fee(caps(1, 8, 80))),
      new Pair("HARBOUR", "CEDAR", Terms.getDefaultInstance()),
      new Pair("HARBOUR", "LAGOON", caps(1, 4, 20)), new Pair("FAIRWAY", "MAPLE", weekdays(caps(1, 4, 24))),
      new Pair("FAIRWAY", "DUNE", caps(1, 4, 24)), new Pair("SUMMIT", "FJORD", caps(3, 12, 90)));
  private static final int MEMBERS = 24;
  private static final String SINCE = "2026-01-01";

  private DemoTerms() {}

  /** Two clubs and their terms. */
  record Pair(String proposer, String partner, Terms terms) {
    ProposeAgreementRequest proposal(UUID partnerId) {
      return ProposeAgreementRequest.newBuilder().setPartnerClubId(partnerId.toString()).setTerms(terms)
          .setEffectiveDate(SINCE).build();
    }
  }

  /** The members of each club, as CSV; their numbers begin after that of the login. */
  static String members() {
    var csv = new StringBuilder("number,first_name,last_name,membership_type,status\n");
    var types = List.of("REGULAR", "PREMIUM", "LIFETIME", "CORPORATE");
    for (int i = 1; i <= MEMBERS; i++) {
      csv.append(1000 + i).append(",Member,Number ").append(i).append(',').append(types.get(i % types.size()))
          .append(',').append(i % 12 == 0 ? "SUSPENDED" : "ACTIVE").append('\n');
    }
    return csv.toString();
  }

  private static Terms caps(int day, int month, int year) {
    var terms = Terms.newBuilder();
    terms.getCapsBuilder().setDay(day).setMonth(month).setYear(year);
    terms.getGuestsBuilder().setMax(3);
    return terms.build();
  }

  private static Terms weekdays(Terms terms) {
    var hours = OpenHours.newBuilder().addAllDays(List.of(Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY,
        Weekday.THURSDAY, Weekday.FRIDAY)).setFrom("08:00").setTo("20:00");
    return terms.toBuilder().addHours(hours).build();
  }

  private static Terms fee(Terms terms) {
    var fee = Fee.newBuilder().setBasis(Fee.Basis.PER_HEAD).setRoute(SettlementRoute.PAY_ON_LEAVING);
    fee.getAmountBuilder().setAmount(2500).setCurrency("USD");
    return terms.toBuilder().setFee(fee).build();
  }

  private static Terms blackout(Terms terms) {
    var dated = terms.toBuilder();
    dated.addBlackoutsBuilder().setFrom("2026-12-24").setTo("2027-01-02").setReason("Members' holidays");
    return dated.build();
  }
}
