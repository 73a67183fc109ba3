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
      case PASS_ALREADY_SHOWN -> "This code of your pass was used before; your phone makes a new one.";
      case PASS_REVOKED -> "Your pass was revoked; opening it online makes a new one.";
      case BANNED, SUSPENDED_HERE, LIMITED, TIER_NOT_ADMITTED, OUT_OF_SEASON, HOUSE_FULL_TODAY,
          HOUSE_FULL_NOW ->
        ofTheHouse(verdict);
      case BOOKING_NEEDED, BOOKING_TOO_EARLY, BOOKING_TOO_LATE, LETTER_NEEDED, LETTER_TOO_OLD,
          DOCUMENTS_MISSING, CLUB_TOO_NEAR, DISTANCE_UNKNOWN, SAME_COUNTRY, RESIDENT ->
        beforehand(verdict);
      case CAP_ROLLING_REACHED, CAP_NIGHTS_RUNNING_REACHED, CAP_NIGHTS_YEAR_REACHED, CAP_GUESTS_YEAR_REACHED,
          STAY_TOO_LONG, GUESTS_NEED_CONSENT, GUEST_TOO_YOUNG ->
        tooMuch(verdict);
      case ADMITTED, CODE_UNSPECIFIED, UNRECOGNIZED -> decided(verdict);
    };
  }

  private static String ofTheHouse(Verdict verdict) {
    return switch (verdict.getCode()) {
      case BANNED -> "It does not admit you.";
      case SUSPENDED_HERE -> "It does not admit you for the time being.";
      case LIMITED -> "It has closed to you what you asked for.";
      case TIER_NOT_ADMITTED -> "Clubs of your club's tier are not part of the agreement.";
      case OUT_OF_SEASON -> "It takes no visitors at this time of the year.";
      case HOUSE_FULL_TODAY -> "It takes no more visitors today.";
      case HOUSE_FULL_NOW -> "It takes no more visitors until some have left.";
      default -> decided(verdict);
    };
  }

  private static String beforehand(Verdict verdict) {
    return switch (verdict.getCode()) {
      case BOOKING_NEEDED -> "Visitors have to announce themselves beforehand.";
      case BOOKING_TOO_EARLY -> "The visit was announced too long beforehand.";
      case BOOKING_TOO_LATE -> "The visit was announced too late.";
      case LETTER_NEEDED -> "You need a letter of introduction from your club.";
      case LETTER_TOO_OLD -> "Your letter of introduction is too old.";
      case DOCUMENTS_MISSING -> "Something that visitors have to show was not shown.";
      case CLUB_TOO_NEAR -> "Your club is too near.";
      case DISTANCE_UNKNOWN -> "How far your club is cannot be told.";
      case SAME_COUNTRY -> "Your club is in the same country.";
      case RESIDENT -> "You live too near.";
      default -> decided(verdict);
    };
  }

  private static String tooMuch(Verdict verdict) {
    return switch (verdict.getCode()) {
      case CAP_ROLLING_REACHED -> counted(verdict, "visits are allowed in these days", "used");
      case CAP_NIGHTS_RUNNING_REACHED -> counted(verdict, "nights running are allowed", "used");
      case CAP_NIGHTS_YEAR_REACHED -> counted(verdict, "nights are allowed in a year", "used");
      case CAP_GUESTS_YEAR_REACHED -> counted(verdict, "guests are allowed in a year", "have come");
      case STAY_TOO_LONG -> counted(verdict, "nights are allowed", "asked for");
      case GUESTS_NEED_CONSENT -> "Your club has not agreed in writing to your guests.";
      case GUEST_TOO_YOUNG -> "Somebody with you is too young.";
      default -> decided(verdict);
    };
  }

  private static String decided(Verdict verdict) {
    return "The rule that decided: " + verdict.getRule() + ".";
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
    if (when.hasMaxNights()) {
      return "It would be possible for " + when.getMaxNights() + " nights at most.";
    }
    if (!when.hasFrom()) {
      return "";
    }
    boolean midnight = !when.hasAt() || when.getAt().equals("00:00");
    return "It would be possible from " + when.getFrom() + (midnight ? "" : ", " + when.getAt()) + ".";
  }
}
