package org.reciprocalclubs.reciprocal.rules;

import static java.util.Map.entry;

import java.util.Map;

/** Why a visit is refused, in words that go on from "is refused:". */
final class ExampleReasons {
  private static final Check.Numbers NONE = new Check.Numbers(0, 0);
  /** What does not depend on numbers. */
  private static final Map<Code, String> PLAIN = Map.ofEntries(
      entry(Code.OWN_CLUB, "a club's own members are not its visitors"),
      entry(Code.NO_AGREEMENT, "the clubs have no agreement"),
      entry(Code.AGREEMENT_NOT_YET, "the agreement has not begun by then"),
      entry(Code.AGREEMENT_SUSPENDED, "the agreement is suspended"),
      entry(Code.AGREEMENT_EXPIRED, "the agreement has ended by then"),
      entry(Code.CLUB_SUSPENDED, "one of the clubs does not take part at present"),
      entry(Code.PASS_INVALID, "the pass does not hold"),
      entry(Code.PASS_EXPIRED, "the pass is over"),
      entry(Code.PASS_NOT_FRESH, "the pass was not shown by the member's phone just now"),
      entry(Code.PASS_ALREADY_SHOWN, "somebody came in by the same code"),
      entry(Code.PASS_REVOKED, "the pass was revoked"),
      entry(Code.UNKNOWN_MEMBER, "the home club has no such member"),
      entry(Code.MEMBER_PENDING, "the membership has not begun"),
      entry(Code.MEMBER_SUSPENDED, "the home club has suspended the member"),
      entry(Code.MEMBER_LAPSED, "the membership has lapsed"),
      entry(Code.MEMBER_RESIGNED, "the member has left the home club"),
      entry(Code.BANNED, "the house has banned the member"),
      entry(Code.SUSPENDED_HERE, "the house has suspended the member for a time"),
      entry(Code.LIMITED, "the house has closed to the member what was asked for"),
      entry(Code.ALREADY_INSIDE, "the member is in the house already"),
      entry(Code.CLASS_NOT_ADMITTED, "members of that class are not admitted"),
      entry(Code.TIER_NOT_ADMITTED, "members of clubs of that tier are not admitted"),
      entry(Code.FACILITY_NOT_COVERED, "that is not among what visitors may use"),
      entry(Code.OUT_OF_SEASON, "that day is out of season"),
      entry(Code.BLACKOUT, "that day is closed to visitors"),
      entry(Code.CLOSED_DAY, "visitors have no hours on that weekday"),
      entry(Code.CLOSED_HOURS, "visitors are not admitted at that hour"),
      entry(Code.BOOKING_NEEDED, "the visit was not announced"),
      entry(Code.LETTER_NEEDED, "there is no letter of introduction"),
      entry(Code.DOCUMENTS_MISSING, "what has to be shown at the door was not"),
      entry(Code.DISTANCE_UNKNOWN, "it is not known how far away the home club is"),
      entry(Code.SAME_COUNTRY, "the home club is in the same country"),
      entry(Code.RESIDENT, "the member lives too near"),
      entry(Code.GUESTS_NEED_CONSENT, "the home club has not agreed to so many guests"));

  private final Check deciding;
  private final Caps caps;
  private final int used;
  private final int limit;

  private ExampleReasons(Check deciding, Caps caps) {
    var numbers = deciding.numbers();
    this.deciding = deciding;
    this.caps = caps;
    this.used = (numbers == null ? NONE : numbers).used();
    this.limit = (numbers == null ? NONE : numbers).limit();
  }

  /** @param caps of the terms that decide */
  static String of(Check deciding, Caps caps) {
    var plain = PLAIN.get(deciding.code());
    return plain == null ? new ExampleReasons(deciding, caps).counted() : plain;
  }

  private String counted() {
    return switch (deciding.code()) {
      case CAP_DAY_REACHED -> cap("visit", "a day", "made");
      case CAP_MONTH_REACHED -> cap(unit(), "a month", taken());
      case CAP_YEAR_REACHED -> cap(unit(), "a year", taken());
      case CAP_ROLLING_REACHED -> cap(unit(), running(), taken());
      case CAP_NIGHTS_RUNNING_REACHED -> cap("night", "running", "stayed");
      case CAP_NIGHTS_YEAR_REACHED -> cap("night", "a year", "stayed");
      case CAP_GUESTS_YEAR_REACHED -> cap("guest", "a year", "brought");
      case STAY_TOO_LONG -> ExampleWords.counted(used, stay()) + " are asked for" + most();
      case TOO_MANY_GUESTS -> tooMany();
      case GUEST_TOO_YOUNG -> "a guest of " + ExampleWords.counted(used, "year")
          + " comes along, and nobody under " + limit + " may";
      case BOOKING_TOO_EARLY -> announced() + most();
      case BOOKING_TOO_LATE -> announced() + ", and " + limit + " is the least";
      case LETTER_TOO_OLD -> "the letter of introduction is " + ExampleWords.counted(used, "day") + " old"
          + most();
      case CLUB_TOO_NEAR -> "the home club is " + used + " km away, and has to be more than " + limit
          + " km away";
      case HOUSE_FULL_TODAY -> "the house takes " + ExampleWords.counted(limit, "visitor")
          + " a day, and has had " + used;
      case HOUSE_FULL_NOW ->
        "the house takes " + ExampleWords.counted(limit, "visitor") + " at once, and has "
            + used;
      default -> ExampleWords.plain(deciding.code().name()); // of none that there is: a test says so
    };
  }

  private String cap(String thing, String period, String taken) {
    return "the terms allow " + ExampleWords.counted(limit, thing) + " " + period + ", and the member has "
        + taken + " " + (used == 0 ? "none" : used);
  }

  private String unit() {
    return caps.counting() == Caps.Counting.VISITS ? "visit" : "day";
  }

  private String taken() {
    return caps.counting() == Caps.Counting.VISITS ? "made" : "used";
  }

  /** Of how many days, where only one cap has that limit. */
  private String running() {
    var days = caps.rolling().stream().filter(each -> each.most() == limit).map(Caps.Rolling::days).toList();
    return days.size() == 1 ? "in any " + days.getFirst() + " days" : "in so many days running";
  }

  private String stay() {
    return deciding.rule() == Rule.CAP_NIGHTS_RUNNING || deciding.rule() == Rule.CAP_NIGHTS_YEAR
        ? "night"
        : "day";
  }

  private String tooMany() {
    var come = ExampleWords.counted(used, "guest") + (used == 1 ? " comes along" : " come along");
    return come + (deciding.rule() == Rule.BOOKING ? ", and " + limit + " were announced" : most());
  }

  private String announced() {
    return "the visit was announced " + (used == 0 ? "on the day itself" : ahead());
  }

  private String ahead() {
    return ExampleWords.counted(used, "day") + " ahead";
  }

  private String most() {
    return limit == 0 ? ", and none is allowed" : ", and " + limit + " is the most";
  }
}
