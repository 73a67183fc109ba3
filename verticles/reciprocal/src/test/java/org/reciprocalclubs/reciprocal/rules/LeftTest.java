package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a verdict says remains. */
class LeftTest {
  private static final UUID EARLIER = new UUID(9, 1);

  private static Verdict.Left left(Caps caps, History history, int nights, int guests) {
    return left(Visitor.under(Terms.OPEN.with(caps)), history, nights, guests);
  }

  private static Verdict.Left left(Inputs inputs, History history, int nights, int guests) {
    var asked = Visitor.withGuests(inputs, guests).with(history);
    return Objects.requireNonNull(Visitor.verdict(asked.with(asked.request().forNights(nights))).left());
  }

  private static History stay(String date, int nights, int guests) {
    return History.of(List.of(new Use(Visitor.day(date), nights, guests, 0)), null);
  }

  @ParameterizedTest
  @CsvSource({"0,7", "3,4", "7,0"})
  void nights_of_the_year_are_what_is_left_after_this_stay(int nights, int left) {
    var caps = Caps.NONE.withNights(null, 12);
    assertThat(left(caps, stay("2026-02-01", 5, 0), nights, 0).nights()).isEqualTo(left);
    assertThat(left(caps, stay("2025-02-01", 5, 0), nights, 0).nights()).isEqualTo(12 - nights);
  }

  @Test
  void nights_after_the_turn_of_the_year_are_of_the_next() {
    var inputs = Visitor.at(Visitor.under(Terms.OPEN.with(Caps.NONE.withNights(null, 12))),
        "2026-12-30T18:00");
    assertThat(left(inputs, History.NONE, 5, 0).nights()).isEqualTo(10);
    assertThat(left(inputs, stay("2026-12-01", 4, 0), 5, 0).nights()).isEqualTo(6);
  }

  @Test
  void whoever_is_refused_has_used_nothing_up() {
    var inside = History.of(List.of(new Use(Visitor.day("2026-06-01"), 2, 3, 0)), EARLIER);
    var caps = new Caps(2, 4, 48).withNights(null, 12).withGuestsYear(20)
        .withRolling(new Caps.Rolling(9, 30));
    assertThat(left(caps, inside, 1, 2)).isEqualTo(new Verdict.Left(2, 3, 47, 8, 10, 17));
    assertThat(left(caps, inside.left(), 1, 2)).isEqualTo(new Verdict.Left(1, 2, 46, 7, 9, 15));
  }

  @ParameterizedTest
  @CsvSource(value = {"2026-05-18,2", "2026-05-17,3", "2026-06-16,2", "null,3"}, nullValues = "null")
  void days_running_end_with_this_visit(@Nullable String before, int left) {
    var history = before == null ? History.NONE : Visitor.days(before);
    assertThat(left(Caps.NONE.withRolling(new Caps.Rolling(4, 30)), history, 0, 0).rolling())
        .isEqualTo(left);
  }

  @Test
  void of_several_the_least_is_left() {
    var caps = Caps.NONE.withRolling(new Caps.Rolling(4, 30), new Caps.Rolling(2, 7),
        new Caps.Rolling(9, 90));
    assertThat(left(caps, Visitor.days("2026-06-15"), 0, 0).rolling()).isZero();
    var house = new TermsVersion(1, "sha256:01", Terms.OPEN.with(new Caps(3, 9, null)), Visitor.SINCE_2020);
    var both = Visitor.under(Terms.OPEN.with(new Caps(7, 4, 48))).with(new Bylaws(house, null));
    assertThat(left(both, History.NONE, 0, 0)).isEqualTo(new Verdict.Left(2, 3, 47));
  }

  @Test
  void guests_of_the_year_are_heads() {
    var caps = Caps.NONE.withGuestsYear(12);
    assertThat(left(caps, stay("2026-01-01", 0, 3), 0, 2).guests()).isEqualTo(7);
    assertThat(left(caps, stay("2025-12-31", 0, 3), 0, 2).guests()).isEqualTo(10);
  }

  @Test
  void what_is_used_up_is_not_less_than_nothing() {
    assertThat(left(new Caps(1, null, null), Visitor.days("2026-06-16", "2026-06-16"), 0, 0).day()).isZero();
  }

  @Test
  void heads_and_visits_of_one_batch_add_up() {
    assertThat(new Circumstances.Occupancy(10, 3, 5, 2).and(4, 1))
        .isEqualTo(new Circumstances.Occupancy(14, 4, 9, 3));
    var history = Visitor.days("2026-06-02").entered(Use.ofDay(Visitor.day("2026-06-03")), EARLIER);
    assertThat(history.and(List.of(Use.ofDay(Visitor.day("2026-06-01")))))
        .isEqualTo(History.of(Visitor.days("2026-06-01", "2026-06-02", "2026-06-03").uses(), EARLIER));
  }
}
