package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Entry.Document.IDENTITY_CARD;
import static org.reciprocalclubs.reciprocal.rules.Entry.Document.LETTER;
import static org.reciprocalclubs.reciprocal.rules.Entry.Document.MEMBERSHIP_CARD;
import static org.reciprocalclubs.reciprocal.rules.Entry.Document.PHOTO_CARD;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real clubs publish, as terms, and at least ten visits to each. */
class ProgrammesTest {
  private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

  /** A rowing club in Calcutta. */
  private static final Terms ROWING = Terms.OPEN
      .with(new Caps(null, 4, 48).counting(Caps.Counting.DAYS)).with(Coverage.ALL.withGuests(0))
      .with(Entry.FREE.with(new Entry.LetterNeeded(0)).withDocuments(Set.of(MEMBERSHIP_CARD))
          .with(new Entry.Residence(null, false, false, List.of("Calcutta", "Kolkata"))))
      .withFees(Fees.settled("INR", Fees.Settlement.by(Fees.Route.PAY_ON_LEAVING)))
      .withDressCode("No rubber slippers");

  /** Associated clubs abroad; in city states another country is asked for instead of a distance. */
  private static final Terms ASSOCIATES = Terms.OPEN
      .with(Entry.FREE.with(new Entry.Residence(200, false, false, List.of())))
      .withFees(Fees.settled("AUD", Fees.Settlement.by(Fees.Route.PAY_ON_LEAVING)));
  private static final Terms CITY_STATE = ASSOCIATES
      .with(Entry.FREE.with(new Entry.Residence(null, true, false, List.of())));

  /** Affiliated clubs in India. */
  private static final Terms AFFILIATED = Terms.OPEN
      .with(Coverage.ALL.with(new Coverage.Guests(null, 25, true, null)))
      .with(Entry.FREE.withDocuments(Set.of(PHOTO_CARD), Set.of(LETTER, IDENTITY_CARD)))
      .withFees(Fees.settled("INR", new Fees.Settlement(Fees.Route.PAY_ON_LEAVING, null,
          Set.of(Fees.Method.CASH, Fees.Method.CARD))));

  /** A golf group whose fee depends on the tiers of both clubs. */
  private static final Terms GOLF = Terms.OPEN.withFees(new Fees("USD",
      List.of(tier(6_500, "PLATINUM"), tier(8_000, "PRESTIGE")),
      List.of(new Fees.Waiver(Fees.When.HOME_CLUB_CLOSED, 0, Set.of()),
          new Fees.Waiver(Fees.When.PAYING_GUESTS, 3, Set.of(Fees.Party.MEMBER))),
      Fees.Settlement.by(Fees.Route.PAY_ON_LEAVING), null));

  /** A yacht club with moorings by the foot. */
  private static final Terms MOORING = Terms.OPEN
      .with(Caps.NONE.counting(Caps.Counting.DAYS).withRolling(new Caps.Rolling(5, 30)))
      .withFees(new Fees("USD", List.of(new Fees.Line("", Fees.Fits.ALL, Fees.Basis.PER_DAY, 50,
          new Fees.Unit("vessel_length_cm", 30_480), 48)), List.of(),
          Fees.Settlement.by(Fees.Route.PAY_ON_LEAVING), null))
      .withSpecialConditions("A longer stay is granted by the port captain only.");

  /** A home club that pays its members back, whatever the host. */
  private static final Terms REIMBURSED = Terms.OPEN.withFees(Fees.settled("USD",
      new Fees.Settlement(Fees.Route.HOME_CLUB_REIMBURSES, new Fees.Cap(7_000, 1, true, Set.of("POWER")),
          Set.of())));

  /** A yacht club of members without berths. */
  private static final Terms BERTHLESS = Terms.OPEN.with(Caps.NONE.withNights(3, 12))
      .with(Entry.FREE.with(new Entry.Booking(true, 7, 3)))
      .withSpecialConditions("A coordinator reviews breaches each month.");

  /** A club whose members introduce guests. */
  private static final Terms INTRODUCED = Terms.OPEN.with(Caps.NONE.withGuestsYear(12));

