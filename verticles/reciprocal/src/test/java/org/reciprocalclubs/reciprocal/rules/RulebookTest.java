package org.reciprocalclubs.reciprocal.rules;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Visitor.at;
import static org.reciprocalclubs.reciprocal.rules.Visitor.code;
import static org.reciprocalclubs.reciprocal.rules.Visitor.days;
import static org.reciprocalclubs.reciprocal.rules.Visitor.time;
import static org.reciprocalclubs.reciprocal.rules.Visitor.under;
import static org.reciprocalclubs.reciprocal.rules.Visitor.verdict;
import static org.reciprocalclubs.reciprocal.rules.Visitor.withGuests;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.reciprocalclubs.reciprocal.rules.Opening.Blackout;
import org.reciprocalclubs.reciprocal.rules.Opening.Window;

/** One rule at a time, by example. */
class RulebookTest {
  private static final Inputs OPEN = under(Terms.OPEN);

  @Test
  void a_member_in_good_standing_is_admitted_under_open_terms() {
    var decision = Rulebook.decide(OPEN);
    assertThat(decision).isInstanceOf(Decision.Admitted.class);
    var verdict = decision.verdict();
    assertThat(verdict.code()).isEqualTo(Code.ADMITTED);
    assertThat(verdict.deciding()).isNull();
    assertThat(verdict.passesWhen()).isNull();
    assertThat(verdict.fee()).isNull();
    assertThat(verdict.left()).isEqualTo(new Verdict.Left(null, null, null));
    assertThat(verdict.checked()).extracting(check -> check.rule().id()).containsExactly("clubs.differ",
        "agreement", "clubs.active", "member.known", "member.standing", "visit.open");
  }

  @Test
  void a_club_without_an_agreement_learns_nothing_of_the_member() {
    var verdict = verdict(OPEN.with(Agreed.NOTHING).with(Visitor.standing(Standing.Status.SUSPENDED)));
    assertThat(verdict.code()).isEqualTo(Code.NO_AGREEMENT);
    assertThat(verdict.checked()).extracting(Check::rule).containsExactly(Rule.CLUBS_DIFFER, Rule.AGREEMENT);
    assertThat(verdict.left()).isNull();
    assertThat(verdict.passesWhen()).isNull();
    assertThat(verdict.fee()).isNull();
  }

