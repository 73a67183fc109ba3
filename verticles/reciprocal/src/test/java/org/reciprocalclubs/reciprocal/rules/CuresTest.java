package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Visitor.under;
import static org.reciprocalclubs.reciprocal.rules.Visitor.verdict;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.reciprocal.rules.Request.Guest;
import org.reciprocalclubs.reciprocal.rules.Request.Relation;
import org.reciprocalclubs.reciprocal.rules.Restriction.Kind;

/** The nearest party, stay or day that would pass; the visitor stands there on 16 June. */
class CuresTest {
  private static final LocalDate JUNE_1 = LocalDate.of(2026, 6, 1);
  private static final LocalDate JUNE_30 = LocalDate.of(2026, 6, 30);
  private static final Guest FRIEND = new Guest(40, Relation.FRIEND);
  private static final Guest SPOUSE = new Guest(40, Relation.SPOUSE);
  private static final Guest CHILD = new Guest(5, Relation.CHILD);

  @ParameterizedTest
  @CsvSource(value = {"10,null,8,HOUSE_FULL_TODAY,1,false", "10,null,9,HOUSE_FULL_TODAY,0,false",
      "10,null,10,HOUSE_FULL_TODAY,null,true", "null,10,8,HOUSE_FULL_NOW,1,false",
      "null,10,10,HOUSE_FULL_NOW,null,false"}, nullValues = "null")
  void a_party_that_the_house_still_takes_is_offered(@Nullable Integer day, @Nullable Integer inside,
      int heads, Code code, @Nullable Integer guests, boolean tomorrow) {
    var inputs = Visitor
        .withGuests(under(Terms.OPEN.with(Entry.FREE.with(new Entry.Capacity(day, inside)))), 3)
        .with(Circumstances.NONE.with(new Circumstances.Occupancy(heads, heads, heads, heads)));
    var verdict = verdict(inputs);
    assertThat(verdict.code()).isEqualTo(code);
    assertThat(verdict.passesWhen()).isEqualTo(guests != null
        ? party(guests)
        : tomorrow
            ? new Verdict.PassesWhen(Visitor.local("2026-06-17T00:00"), LocalDate.of(2026, 6, 17), null)
            : null);
  }

  @Test
  void a_party_that_no_day_takes_is_told_the_day_and_the_party() {
    var inputs = Visitor.withGuests(under(Terms.OPEN.with(Entry.FREE.with(new Entry.Capacity(2, null)))), 3)
        .with(Circumstances.NONE.with(new Circumstances.Occupancy(2, 2, 2, 2)));
    assertThat(verdict(inputs).passesWhen()).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2026-06-17T00:00"), LocalDate.of(2026, 6, 17), 1));
  }

  @Test
  void days_that_a_stay_shares_with_others_are_not_free_on_another_day() {
    var inputs = Visitor.at(under(Terms.OPEN.with(new Caps(null, null, 1).counting(Caps.Counting.DAYS)))
        .with(History.of(List.of(new Use(Visitor.day("2026-12-29"), 2, 0, 0)), null)), "2026-12-30T19:00");
    assertThat(verdict(inputs.with(inputs.request().forNights(3))).passesWhen()).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2027-01-01T00:00"), LocalDate.of(2027, 1, 1), null, 1));
  }

  @Test
  void who_is_too_young_stays_behind_and_family_comes_before_friends() {
    var rule = new Coverage.Guests(1, 18, false, 12);
    var inputs = with(Terms.OPEN.with(Coverage.ALL.with(rule)), CHILD, new Guest(15, Relation.CHILD), FRIEND,
        FRIEND);
    assertThat(verdict(inputs).passesWhen()).isEqualTo(party(2));
    var young = with(Terms.OPEN.with(Coverage.ALL.with(new Coverage.Guests(null, null, false, 12))), CHILD,
        FRIEND);
    assertThat(verdict(young).code()).isEqualTo(Code.GUEST_TOO_YOUNG);
    assertThat(verdict(young).passesWhen()).isEqualTo(party(1));
  }

