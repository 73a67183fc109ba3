package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.reciprocal.rules.Terms.Basis;
import org.reciprocalclubs.reciprocal.rules.Terms.Caps;
import org.reciprocalclubs.reciprocal.rules.Terms.Coverage;
import org.reciprocalclubs.reciprocal.rules.Terms.Fee;
import org.reciprocalclubs.reciprocal.rules.Terms.Route;

/**
 * What real clubs publish, as far as these terms can say it; what they cannot say yet stands in the
 * conditions.
 */
class ProgrammesTest {
  private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

  /**
   * A rowing club in Calcutta: four days in a month, forty-eight in a calendar year, nobody brought along.
   */
  private static final Terms ROWING = Terms.OPEN.with(new Caps(1, 4, 48)).with(Coverage.ALL.withGuests(0))
      .withSpecialConditions(
          "Card and letter of introduction. Bills are settled before leaving. Dress code.");

  /** Affiliated clubs in India: guests only where the home club agreed in writing, cash or card in rupees. */
  private static final Terms AFFILIATED = Terms.OPEN.with(Coverage.ALL.withGuests(0))
      .withFee(new Fee(new Money(50_000, "INR"), Basis.PER_VISIT, Route.PAY_ON_LEAVING))
      .withSpecialConditions("Photo card, or letter and identity card.");

  /**
   * A golf group whose fee depends on the tiers of both clubs; an agreement is between two, so it names one.
   */
  private static final Terms PLATINUM = golf(6_500);
  private static final Terms PRESTIGE = golf(8_000);

  /** A yacht club of members without berths: twelve visits in a year. */
  private static final Terms BERTHLESS = Terms.OPEN.with(new Caps(null, null, 12));

  /** Associated clubs abroad: whoever comes pays on departure. */
  private static final Terms ASSOCIATES = Terms.OPEN
      .withFee(new Fee(new Money(0, "SGD"), Basis.PER_VISIT, Route.PAY_ON_LEAVING));

  @Test
  void all_of_them_are_sound() {
    for (var terms : List.of(ROWING, AFFILIATED, PLATINUM, PRESTIGE, BERTHLESS, ASSOCIATES)) {
      assertThat(terms.problems()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"0,0,0,ADMITTED,3,47,", "3,3,0,ADMITTED,0,44,", "4,4,0,CAP_MONTH_REACHED,0,44,2026-07-01",
      "0,48,0,CAP_YEAR_REACHED,4,0,2027-01-01", "4,48,0,CAP_MONTH_REACHED,0,0,2027-01-01",
      "0,47,0,ADMITTED,3,0,", "0,0,1,TOO_MANY_GUESTS,4,48,", "3,47,0,ADMITTED,0,0,",
      "4,4,2,CAP_MONTH_REACHED,0,44,2026-07-01", "1,44,0,ADMITTED,2,3,"})
  void rowers_come_four_days_a_month_and_forty_eight_a_year(int inJune, int inYear, int guests, Code code,
      int leftMonth, int leftYear, @Nullable LocalDate from) {
    var inputs = Visitor.withGuests(Visitor.under(ROWING).with(Visitor.clubs(KOLKATA))
        .with(used(inJune, inYear)), guests);
    var verdict = Visitor.verdict(Visitor.at(inputs, "2026-06-20T19:30"));
    assertThat(verdict.code()).isEqualTo(code);
    assertThat(verdict.left())
        .isEqualTo(new Verdict.Left(code == Code.ADMITTED ? 0 : 1, leftMonth, leftYear));
    var passesWhen = verdict.passesWhen();
    assertThat(passesWhen == null ? null : passesWhen.from()).isEqualTo(from);
  }

  @ParameterizedTest
  @CsvSource({"2026-06-30T23:59,CAP_MONTH_REACHED", "2026-07-01T00:00,ADMITTED"})
  void the_rowers_month_ends_in_calcutta_not_in_greenwich(String at, Code code) {
    var inputs = Visitor.under(ROWING).with(Visitor.clubs(KOLKATA)).with(used(4, 4));
    assertThat(Visitor.code(Visitor.at(inputs, at))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"0,ADMITTED,50000,PER_VISIT", "1,TOO_MANY_GUESTS,0,NOT_ADMITTED"})
  void affiliates_pay_in_rupees_and_bring_nobody(int guests, Code code, long due, Verdict.Reason reason) {
    var verdict = Visitor.verdict(Visitor.withGuests(Visitor.under(AFFILIATED), guests));
    assertThat(verdict.code()).isEqualTo(code);
    assertThat(verdict.fee()).isEqualTo(
        new Verdict.Charge(new Money(due, "INR"), reason, Route.PAY_ON_LEAVING));
  }

  @Test
  void golfers_pay_by_the_tier_of_the_host() {
    assertThat(due(PLATINUM)).isEqualTo(new Money(6_500, "USD"));
    assertThat(due(PRESTIGE)).isEqualTo(new Money(8_000, "USD"));
  }

  @ParameterizedTest
  @CsvSource({"11,ADMITTED,0", "12,CAP_YEAR_REACHED,0", "13,CAP_YEAR_REACHED,0", "0,ADMITTED,11"})
  void members_without_a_berth_come_twelve_times_a_year(int inYear, Code code, int left) {
    var verdict = Visitor.verdict(Visitor.under(BERTHLESS).with(used(0, inYear)));
    assertThat(verdict.code()).isEqualTo(code);
    assertThat(verdict.left()).isEqualTo(new Verdict.Left(null, null, left));
  }

  @Test
  void associates_settle_on_departure() {
    var fee = Visitor.verdict(Visitor.under(ASSOCIATES)).fee();
    assertThat(fee).isEqualTo(
        new Verdict.Charge(new Money(0, "SGD"), Verdict.Reason.PER_VISIT, Route.PAY_ON_LEAVING));
  }

  private static Terms golf(long amountMinor) {
    return Terms.OPEN.withFee(new Fee(new Money(amountMinor, "USD"), Basis.PER_VISIT, Route.PAY_ON_LEAVING));
  }

  private static @Nullable Money due(Terms terms) {
    var fee = Visitor.verdict(Visitor.under(terms)).fee();
    return fee == null ? null : fee.due();
  }

  /** So many days in the first half of June 2026, and the rest of the year's before. */
  private static History used(int inJune, int inYear) {
    var days = new ArrayList<Integer>();
    for (int i = 0; i < inYear; i++) {
      days.add(i < inJune ? Visitor.day("2026-06-01") + i : Visitor.day("2026-01-01") + i);
    }
    return History.of(days.stream().mapToInt(Integer::intValue).toArray(), null);
  }
}