  @Test
  void nobody_visits_the_own_club() {
    var clubs = Visitor.clubs(Visitor.NEW_YORK);
    var own = OPEN.with(new Clubs(clubs.home(), clubs.home(), clubs.zone()));
    assertThat(code(own.with(Agreed.NOTHING))).isEqualTo(Code.OWN_CLUB);
    assertThat(code(own)).isEqualTo(Code.OWN_CLUB);
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE,ACTIVE,ADMITTED", "SUSPENDED,ACTIVE,CLUB_SUSPENDED", "ACTIVE,SUSPENDED,CLUB_SUSPENDED",
      "INACTIVE,ACTIVE,CLUB_SUSPENDED", "ACTIVE,INACTIVE,CLUB_SUSPENDED"})
  void both_clubs_must_take_part(Clubs.Status host, Clubs.Status home, Code expected) {
    var clubs = new Clubs(new Clubs.Club(Visitor.HOST, host), new Clubs.Club(Visitor.HOME, home),
        Visitor.NEW_YORK);
    assertThat(code(OPEN.with(clubs))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE,ADMITTED", "PENDING,MEMBER_PENDING", "SUSPENDED,MEMBER_SUSPENDED",
      "LAPSED,MEMBER_LAPSED",
      "RESIGNED,MEMBER_RESIGNED"})
  void only_an_active_member_is_admitted(Standing.Status status, Code expected) {
    assertThat(code(OPEN.with(Visitor.standing(status)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"INVALID,PASS_INVALID", "EXPIRED,PASS_EXPIRED", "NOT_FRESH,PASS_NOT_FRESH",
      "ALREADY_SHOWN,PASS_ALREADY_SHOWN", "REVOKED,PASS_REVOKED"})
  void a_pass_that_proves_nothing_is_refused_as_such(Standing.PassFault fault, Code expected) {
    var verdict = verdict(OPEN.with(new Standing.Unproven(fault)));
    assertThat(verdict.code()).isEqualTo(expected);
    assertThat(verdict.checked().getLast().rule()).isEqualTo(Rule.PASS);
  }

  @Test
  void an_unknown_member_is_refused_but_told_the_rules_of_the_house() {
    var terms = Terms.OPEN.with(new Caps(1, null, null));
    var verdict = verdict(under(terms).with(Standing.UNKNOWN));
    assertThat(verdict.code()).isEqualTo(Code.UNKNOWN_MEMBER);
    assertThat(verdict.checked()).extracting(Check::rule).containsExactly(Rule.CLUBS_DIFFER, Rule.AGREEMENT,
        Rule.CLUBS_ACTIVE, Rule.MEMBER_KNOWN, Rule.CAP_DAY);
  }

  @ParameterizedTest
  @CsvSource({"2026-06-15,MEMBER_LAPSED", "2026-06-16,ADMITTED", "2026-06-17,ADMITTED"})
  void dues_count_to_the_end_of_the_last_paid_day(LocalDate paidUntil, Code expected) {
    var standing = new Standing.Known(Visitor.MEMBER, Standing.Status.ACTIVE, "FULL", paidUntil);
    var verdict = verdict(at(OPEN.with(standing), "2026-06-16T23:59:59"));
    assertThat(verdict.code()).isEqualTo(expected);
    assertThat(verdict.checked()).extracting(Check::rule).contains(Rule.MEMBER_PAID);
    assertThat(verdict.passesWhen()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"2026-04-30T23:59:59,AGREEMENT_NOT_YET", "2026-05-01T00:00,ADMITTED",
      "2027-04-30T23:59:59,ADMITTED",
      "2027-05-01T00:00,AGREEMENT_EXPIRED"})
  void an_agreement_holds_from_its_first_to_its_last_local_day(String when, Code expected) {
    var year = new Period(LocalDate.of(2026, 5, 1), LocalDate.of(2027, 4, 30));
    assertThat(code(at(under(Terms.OPEN, year), when))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"LIVE,2020-01-01,,ADMITTED", "SUSPENDED,2020-01-01,,AGREEMENT_SUSPENDED",
      "ENDED,2020-01-01,,AGREEMENT_EXPIRED", "SUSPENDED,2020-01-01,2026-06-15,AGREEMENT_EXPIRED",
      "SUSPENDED,2026-06-17,,AGREEMENT_SUSPENDED", "LIVE,2026-06-17,,AGREEMENT_NOT_YET",
      "PENDING,2020-01-01,,AGREEMENT_NOT_YET", "PENDING,2020-01-01,2026-06-15,AGREEMENT_EXPIRED"})
  void what_the_clubs_did_to_their_agreement_counts(Agreed.Force force, LocalDate from,
      @Nullable LocalDate to,
      Code expected) {
    var agreed = Visitor.signed(force, Terms.OPEN, new Period(from, to));
    assertThat(code(OPEN.with(agreed))).isEqualTo(expected);
  }

  @Test
  void nobody_is_promised_a_day_on_which_an_agreement_will_have_been_put_into_force() {
    var pending = Visitor.signed(Agreed.Force.PENDING, Terms.OPEN, Visitor.SINCE_2020);
    assertThat(verdict(OPEN.with(pending)).passesWhen()).isNull();
    var later = Visitor.signed(Agreed.Force.LIVE, Terms.OPEN, Period.from(LocalDate.of(2026, 6, 17)));
    assertThat(verdict(OPEN.with(later)).passesWhen()).isNotNull();
  }

  @Test
  void an_agreement_that_is_over_tells_nothing_more() {
    var verdict = verdict(OPEN.with(Visitor.signed(Agreed.Force.ENDED, Terms.OPEN, Visitor.SINCE_2020)));
    assertThat(verdict.checked()).extracting(Check::rule).containsExactly(Rule.CLUBS_DIFFER, Rule.AGREEMENT);
    assertThat(verdict.left()).isNull();
  }

  @Test
  void an_agreement_to_come_says_from_when() {
    var verdict = verdict(under(Terms.OPEN, Period.from(LocalDate.of(2026, 9, 1))));
    assertThat(verdict.passesWhen()).isEqualTo(new Verdict.PassesWhen(Visitor.local("2026-09-01T00:00"),
        LocalDate.of(2026, 9, 1), null));
  }

  @Test
  void a_visitor_who_is_inside_does_not_come_in_again() {
    var inside = OPEN.with(History.of(new int[0], new UUID(4, 9)));
    assertThat(code(inside)).isEqualTo(Code.ALREADY_INSIDE);
    assertThat(verdict(inside).passesWhen()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"FULL,ADMITTED", "Full,CLASS_NOT_ADMITTED", "SOCIAL,CLASS_NOT_ADMITTED"})
  void classes_are_compared_as_written(String name, Code expected) {
    var inputs = under(Terms.OPEN.with(Coverage.ALL.withClasses("FULL", "LIFE")));
    var standing = new Standing.Known(Visitor.MEMBER, Standing.Status.ACTIVE, name, null);
    assertThat(code(inputs.with(standing))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"DINING,ADMITTED", "BERTH,FACILITY_NOT_COVERED", "'',FACILITY_NOT_COVERED"})
  void only_covered_facilities_are_open(String facility, Code expected) {
    var inputs = under(Terms.OPEN.with(Coverage.ALL.withFacilities("DINING", "BAR")));
    assertThat(code(Visitor.forFacility(inputs, facility))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2026-06-11T23:59:59,ADMITTED", "2026-06-12T00:00,BLACKOUT", "2026-06-14T23:59:59,BLACKOUT",
      "2026-06-15T00:00,ADMITTED"})
  void a_blackout_holds_on_its_first_and_its_last_day(String when, Code expected) {
    assertThat(code(at(under(regatta()), when))).isEqualTo(expected);
  }

  @Test
  void a_blackout_says_when_it_is_over_also_where_another_follows() {
    var terms = Terms.OPEN.with(Opening.ALWAYS.withBlackouts(
        new Blackout(LocalDate.of(2026, 6, 18), LocalDate.of(2026, 6, 20), "Refit"),
        new Blackout(LocalDate.of(2026, 6, 19), LocalDate.of(2026, 6, 19), "Ball"),
        new Blackout(LocalDate.of(2026, 6, 16), LocalDate.of(2026, 6, 17), "Regatta")));
    var verdict = verdict(under(terms));
    assertThat(verdict.code()).isEqualTo(Code.BLACKOUT);
    assertThat(verdict.passesWhen()).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2026-06-21T00:00"), LocalDate.of(2026, 6, 21), null));
  }

  @ParameterizedTest
  @CsvSource({"2026-06-15T08:59:59.999999999,CLOSED_HOURS", "2026-06-15T09:00,ADMITTED",
      "2026-06-15T16:59:59.999999999,ADMITTED", "2026-06-15T17:00,CLOSED_HOURS",
      "2026-06-17T12:00,CLOSED_DAY",
      "2026-06-19T18:00,ADMITTED", "2026-06-20T01:59:59,ADMITTED", "2026-06-20T02:00,CLOSED_DAY",
      "2026-06-19T01:00,CLOSED_HOURS", "2026-06-16T00:00,ADMITTED", "2026-06-16T23:59:59,ADMITTED"})
  void hours_follow_the_clock_on_the_wall_and_may_pass_midnight(String when, Code expected) {
    assertThat(code(at(under(week()), when))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2026-06-15T08:00,2026-06-15T09:00", "2026-06-15T17:00,2026-06-16T00:00",
      "2026-06-17T00:00,2026-06-19T18:00", "2026-06-20T02:00,2026-06-22T09:00"})
  void closed_hours_say_when_it_opens(String when, String opens) {
    assertThat(verdict(at(under(week()), when)).passesWhen()).isEqualTo(new Verdict.PassesWhen(
        Visitor.local(opens), LocalDate.parse(opens.substring(0, 10)), null));
  }

  @Test
  void a_day_has_so_many_visits() {
    // one on the 17th already: kiosks' clocks differ; that day has no room either
    var history = days("2026-06-15", "2026-06-16", "2026-06-17");
    var once = verdict(under(Terms.OPEN.with(new Caps(1, null, null))).with(history));
    assertThat(once.code()).isEqualTo(Code.CAP_DAY_REACHED);
    assertThat(once.left()).isEqualTo(new Verdict.Left(0, null, null));
    assertThat(once.passesWhen()).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2026-06-18T00:00"), LocalDate.of(2026, 6, 18), null));
    var twice = verdict(under(Terms.OPEN.with(new Caps(2, null, null))).with(history));
    assertThat(twice.code()).isEqualTo(Code.ADMITTED);
    assertThat(twice.left()).isEqualTo(new Verdict.Left(0, null, null));
  }

  @Test
  void a_month_that_is_used_up_refuses_until_the_next_and_says_so_in_numbers() {
    var terms = Terms.OPEN.with(new Caps(1, 4, 48));
    var june = days("2026-05-31", "2026-06-01", "2026-06-02", "2026-06-14", "2026-06-15");
    var verdict = verdict(under(terms).with(june));
    assertThat(verdict.code()).isEqualTo(Code.CAP_MONTH_REACHED);
    assertThat(verdict.checked().subList(6, 9)).containsExactly(
        new Check.Passed(Rule.CAP_DAY, new Check.Numbers(0, 1)),
        new Check.Failed(Rule.CAP_MONTH, Code.CAP_MONTH_REACHED, new Check.Numbers(4, 4)),
        new Check.Passed(Rule.CAP_YEAR, new Check.Numbers(5, 48)));
    assertThat(verdict.left()).isEqualTo(new Verdict.Left(1, 0, 43));
    assertThat(verdict.passesWhen()).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2026-07-01T00:00"), LocalDate.of(2026, 7, 1), null));
  }

  @Test
  void the_last_visit_of_the_month_leaves_none() {
    var terms = Terms.OPEN.with(new Caps(null, 4, 48));
    var verdict = verdict(under(terms).with(days("2026-06-01", "2026-06-02", "2026-06-14")));
    assertThat(verdict.code()).isEqualTo(Code.ADMITTED);
    assertThat(verdict.left()).isEqualTo(new Verdict.Left(null, 0, 44));
  }

  @ParameterizedTest
  @CsvSource({"2026-12-31T23:59:59,CAP_YEAR_REACHED", "2027-01-01T00:00,ADMITTED",
      "2025-12-31T12:00,ADMITTED"})
  void a_year_ends_with_its_last_local_second(String when, Code expected) {
    var terms = Terms.OPEN.with(new Caps(null, null, 2));
    assertThat(code(at(under(terms).with(days("2026-01-01", "2026-12-31")), when))).isEqualTo(expected);
  }

  @Test
  void a_year_that_is_used_up_passes_in_the_next() {
    var terms = Terms.OPEN.with(new Caps(null, null, 1));
    var passesWhen = verdict(under(terms).with(days("2026-01-01"))).passesWhen();
    assertThat(passesWhen).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2027-01-01T00:00"), LocalDate.of(2027, 1, 1), null));
  }

  @ParameterizedTest
  @CsvSource({"0,0,ADMITTED", "0,1,TOO_MANY_GUESTS", "2,2,ADMITTED", "2,3,TOO_MANY_GUESTS"})
  void a_party_has_a_size(int max, int brought, Code expected) {
    var verdict = verdict(withGuests(under(Terms.OPEN.with(Coverage.ALL.withGuests(max))), brought));
    assertThat(verdict.code()).isEqualTo(expected);
    var numbers = verdict.checked().getLast().numbers();
    assertThat(numbers).isEqualTo(new Check.Numbers(brought, max));
    assertThat(verdict.passesWhen()).isEqualTo(
        expected == Code.ADMITTED ? null : new Verdict.PassesWhen(null, null, max));
  }

  @Test
  void a_party_too_large_on_a_wrong_day_is_told_both() {
    var inputs = at(withGuests(under(regatta().with(Coverage.ALL.withGuests(2))), 5), "2026-06-13T12:00");
    var verdict = verdict(inputs);
    assertThat(verdict.code()).isEqualTo(Code.BLACKOUT);
    assertThat(verdict.passesWhen()).isEqualTo(
        new Verdict.PassesWhen(Visitor.local("2026-06-15T00:00"), LocalDate.of(2026, 6, 15), 2));
  }

  @ParameterizedTest
  @EnumSource(value = Standing.Status.class, names = "ACTIVE", mode = EnumSource.Mode.EXCLUDE)
  void no_day_is_promised_to_whom_waiting_does_not_help(Standing.Status status) {
    var inputs = at(under(regatta()).with(Visitor.standing(status)), "2026-06-13T12:00");
    assertThat(verdict(inputs).passesWhen()).isNull();
  }

  @Test
  void all_rules_are_checked_and_the_first_that_fails_decides() {
    var terms = week().with(new Caps(1, 1, 1)).with(new Coverage(Set.of("LIFE"), Set.of("BAR"), 0));
    var closed = new Opening(List.of(new Blackout(LocalDate.MIN, LocalDate.MAX, "")),
        terms.opening().hours());
    var inputs = withGuests(at(under(terms.with(closed)), "2026-06-17T12:00"), 1)
        .with(History.of(new int[]{Visitor.day("2026-06-17")}, Visitor.VISIT))
        .with(new Standing.Known(Visitor.MEMBER, Standing.Status.PENDING, "FULL", LocalDate.of(2026, 1, 1)));
    assertThat(verdict(inputs).checked()).extracting(Check::code).containsExactly(Code.ADMITTED,
        Code.ADMITTED,
        Code.ADMITTED, Code.ADMITTED, Code.MEMBER_PENDING, Code.MEMBER_LAPSED, Code.ALREADY_INSIDE,
        Code.CLASS_NOT_ADMITTED, Code.FACILITY_NOT_COVERED, Code.BLACKOUT, Code.CLOSED_DAY,
        Code.CAP_DAY_REACHED,
        Code.CAP_MONTH_REACHED, Code.CAP_YEAR_REACHED, Code.TOO_MANY_GUESTS);
    assertThat(verdict(inputs).checked()).extracting(Check::rule)
        .containsExactly(Rule.CLUBS_DIFFER, Rule.AGREEMENT,
            Rule.CLUBS_ACTIVE, Rule.MEMBER_KNOWN, Rule.MEMBER_STANDING, Rule.MEMBER_PAID, Rule.VISIT_OPEN,
            Rule.CLASSES, Rule.FACILITIES, Rule.BLACKOUTS, Rule.HOURS, Rule.CAP_DAY, Rule.CAP_MONTH,
            Rule.CAP_YEAR, Rule.GUESTS);
    assertThat(code(inputs)).isEqualTo(Code.MEMBER_PENDING);
  }

  private static Terms regatta() {
    var blackout = new Blackout(LocalDate.of(2026, 6, 12), LocalDate.of(2026, 6, 14), "Regatta");
    return Terms.OPEN.with(Opening.ALWAYS.withBlackouts(blackout));
  }

  /** Mondays nine to five, all of Tuesday, Friday evening until two at night; 2026-06-15 is a Monday. */
  private static Terms week() {
    return Terms.OPEN.with(Opening.ALWAYS.withHours(new Window(Set.of(MONDAY), time("09:00"), time("17:00")),
        new Window(Set.of(TUESDAY), time("00:00"), time("00:00")),
        new Window(Set.of(FRIDAY), time("18:00"), time("02:00"))));
  }

  @Test
  void a_window_past_midnight_makes_no_opening_day_of_the_next() {
    assertThat(Moment.weekday(Visitor.day("2026-06-20"))).isEqualTo(SATURDAY);
    assertThat(code(at(under(week()), "2026-06-20T12:00"))).isEqualTo(Code.CLOSED_DAY);
  }
}