  @Test
  void a_limitation_of_guests_is_cured_by_coming_alone_and_one_of_a_facility_by_waiting() {
    var alone = new Restriction(new UUID(9, 1), Kind.LIMITATION, null, Set.of(), true);
    var inputs = with(Terms.OPEN, FRIEND).with(Circumstances.NONE.with(alone));
    assertThat(verdict(inputs).code()).isEqualTo(Code.LIMITED);
    assertThat(verdict(inputs).passesWhen()).isEqualTo(party(0));
    var dining = dining(JUNE_30);
    assertThat(verdict(inputs.with(Circumstances.NONE.with(alone, dining))).passesWhen()).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2026-07-01T00:00"), LocalDate.of(2026, 7, 1), 0));
  }

  @Test
  void every_restriction_that_is_met_must_end_before_a_day_is_promised() {
    var suspended = new Restriction(new UUID(9, 1), Kind.SUSPENSION, JUNE_30, Set.of(), false);
    var inputs = Visitor.forFacility(under(Terms.OPEN), "DINING");
    assertThat(verdict(inputs.with(Circumstances.NONE.with(suspended, dining(null)))).passesWhen()).isNull();
    assertThat(verdict(inputs.with(Circumstances.NONE.with(suspended, dining(JUNE_30.plusDays(5)))))
        .passesWhen()).isEqualTo(
            new Verdict.PassesWhen(Visitor.local("2026-07-06T00:00"), LocalDate.of(2026, 7, 6), null));
    var elsewhere = Visitor.forFacility(inputs, "BAR");
    assertThat(verdict(elsewhere.with(Circumstances.NONE.with(suspended, dining(null)))).passesWhen())
        .isEqualTo(
            new Verdict.PassesWhen(Visitor.local("2026-07-01T00:00"), LocalDate.of(2026, 7, 1), null));
  }

