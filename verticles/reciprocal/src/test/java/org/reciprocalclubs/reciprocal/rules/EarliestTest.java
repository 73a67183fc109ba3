package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Visitor.at;
import static org.reciprocalclubs.reciprocal.rules.Visitor.under;
import static org.reciprocalclubs.reciprocal.rules.Visitor.verdict;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first moment that is promised; the visitor asks on 16 June 2026 where nothing else is said. */
class EarliestTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 16);

  private static Terms closedUntil(LocalDate last) {
    return Terms.OPEN.with(Opening.ALWAYS.withBlackouts(new Opening.Blackout(TODAY, last, "")));
  }

  private static Terms open(String from, String to) {
    return Terms.OPEN.with(Opening.ALWAYS.withHours(new Opening.Window(Set.of(DayOfWeek.values()),
        Visitor.time(from), Visitor.time(to))));
  }

  private static @Nullable LocalDate promised(Inputs inputs) {
    var passesWhen = verdict(inputs).passesWhen();
    return passesWhen == null ? null : passesWhen.from();
  }

  private static @Nullable Instant moment(Inputs inputs) {
    var passesWhen = verdict(inputs).passesWhen();
    return passesWhen == null ? null : passesWhen.at();
  }

  @ParameterizedTest
  @CsvSource({"399,true", "400,false"})
  void a_day_within_the_horizon_is_promised(int closed, boolean promised) {
    assertThat(promised(under(closedUntil(TODAY.plusDays(closed)))))
        .isEqualTo(promised ? TODAY.plusDays(Rulebook.HORIZON_DAYS) : null);
  }

  @ParameterizedTest
  @CsvSource({"2026-06-20,", "2026-06-21,2026-06-21", "2026-06-22,2026-06-21"})
  void no_day_is_promised_after_the_agreement_or_what_is_paid(LocalDate last, @Nullable LocalDate promised) {
    var terms = closedUntil(LocalDate.of(2026, 6, 20));
    assertThat(promised(under(terms, new Period(LocalDate.of(2020, 1, 1), last)))).isEqualTo(promised);
    assertThat(promised(under(terms).with(new Standing.Known(Visitor.MEMBER, Standing.Status.ACTIVE, "FULL",
        last)))).isEqualTo(promised);
  }

  @ParameterizedTest
  @CsvSource({
      // the house opens at 20:00; the visitor is one head more
      "HOUSE,9,0,2026-06-16", "HOUSE,10,0,2026-06-17", "AGREEMENT,99,9,2026-06-16",
      "AGREEMENT,99,10,2026-06-17", "PROGRAMME,99,99,2026-06-16"})
  void a_house_that_is_full_today_is_empty_tomorrow(Scope scope, int today, int ofHome,
      LocalDate promised) {
    var full = Circumstances.NONE.with(new Circumstances.Occupancy(today, ofHome, 0, 0));
    var room = Terms.OPEN.with(Entry.FREE.with(new Entry.Capacity(10, null)));
    var version = new TermsVersion(1, "sha256:04", room, Visitor.SINCE_2020);
    var evening = open("20:00", "23:00");
    var inputs = scope == Scope.AGREEMENT
        ? under(evening.with(room.entry()))
        : under(evening).with(
            scope == Scope.HOUSE ? new Bylaws(version, null) : new Bylaws(null, version));
    assertThat(promised(inputs.with(full))).isEqualTo(promised);
  }

  @Test
  void the_day_after_a_suspension_may_be_closed() {
    var suspended = new Restriction(Visitor.VISIT, Restriction.Kind.SUSPENSION, LocalDate.of(2026, 6, 17),
        Set.of(), false);
    var inputs = under(Terms.OPEN.with(Opening.ALWAYS.withBlackouts(
        new Opening.Blackout(LocalDate.of(2026, 6, 18), LocalDate.of(2026, 6, 18), ""))));
    assertThat(promised(inputs.with(Circumstances.NONE.with(suspended)))).isEqualTo("2026-06-19");
  }

  @ParameterizedTest
  @CsvSource({
      // clocks go from two to three: what would open at half past two opens at three
      "2026-03-08T01:00,02:30,04:00,2026-03-08T07:00:00Z",
      "2026-03-08T01:00,03:00,04:00,2026-03-08T07:00:00Z",
      "2026-03-08T01:00,03:30,04:00,2026-03-08T07:30:00Z",
      "2026-03-08T01:00,02:15,02:45,2026-03-09T06:15:00Z",
      // an hour comes twice: open in both
      "2026-11-01T00:30,01:15,01:45,2026-11-01T05:15:00Z",
      "2026-11-01T02:00,01:15,01:45,2026-11-02T06:15:00Z",
      "2026-11-01T01:50,01:15,01:45,2026-11-01T06:15:00Z",
      // the day before and the day after have nothing to do with it
      "2026-03-07T01:00,02:30,04:00,2026-03-07T07:30:00Z",
      "2026-03-09T01:00,02:30,04:00,2026-03-09T06:30:00Z"})
  void a_house_opens_by_its_clock_also_when_that_is_changed(String asked, String from, String to,
      Instant opens) {
    assertThat(moment(at(under(open(from, to)), asked))).isEqualTo(opens);
  }

  @ParameterizedTest
  @CsvSource({"22:00,2026-06-17T02:00:00Z", "18:21,2026-06-16T22:21:00Z", "23:30,2026-06-17T03:00:00Z",
      "00:00,2026-06-17T03:00:00Z"})
  void of_several_hours_the_first_that_comes_is_promised(String from, Instant opens) {
    var late = new Opening.Window(Set.of(DayOfWeek.values()), Visitor.time("23:00"), Visitor.time("23:15"));
    var other = new Opening.Window(late.days(), Visitor.time(from), Visitor.time("02:00"));
    assertThat(moment(under(Terms.OPEN.with(Opening.ALWAYS.withHours(late, other))))).isEqualTo(opens);
    assertThat(moment(under(Terms.OPEN.with(Opening.ALWAYS.withHours(other, late))))).isEqualTo(opens);
  }
}
