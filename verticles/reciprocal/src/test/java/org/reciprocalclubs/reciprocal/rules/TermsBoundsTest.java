package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Fees.Basis.PER_VISIT;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The largest that is sound is sound, and what is out of bounds is named once. */
class TermsBoundsTest {

  private static List<String> fields(Terms terms) {
    return terms.problems().stream().map(Problem::field).toList();
  }

  private static List<String> fields(Caps caps) {
    return fields(Terms.OPEN.with(caps));
  }

  private static List<String> fields(Fees fees) {
    return fields(Terms.OPEN.withFees(fees));
  }

  @Test
  void as_many_rolling_caps_as_are_allowed_over_as_many_days_are_sound() {
    var rolling = IntStream.rangeClosed(1 - TermsCheck.ROLLING_MAX, 0)
        .mapToObj(less -> new Caps.Rolling(TermsCheck.CAP_MAX + less, TermsCheck.ROLLING_DAYS_MAX + less));
    assertThat(fields(Caps.NONE.withRolling(rolling.toArray(Caps.Rolling[]::new)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,0,caps.year", "9,-1,caps.year", "0,0,caps.month caps.year"})
  void a_cap_that_admits_nobody_does_not_make_another_dead_too(int month, int year, String problems) {
    assertThat(fields(new Caps(null, month, year))).containsExactly(problems.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"100000,caps.year", "100001,caps.year", "366,caps.year"})
  void more_days_than_a_year_has_are_named_once(int year, String problem) {
    var days = new Caps(null, null, year).counting(Caps.Counting.DAYS);
    assertThat(fields(days)).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource({"0,0,true", "0,5,true", "1,0,true", "1,1,false", "2,1,true"})
  void only_the_spouse_is_family_where_no_child_is_young_enough(int familyUnder, int minimumAge,
      boolean sound) {
    var guests = new Coverage.Guests(null, familyUnder, false, minimumAge);
    assertThat(fields(Terms.OPEN.with(Coverage.ALL.with(guests))))
        .isEqualTo(sound ? List.of() : List.of("guests.familyUnder"));
  }

  @Test
  void the_longest_names_in_a_table_of_fees_are_sound() {
    var longest = "x".repeat(TermsCheck.NAME_LENGTH_MAX);
    assertThat(fields(table(longest, new Fees.Unit(longest, 1)))).isEmpty();
    assertThat(fields(table(longest + "x", null))).containsExactly("fees.lines[0].item");
    assertThat(fields(table("", new Fees.Unit(longest + "x", 1))))
        .containsExactly("fees.lines[0].unit.attribute");
  }

  private static Fees table(String item, Fees.@Nullable Unit unit) {
    return new Fees("USD", List.of(new Fees.Line(item, Fees.Fits.ALL, PER_VISIT, 100, unit, 0)), List.of(),
        Fees.Settlement.by(Fees.Route.PAY_ON_LEAVING), new Fees.Discount(1, Set.of()));
  }

  @Test
  void as_many_waivers_as_are_allowed_are_sound_also_for_one_guest() {
    var waiver = new Fees.Waiver(Fees.When.PAYING_GUESTS, 1, Set.of());
    assertThat(fields(table("", null).with(Collections.nCopies(FeesCheck.WAIVERS_MAX, waiver)
        .toArray(Fees.Waiver[]::new)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,false", "1,true", "366,true", "367,false"})
  void a_home_club_pays_for_some_nights_of_a_year(int nights, boolean sound) {
    var cap = new Fees.Cap(FeesCheck.PRICE_MINOR_MAX, nights, false, Set.of());
    var fees = Fees.settled("USD", new Fees.Settlement(Fees.Route.HOME_CLUB_REIMBURSES, cap, Set.of()));
    assertThat(fields(fees)).isEqualTo(sound ? List.of() : List.of("fees.settlement.cap.nightsYear"));
  }
}