  @ParameterizedTest
  @CsvSource({"DINING,LIMITED", "Dining,LIMITED", "' dining ',LIMITED", "'',LIMITED", "BAR,ADMITTED"})
  void a_limitation_is_met_however_the_facility_is_written(String facility, Code code) {
    assertThat(Visitor.code(Visitor.forFacility(under(Terms.OPEN), facility)
        .with(Circumstances.NONE.with(dining(null))))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(value = {"10,3,2", "11,3,1", "12,3,null", "8,5,4"}, nullValues = "null")
  void as_many_nights_as_are_left_are_offered_before_next_year(int used, int asked,
      @Nullable Integer nights) {
    var inputs = under(Terms.OPEN.with(Caps.NONE.withNights(null, 12)))
        .with(History.of(List.of(new Use(Visitor.day("2026-02-01"), used, 0, 0)), null));
    var when = verdict(inputs.with(inputs.request().forNights(asked))).passesWhen();
    assertThat(when).isEqualTo(nights != null
        ? new Verdict.PassesWhen(null, null, null, nights)
        : new Verdict.PassesWhen(Visitor.local("2027-01-01T00:00"), LocalDate.of(2027, 1, 1), null));
  }

  @ParameterizedTest
  @CsvSource(value = {"2026-06-01,GUESTS_NEED_CONSENT", "2026-06-15,GUESTS_NEED_CONSENT",
      "2026-06-16,ADMITTED", "null,ADMITTED"}, nullValues = "null")
  void a_letter_that_is_over_consents_to_nobody(@Nullable LocalDate last, Code code) {
    var member = new Standing.Known(Visitor.MEMBER, Standing.Status.ACTIVE, "FULL", null);
    var inputs = with(consenting(), FRIEND, FRIEND)
        .with(member.with(new Standing.Letter(JUNE_1.minusDays(31), last, 2)));
    assertThat(Visitor.code(inputs)).isEqualTo(code);
    assertThat(verdict(inputs).passesWhen()).isEqualTo(code == Code.ADMITTED ? null : party(0));
  }

  @Test
  void no_day_is_promised_on_which_the_consent_is_over() {
    var blackout = new Opening.Blackout(JUNE_1, JUNE_30, "");
    var member = new Standing.Known(Visitor.MEMBER, Standing.Status.ACTIVE, "FULL", null);
    var inputs = with(consenting().with(Opening.ALWAYS.withBlackouts(blackout)), FRIEND);
    assertThat(verdict(inputs.with(member.with(new Standing.Letter(JUNE_1, JUNE_30, 1)))).passesWhen())
        .isNull();
    assertThat(
        verdict(inputs.with(member.with(new Standing.Letter(JUNE_1, JUNE_30.plusDays(1), 1)))).passesWhen())
        .isNotNull();
  }

  @Test
  void family_uses_up_no_guests_of_the_year() {
    var terms = Terms.OPEN.with(Caps.NONE.withGuestsYear(12))
        .with(Coverage.ALL.with(new Coverage.Guests(null, 25, false, null)));
    var inputs = with(terms, SPOUSE, CHILD, CHILD);
    for (int i = 0; i < 10; i++) {
      assertThat(Visitor.code(inputs)).isEqualTo(Code.ADMITTED);
      var use = new Use(Visitor.day("2026-06-01") + i, 0, inputs.countedGuests(), 0);
      inputs = inputs.with(inputs.history().entered(use, Visitor.VISIT).left());
    }
    var friends = Stream.concat(Stream.of(SPOUSE), IntStream.range(0, 13).mapToObj(_ -> FRIEND));
    var crowd = inputs.with(inputs.request().withGuests(friends.toArray(Guest[]::new)));
    assertThat(Visitor.code(crowd)).isEqualTo(Code.CAP_GUESTS_YEAR_REACHED);
    assertThat(verdict(crowd).passesWhen()).isEqualTo(party(13));
  }

  @Test
  void where_terms_differ_in_who_is_family_the_stricter_count_is_kept() {
    var family = Coverage.ALL.with(new Coverage.Guests(null, 25, false, null));
    var inputs = with(Terms.OPEN.with(family), SPOUSE, CHILD, FRIEND);
    assertThat(inputs.countedGuests()).isEqualTo(1);
    assertThat(inputs.with(Agreed.NOTHING).countedGuests()).isEqualTo(3);
    var house = new TermsVersion(1, "sha256:02", Terms.OPEN.with(Caps.NONE.withGuestsYear(9)),
        Visitor.SINCE_2020);
    assertThat(inputs.with(new Bylaws(house, null)).countedGuests()).isEqualTo(3);
    assertThat(inputs.with(new Bylaws(null, house)).countedGuests()).isEqualTo(3);
  }

  @Test
  void who_booked_too_late_and_for_fewer_waits_and_brings_fewer() {
    var inputs = with(Terms.OPEN.with(Entry.FREE.with(new Entry.Booking(true, null, 1))), FRIEND, FRIEND);
    var booked = Request.Particulars.NONE
        .booked(new Request.Booked(Visitor.local("2026-06-16T10:00"), 1));
    var verdict = verdict(inputs.with(inputs.request().with(booked)));
    assertThat(verdict.code()).isEqualTo(Code.BOOKING_TOO_LATE);
    assertThat(verdict.passesWhen()).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2026-06-17T00:00"), LocalDate.of(2026, 6, 17), 1));
  }

  private static Terms consenting() {
    return Terms.OPEN.with(Coverage.ALL.with(new Coverage.Guests(null, null, true, null)));
  }

  private static Restriction dining(@Nullable LocalDate last) {
    return new Restriction(new UUID(9, 2), Kind.LIMITATION, last, Set.of("DINING"), false);
  }

  private static Verdict.PassesWhen party(int guests) {
    return new Verdict.PassesWhen(null, null, guests);
  }

  private static Inputs with(Terms terms, Guest... guests) {
    var inputs = under(terms);
    return inputs.with(inputs.request().withGuests(guests));
  }
}
