package org.reciprocalclubs.notification;

import java.util.Map;
import org.reciprocalclubs.codecs.reciprocal.v1.PassesWhen;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;

/** Why a member was not admitted, in the words of somebody who tells the member. Pure. */
final class RefusalTexts {
  private RefusalTexts() {}

  /** The reason with its numbers and, where there is one, the day or party that would pass. */
  static String of(Verdict verdict) {
    var next = next(verdict.getPassesWhen());
    return next.isEmpty() ? reason(verdict) : reason(verdict) + " " + next;
  }

  private static String reason(Verdict verdict) {
    return switch (verdict.getCode()) {
      case UNKNOWN_MEMBER -> "Your club has no member with this number.";
      case MEMBER_PENDING -> "Your club has not confirmed your membership yet.";
      case MEMBER_SUSPENDED -> "Your club has suspended your membership.";
      case MEMBER_LAPSED -> "Your membership is not paid up to today.";
      case MEMBER_RESIGNED -> "Your membership has ended.";
      case OWN_CLUB -> "It is your own club.";
      case CLUB_SUSPENDED -> "One of the two clubs does not take part at present.";
      case NO_AGREEMENT -> "Your club has no agreement with it.";
      case AGREEMENT_NOT_YET -> "The agreement with your club has not begun yet.";
      case AGREEMENT_SUSPENDED -> "The agreement with your club is suspended.";
      case AGREEMENT_EXPIRED -> "The agreement with your club has ended.";
      case ALREADY_INSIDE -> "You are already checked in there.";
      case CLASS_NOT_ADMITTED -> "Your class of membership is not part of the agreement.";
      case FACILITY_NOT_COVERED -> "This facility is not part of the agreement.";
      case BLACKOUT -> "It is closed to visitors on this date.";
      case CLOSED_DAY -> "It is not open to visitors on this day of the week.";
      case CLOSED_HOURS -> "It is not open to visitors at this hour.";
      case TOO_MANY_GUESTS -> counted(verdict, "guests are allowed", "came along");
      case CAP_DAY_REACHED -> counted(verdict, "visits are allowed in a day", "used");
      case CAP_MONTH_REACHED -> counted(verdict, "visits are allowed in a month", "used");
      case CAP_YEAR_REACHED -> counted(verdict, "visits are allowed in a year", "used");
      case PASS_INVALID -> "Your pass could not be verified.";
      case PASS_EXPIRED -> "Your pass has ended; opening it online renews it.";
      case PASS_NOT_FRESH -> "Your pass was an old picture; show it live on your phone.";
      case ADMITTED, CODE_UNSPECIFIED, UNRECOGNIZED -> "The rule that decided: " + verdict.getRule() + ".";
    };
  }

  private static String counted(Verdict verdict, String allowed, String used) {
    Map<String, Long> numbers = verdict.getNumbersMap();
    return "At most " + numbers.getOrDefault("limit", 0L) + " " + allowed + "; "
        + numbers.getOrDefault("used", 0L) + " " + used + ".";
  }

  private static String next(PassesWhen when) {
    if (when.hasMaxGuests()) {
      return "It would be possible with " + when.getMaxGuests() + " guests at most.";
    }
    if (!when.hasFrom()) {
      return "";
    }
    boolean midnight = !when.hasAt() || when.getAt().equals("00:00");
    return "It would be possible from " + when.getFrom() + (midnight ? "" : ", " + when.getAt()) + ".";
  }
}
