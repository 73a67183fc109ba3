package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal.Reason;

/** What terms say of days is held against the days on which they hold. */
class PeriodCheckTest {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final LocalDate SATURDAY = LocalDate.of(2026, 6, 20);
  private static final Period WEEKEND = new Period(SATURDAY, SATURDAY.plusDays(1));
  private static final Period YEAR = new Period(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31));
  private static final Period FOR_GOOD = Period.from(LocalDate.of(2026, 1, 1));

  static Stream<Arguments> contradictions() {
    return Stream.of(
        arguments(YEAR, closed("2025-12-24", "2025-12-31"), "blackouts[0]", "before effectiveDate"),
        arguments(FOR_GOOD, closed("2025-12-24", "2025-12-31"), "blackouts[0]", "before effectiveDate"),
        arguments(YEAR, closed("2027-01-01", "2027-01-02"), "blackouts[0]", "after expirationDate"),
        arguments(YEAR, closed("2025-12-24", "2027-01-02"), "blackouts", "every day"),
        arguments(YEAR, closed("2026-01-01", "2026-12-31"), "blackouts", "every day"),
        arguments(YEAR, Opening.ALWAYS.withBlackouts(blackout("2026-07-01", "2026-12-31"),
            blackout("2026-01-01", "2026-06-30")), "blackouts", "every day"),
        arguments(FOR_GOOD, closed("2026-01-01", LocalDate.MAX.toString()), "blackouts", "every day"),
        arguments(WEEKEND, Opening.ALWAYS.withSeasons(season(7, 1, 8, 31)), "seasons", "no day"),
        arguments(WEEKEND, hours(DayOfWeek.MONDAY, "09:00", "17:00"), "hours", "no day"),
        arguments(WEEKEND, hours(DayOfWeek.SUNDAY, "09:00", "17:00").withBlackouts(
            blackout("2026-06-21", "2026-06-21")), "blackouts", "no day"),
        arguments(new Period(SATURDAY.minusDays(1), SATURDAY),
            hours(DayOfWeek.FRIDAY, "09:00", "17:00").withSeasons(season(6, 20, 7, 31)), "seasons",
            "no day"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void what_leaves_no_day_or_lies_on_none_is_found_and_named(Period period, Opening opening, String field,
      String words) {
    var problems = sealed(opening, period).problems();
    assertThat(problems).extracting(Problem::field).containsExactly(field);
    assertThat(problems.getFirst().text()).contains(words);
  }

  static Stream<Arguments> sound() {
    return Stream.of(arguments(YEAR, Opening.ALWAYS), arguments(FOR_GOOD, Opening.ALWAYS),
        arguments(YEAR, closed("2025-12-24", "2026-01-01")),
        arguments(YEAR, closed("2026-12-31", "2027-01-02")),
        arguments(YEAR, closed("2026-01-02", "2026-12-31")),
        arguments(FOR_GOOD, closed("2126-01-01", "2126-01-01")),
        arguments(WEEKEND, hours(DayOfWeek.FRIDAY, "18:00", "02:00")),
        arguments(FOR_GOOD, hours(DayOfWeek.MONDAY, "09:00", "17:00").withSeasons(season(2, 29, 2, 29))),
        arguments(new Period(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31)),
            closed("0001-01-01", "9999-12-30")));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void terms_of_which_a_day_is_left_are_sound(Period period, Opening opening) {
    assertThat(sealed(opening, period).problems()).isEmpty();
  }

  @Test
  void no_proposal_counter_or_amendment_is_made_with_them() {
    var terms = Terms.OPEN.with(closed("2025-12-24", "2025-12-31"));
    var today = LocalDate.of(2025, 12, 1);
    var pact = new Agreement.Pact(new UUID(0, 9), ONE, OTHER, TermsVersion.seal(1, terms, FOR_GOOD));
    refused(Agreement.decide(new Agreement.Unproposed(),
        new Agreement.Propose(pact, false, today, null)));
    var sound = new Agreement.Pact(new UUID(0, 9), ONE, OTHER, TermsVersion.seal(1, Terms.OPEN, FOR_GOOD));
    var wording = new Wording(terms, FOR_GOOD);
    refused(Agreement.decide(new Agreement.Proposed(sound),
        new Agreement.Counter(OTHER, wording, null, today, null)));
    refused(Agreement.decide(new Agreement.Approved(sound),
        new Agreement.ProposeAmendment(ONE, wording, today)));
  }

  private static void refused(Outcome<Agreement.Event, AgreementRefusal> outcome) {
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
      var refusal = (AgreementRefusal) refused.refusal();
      assertThat(refusal.reason()).isEqualTo(Reason.TERMS_CONTRADICTORY);
      assertThat(refusal.problems()).extracting(Problem::field).containsExactly("blackouts[0]");
    });
  }

  /** Day by day, by the rulebook's own words. */
  @Property
  void a_day_is_left_where_one_is_found_by_asking_each(@ForAll @IntRange(min = 1, max = 60) int days,
      @ForAll @IntRange(min = 0, max = 80) int closedFrom, @ForAll @IntRange(min = 0, max = 80) int closedFor,
      @ForAll DayOfWeek opens, @ForAll boolean overnight) {
    var first = LocalDate.of(2026, 6, 1);
    var period = new Period(first, first.plusDays(days - 1L));
    var from = first.minusDays(20).plusDays(closedFrom);
    var opening = new Opening(List.of(new Opening.Blackout(from, from.plusDays(closedFor), "")),
        List.of(season(6, 10, 6, 28)), hours(opens, "18:00", overnight ? "02:00" : "23:00").hours());
    boolean left = first.datesUntil(first.plusDays(days)).anyMatch(day -> opening.seasons().getFirst()
        .holds(day) && !opening.blackouts().getFirst().holds(day.toEpochDay())
        && AcrossCheck.opens(opening.hours(), day));
    assertThat(sealed(opening, period).problems().stream()
        .noneMatch(problem -> problem.text().endsWith("nobody is admitted, ever."))).isEqualTo(left);
  }

  private static TermsVersion sealed(Opening opening, Period period) {
    return TermsVersion.seal(1, Terms.OPEN.with(opening), period);
  }

  private static Opening closed(String from, String to) {
    return Opening.ALWAYS.withBlackouts(blackout(from, to));
  }

  private static Opening.Blackout blackout(String from, String to) {
    return new Opening.Blackout(LocalDate.parse(from), LocalDate.parse(to), "");
  }

  private static Opening.Season season(int month, int day, int lastMonth, int lastDay) {
    return new Opening.Season(MonthDay.of(month, day), MonthDay.of(lastMonth, lastDay));
  }

  private static Opening hours(DayOfWeek day, String from, String to) {
    return Opening.ALWAYS.withHours(
        new Opening.Window(Set.of(day), LocalTime.parse(from), LocalTime.parse(to)));
  }
}
