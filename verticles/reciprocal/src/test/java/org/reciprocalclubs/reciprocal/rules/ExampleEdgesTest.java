package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which edges of caps and parties are shown to whoever signs. */
class ExampleEdgesTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 6, 1);

  private static List<Example> examples(Terms terms) {
    return Examples.of(TermsVersion.seal(1, terms, Period.from(FIRST)));
  }

  private static List<Code> codes(Terms terms) {
    return examples(terms).stream().map(each -> each.decision().verdict().code()).toList();
  }

  @ParameterizedTest
  @CsvSource(value = {"null,1,true", "null,1000,true", "null,1001,false", "1,335,true",
      "1,336,true"}, nullValues = "null")
  void a_year_that_is_used_up_is_shown_as_far_as_visits_can_be_told(@Nullable Integer month, int year,
      boolean shown) {
    var codes = codes(Terms.OPEN.with(new Caps(null, month, year)));
    assertThat(codes.contains(Code.CAP_YEAR_REACHED)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 1_000})
  void a_month_that_is_used_up_is_shown(int cap) {
    assertThat(codes(Terms.OPEN.with(new Caps(null, cap, null)))).contains(Code.CAP_MONTH_REACHED);
  }

  @ParameterizedTest
  @CsvSource({"0,false", "1,true", "18,true"})
  void a_guest_who_is_too_young_is_shown_where_somebody_can_be(int minimumAge, boolean shown) {
    var guests = new Coverage.Guests(null, null, false, minimumAge);
    var examples = examples(Terms.OPEN.with(Coverage.ALL.with(guests)));
    assertThat(examples.stream().anyMatch(each -> each.shows().equals(Rule.GUESTS_AGE.name())))
        .isEqualTo(shown);
    assertThat(examples).allSatisfy(each -> assertThat(each.inputs().request().guests())
        .allSatisfy(guest -> assertThat(guest.age()).isNotNegative()));
  }

  @ParameterizedTest
  @CsvSource({"3,true", "366,true", "510,true", "511,false"})
  void a_stay_that_is_too_long_is_shown_where_one_can_be_asked_for(int nights, boolean shown) {
    assertThat(codes(Terms.OPEN.with(Caps.NONE.withNights(nights, null))).contains(Code.STAY_TOO_LONG))
        .isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"1970-01-01,false", "1970-01-02,true", "2026-06-01,true"})
  void the_day_before_the_first_is_shown(LocalDate first, boolean shown) {
    var examples = Examples.of(TermsVersion.seal(1, Terms.OPEN, Period.from(first)));
    assertThat(examples.stream().anyMatch(each -> each.shows().equals(Rule.AGREEMENT.name())))
        .isEqualTo(shown);
  }
}