  @Test
  void all_of_them_are_sound() {
    for (var terms : List.of(ROWING, ASSOCIATES, CITY_STATE, AFFILIATED, GOLF, MOORING, REIMBURSED, BERTHLESS,
        INTRODUCED)) {
      assertThat(terms.problems()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"0,0,0,ADMITTED,3,47,", "3,3,0,ADMITTED,0,44,", "4,4,0,CAP_MONTH_REACHED,0,44,",
      "0,48,0,CAP_YEAR_REACHED,4,0,", "4,48,0,CAP_MONTH_REACHED,0,0,", "0,47,0,ADMITTED,3,0,",
      "0,0,1,TOO_MANY_GUESTS,4,48,0", "3,47,0,ADMITTED,0,0,", "4,4,2,CAP_MONTH_REACHED,0,44,",
      "1,44,0,ADMITTED,2,3,"})
  void rowers_come_four_days_a_month_and_forty_eight_a_year(int inJune, int inYear, int guests, Code code,
      int leftMonth, int leftYear, @Nullable Integer maxGuests) {
    var inputs = Visitor.withGuests(rower().with(used(inJune, inYear)), guests);
    var verdict = Visitor.verdict(inputs);
    assertThat(verdict.code()).isEqualTo(code);
    assertThat(verdict.left()).isEqualTo(new Verdict.Left(null, leftMonth, leftYear));
    // the letter is of today: no other day can be promised on it
    var passesWhen = verdict.passesWhen();
    assertThat(passesWhen == null ? null : passesWhen.maxGuests()).isEqualTo(maxGuests);
  }

  @ParameterizedTest
  @CsvSource({"2026-06-20,true,ABROAD,ADMITTED", "2026-06-19,true,ABROAD,LETTER_TOO_OLD",
      "2026-06-20,false,ABROAD,DOCUMENTS_MISSING", "2026-06-20,true,IN_CITY,RESIDENT",
      "2026-06-20,true,IN_COUNTRY,ADMITTED", "2026-06-20,true,UNKNOWN,ADMITTED", ",true,ABROAD,LETTER_NEEDED",
      ",false,IN_CITY,LETTER_NEEDED", "2025-06-20,true,IN_COUNTRY,LETTER_TOO_OLD",
      "2026-06-20,false,IN_CITY,DOCUMENTS_MISSING"})
  void rowers_bring_card_and_letter_and_live_elsewhere(@Nullable LocalDate letter, boolean card,
      Circumstances.Lives lives, Code code) {
    var shown = card ? new Entry.Document[]{MEMBERSHIP_CARD} : new Entry.Document[0];
    var inputs = rower().with(lettered(letter, 0))
        .with(Circumstances.NONE.with(new Circumstances.Nearness(900, true, lives)));
    assertThat(Visitor.code(showing(inputs, shown))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"2026-06-30T23:59,CAP_MONTH_REACHED", "2026-07-01T00:00,ADMITTED"})
  void the_rowers_month_ends_in_calcutta_not_in_greenwich(String at, Code code) {
    var inputs = Visitor.at(rower().with(used(4, 4)), at);
    assertThat(Visitor.code(inputs.with(lettered(LocalDate.parse(at.substring(0, 10)), 0)))).isEqualTo(code);
  }

  @Test
  void two_visits_on_one_day_are_one_day() {
    var verdict = Visitor.verdict(Visitor.at(rower().with(used(4, 4)), "2026-06-04T20:00")
        .with(lettered(LocalDate.of(2026, 6, 4), 0)));
    assertThat(verdict.code()).isEqualTo(Code.ADMITTED);
    assertThat(verdict.left()).isEqualTo(new Verdict.Left(null, 0, 44));
  }

  @ParameterizedTest
  @CsvSource(value = {"201,false,ADMITTED", "200,false,CLUB_TOO_NEAR", "0,true,CLUB_TOO_NEAR",
      "5000,true,ADMITTED", "null,true,DISTANCE_UNKNOWN"}, nullValues = "null")
  void associates_come_from_afar(@Nullable Integer km, boolean sameCountry, Code code) {
    assertThat(Visitor.code(near(ASSOCIATES, km, sameCountry))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(value = {"20,false,ADMITTED", "20,true,SAME_COUNTRY", "5000,true,SAME_COUNTRY",
      "null,false,ADMITTED", "null,true,SAME_COUNTRY"}, nullValues = "null")
  void associates_of_a_city_state_come_from_another_country(@Nullable Integer km, boolean sameCountry,
      Code code) {
    var verdict = Visitor.verdict(near(CITY_STATE, km, sameCountry));
    assertThat(verdict.code()).isEqualTo(code);
    assertThat(verdict.fee()).isNotNull().extracting(Verdict.Charge::route)
        .isEqualTo(Fees.Route.PAY_ON_LEAVING);
  }

  @ParameterizedTest
  @CsvSource({"PHOTO_CARD,false,'',0,ADMITTED", "'',true,'',0,DOCUMENTS_MISSING",
      "IDENTITY_CARD,true,'',0,ADMITTED", "IDENTITY_CARD,false,'',0,DOCUMENTS_MISSING",
      "PHOTO_CARD,false,'SPOUSE',0,ADMITTED", "PHOTO_CARD,false,'SPOUSE CHILD/24',0,ADMITTED",
      "PHOTO_CARD,false,'CHILD/25',0,GUESTS_NEED_CONSENT", "PHOTO_CARD,true,'FRIEND',1,ADMITTED",
      "PHOTO_CARD,true,'FRIEND FRIEND',1,GUESTS_NEED_CONSENT",
      "PHOTO_CARD,false,'FRIEND',0,GUESTS_NEED_CONSENT",
      "PHOTO_CARD,true,'SPOUSE CHILD/3 FRIEND FRIEND',2,ADMITTED",
      "PHOTO_CARD,false,'CHILD',0,GUESTS_NEED_CONSENT"})
  void affiliates_show_a_card_and_bring_family(String shown, boolean letter, String party, int consented,
      Code code) {
    var documents = Arrays.stream(shown.split(" ")).filter(name -> !name.isEmpty())
        .map(Entry.Document::valueOf).toArray(Entry.Document[]::new);
    var inputs = showing(Visitor.under(AFFILIATED), documents)
        .with(lettered(letter ? LocalDate.of(2026, 6, 1) : null, consented));
    var verdict = Visitor.verdict(inputs.with(inputs.request().withGuests(party(party))));
    assertThat(verdict.code()).isEqualTo(code);
    assertThat(verdict.fee()).isNotNull().extracting(charge -> charge.due().currency()).isEqualTo("INR");
  }

  @ParameterizedTest
  @CsvSource({"PLATINUM,0,0,false,6500,PER_VISIT", "PRESTIGE,0,0,false,8000,PER_VISIT",
      "PLATINUM,3,0,false,6500,PER_VISIT", "PLATINUM,0,3,false,6500,PAYING_GUESTS",
      "PRESTIGE,0,3,false,8000,PAYING_GUESTS", "PLATINUM,0,2,false,6500,PER_VISIT",
      "PLATINUM,0,0,true,0,HOME_CLUB_CLOSED", "PRESTIGE,3,0,true,0,HOME_CLUB_CLOSED",
      "PLATINUM,1,3,true,0,HOME_CLUB_CLOSED", "SILVER,0,0,false,0,NO_FEE"})
  void golfers_pay_by_the_tier_of_the_host(String tier, int friends, int paying, boolean closed, long due,
      Verdict.Reason reason) {
    var clubs = Visitor.clubs(Visitor.NEW_YORK);
    var host = new Clubs.Club(Visitor.HOST, Clubs.Status.ACTIVE, tier);
    var guests = new ArrayList<Request.Guest>();
    for (int i = 0; i < friends + paying; i++) {
      guests.add(new Request.Guest(null, Request.Relation.FRIEND, i >= friends));
    }
    var inputs = Visitor.under(GOLF).with(new Clubs(host, clubs.home(), clubs.zone()))
        .with(Circumstances.NONE.withHomeClosed(closed));
    var fee = Objects.requireNonNull(
        Visitor.verdict(inputs.with(inputs.request().withGuests(guests.toArray(Request.Guest[]::new))))
            .fee());
    // three paying guests spare the member; the guests pay the visit's price themselves
    assertThat(fee.due()).isEqualTo(new Money(due, "USD"));
    assertThat(fee.reason())
        .isEqualTo(reason == Verdict.Reason.PAYING_GUESTS ? Verdict.Reason.PER_VISIT : reason);
  }

  @ParameterizedTest
  @CsvSource({"0,0,1200,ADMITTED,0,FREE_HOURS,4", "2,0,1200,ADMITTED,0,FREE_HOURS,3",
      "3,0,1219,ADMITTED,2000,PER_DAY,2", "3,0,1220,ADMITTED,2050,PER_DAY,2",
      "5,0,1219,ADMITTED,6000,PER_DAY,0", "6,0,1219,STAY_TOO_LONG,0,NOT_ADMITTED,5",
      "1,4,1219,ADMITTED,0,FREE_HOURS,0", "2,4,1219,CAP_ROLLING_REACHED,0,NOT_ADMITTED,1",
      "0,5,1219,CAP_ROLLING_REACHED,0,NOT_ADMITTED,0", "4,0,900,ADMITTED,3000,PER_DAY,1",
      "4,1,900,ADMITTED,3000,PER_DAY,0"})
  void yachts_moor_two_days_free_then_by_the_foot(int nights, int usedDays, long lengthCm, Code code,
      long due,
      Verdict.Reason reason, int left) {
    var history = new ArrayList<Use>();
    for (int i = 0; i < usedDays; i++) {
      history.add(Use.ofDay(Visitor.day("2026-06-01") + i));
    }
    var inputs = Visitor.under(MOORING).with(History.of(history, null));
    var particulars = Request.Particulars.NONE.withAttributes(Map.of("vessel_length_cm", lengthCm));
    var verdict = Visitor.verdict(inputs.with(inputs.request().forNights(nights).with(particulars)));
    assertThat(verdict.code()).isEqualTo(code);
    assertThat(verdict.fee()).isEqualTo(
        new Verdict.Charge(new Money(due, "USD"), reason, Fees.Route.PAY_ON_LEAVING));
    assertThat(verdict.left()).isEqualTo(new Verdict.Left(null, null, null, left, null, null));
  }

  @Test
  void a_mooring_that_is_used_up_is_free_again_when_the_first_day_is_thirty_days_old() {
    var verdict = Visitor.verdict(Visitor.under(MOORING).with(
        Visitor.days("2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04", "2026-06-05")));
    assertThat(verdict.passesWhen()).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2026-07-01T00:00"), LocalDate.of(2026, 7, 1), null));
  }

  @ParameterizedTest
  @CsvSource({"1,0,7,'',0,7000", "2,0,7,'',0,7000", "0,0,7,'',0,0", "1,1,7,'',0,0", "1,1,8,'',0,7000",
      "1,0,7,POWER,0,0", "1,0,7,'',5000,5000", "1,0,7,'',9000,7000", "3,0,7,'',9000,7000", "1,1,7,'',5000,0"})
  void a_night_of_a_vessel_and_year_is_paid_back(int nights, int usedNights, int vessel, String facility,
      long price,
      long homePays) {
    var prices = price == 0
        ? Terms.OPEN
        : Terms.OPEN
            .withFees(Fees.of(new Money(price, "USD"), Fees.Basis.PER_VISIT, Fees.Route.PAY_ON_LEAVING));
    var programme = new TermsVersion(1, "sha256:01", REIMBURSED, Visitor.SINCE_2020);
    var before = History.of(List.of(new Use(Visitor.day("2026-02-01"), usedNights, 0, 7),
        new Use(Visitor.day("2025-02-01"), 1, 0, vessel)), null);
    var inputs = Visitor.under(prices).with(new Bylaws(null, programme))
        .with(Circumstances.NONE.withEverywhere(before));
    var request = new Request(inputs.request().at(), facility, List.of(), nights,
        Request.Particulars.NONE.withAttributes(Map.of("vessel", (long) vessel)));
    var fee = Objects.requireNonNull(Visitor.verdict(inputs.with(request)).fee());
    assertThat(fee.route()).isEqualTo(Fees.Route.HOME_CLUB_REIMBURSES);
    assertThat(fee.due().amountMinor()).isEqualTo(price);
    assertThat(fee.homePays()).isEqualTo(new Money(homePays, "USD"));
  }

  @ParameterizedTest
  @CsvSource({",1,0,BOOKING_NEEDED", "2026-06-13T10:00,1,0,ADMITTED", "2026-06-14T00:00,1,0,BOOKING_TOO_LATE",
      "2026-06-13T23:59,3,0,ADMITTED", "2026-06-09T00:00,3,0,ADMITTED",
      "2026-06-08T23:59,3,0,BOOKING_TOO_EARLY",
      "2026-06-12T10:00,4,0,STAY_TOO_LONG", "2026-06-12T10:00,3,9,ADMITTED",
      "2026-06-12T10:00,3,10,CAP_NIGHTS_YEAR_REACHED", "2026-06-12T10:00,0,12,ADMITTED",
      "2026-06-12T10:00,2,10,ADMITTED", "2026-06-12T10:00,1,12,CAP_NIGHTS_YEAR_REACHED"})
  void members_without_a_berth_book_and_stay_three_nights_running(@Nullable LocalDateTime booked, int nights,
      int usedNights, Code code) {
    var at = booked == null ? null : booked.atZone(Visitor.NEW_YORK).toInstant();
    assertThat(Visitor.code(berth(at, nights, new Use(Visitor.day("2026-01-10"), usedNights, 0, 0))))
        .isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"2026-06-14,2,1,ADMITTED", "2026-06-14,2,2,CAP_NIGHTS_RUNNING_REACHED",
      "2026-06-13,2,3,ADMITTED",
      "2026-06-13,3,1,CAP_NIGHTS_RUNNING_REACHED", "2026-06-17,1,1,ADMITTED",
      "2026-06-18,2,2,CAP_NIGHTS_RUNNING_REACHED"})
  void stays_that_adjoin_are_one(LocalDate arrived, int stayed, int nights, Code code) {
    var booked = LocalDateTime.parse("2026-06-12T10:00").atZone(Visitor.NEW_YORK).toInstant();
    assertThat(Visitor.code(berth(booked, nights, new Use((int) arrived.toEpochDay(), stayed, 0, 0))))
        .isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"0,0,ADMITTED,12,", "0,1,ADMITTED,11,", "0,12,ADMITTED,0,",
      "0,13,CAP_GUESTS_YEAR_REACHED,12,12",
      "11,1,ADMITTED,0,", "11,2,CAP_GUESTS_YEAR_REACHED,1,1", "12,0,ADMITTED,0,",
      "12,1,CAP_GUESTS_YEAR_REACHED,0,0", "6,6,ADMITTED,0,", "6,7,CAP_GUESTS_YEAR_REACHED,6,6"})
  void twelve_guests_a_year_are_introduced(int before, int guests, Code code, int left,
      @Nullable Integer maxGuests) {
    var history = History.of(List.of(new Use(Visitor.day("2026-03-01"), 0, before, 0),
        new Use(Visitor.day("2025-12-31"), 0, 9, 0)), null);
    var verdict = Visitor.verdict(Visitor.withGuests(Visitor.under(INTRODUCED).with(history), guests));
    assertThat(verdict.code()).isEqualTo(code);
    assertThat(verdict.left()).isEqualTo(new Verdict.Left(null, null, null, null, null, left));
    var passesWhen = verdict.passesWhen();
    assertThat(passesWhen == null ? null : passesWhen.maxGuests()).isEqualTo(maxGuests);
  }

  private static Fees.Line tier(long amount, String host) {
    return Fees.Line.plain(Fees.Basis.PER_VISIT, amount)
        .forThose(new Fees.Fits(Set.of(), Set.of(), Set.of(host), Set.of(), Set.of()));
  }

  /** With card and today's letter, in Calcutta on the evening of 20 June. */
  private static Inputs rower() {
    var inputs = Visitor.at(Visitor.under(ROWING).with(Visitor.clubs(KOLKATA)), "2026-06-20T19:30");
    return showing(inputs.with(lettered(LocalDate.of(2026, 6, 20), 0)), MEMBERSHIP_CARD);
  }

  private static Standing lettered(@Nullable LocalDate issued, int guests) {
    var member = new Standing.Known(Visitor.MEMBER, Standing.Status.ACTIVE, "FULL", null);
    return issued == null ? member : member.with(new Standing.Letter(issued, null, guests));
  }

  private static Inputs showing(Inputs inputs, Entry.Document... documents) {
    return inputs.with(inputs.request().with(Request.Particulars.NONE.withDocuments(documents)));
  }

  private static Inputs near(Terms terms, @Nullable Integer km, boolean sameCountry) {
    return Visitor.under(terms).with(Circumstances.NONE
        .with(new Circumstances.Nearness(km, sameCountry, Circumstances.Lives.UNKNOWN)));
  }

  private static Inputs berth(@Nullable Instant booked, int nights, Use before) {
    var inputs = Visitor.under(BERTHLESS).with(History.of(List.of(before), null));
    return inputs.with(inputs.request().forNights(nights).with(Request.Particulars.NONE.bookedAt(booked)));
  }

  /** Such as {@code SPOUSE CHILD/24}. */
  private static Request.Guest[] party(String text) {
    return Arrays.stream(text.split(" ")).filter(each -> !each.isEmpty()).map(each -> each.split("/"))
        .map(each -> new Request.Guest(each.length > 1 ? Integer.valueOf(each[1]) : null,
            Request.Relation.valueOf(each[0])))
        .toArray(Request.Guest[]::new);
  }

  /** So many days in the first half of June 2026, and the rest of the year's before. */
  private static History used(int inJune, int inYear) {
    var days = new ArrayList<Use>();
    for (int i = 0; i < inYear; i++) {
      days.add(Use.ofDay(i < inJune ? Visitor.day("2026-06-01") + i : Visitor.day("2026-01-01") + i));
    }
    return History.of(days, null);
  }
}
