package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Visitor.under;
import static org.reciprocalclubs.reciprocal.rules.Visitor.verdict;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a home club pays of what a visit costs. */
class HomePaysTest {
  private static final Fees.Settlement CAPPED = new Fees.Settlement(Fees.Route.HOME_CLUB_REIMBURSES,
      new Fees.Cap(7_000, null, false, Set.of("POWER")), Set.of(Fees.Method.CARD));

  @ParameterizedTest
  @CsvSource({"'',5000,5000", "POWER,5000,5000", "BERTH,5000,5000", "'',9000,7000", "'',0,0"})
  void the_home_club_shares_in_all_but_what_its_cap_excludes(String facility, long berth, long pays) {
    var fee = fee(new Fees("USD", List.of(line("BERTH", Fees.Fits.ALL, berth),
        line("POWER", Fees.Fits.ALL, 1_000)), List.of(), CAPPED, null), facility);
    assertThat(fee.due()).isEqualTo(new Money(berth + 1_000, "USD"));
    assertThat(fee.homePays()).isEqualTo(new Money(pays, "USD"));
  }

  @Test
  void what_is_priced_by_facility_is_excluded_by_facility() {
    var power = new Fees.Fits(Set.of(), Set.of(), Set.of(), Set.of("POWER"), Set.of());
    var fees = new Fees("USD", List.of(line("", power, 1_000), line("", Fees.Fits.ALL, 5_000)), List.of(),
        CAPPED, null);
    assertThat(fee(fees, "POWER").homePays()).isEqualTo(new Money(0, "USD"));
    assertThat(fee(fees, "BERTH").homePays()).isEqualTo(new Money(5_000, "USD"));
  }

  @Test
  void a_cap_in_another_currency_stands_as_it_is() {
    var prices = Fees.of(new Money(500, "EUR"), Fees.Basis.PER_VISIT, Fees.Route.PAY_ON_LEAVING);
    var programme = new TermsVersion(1, "sha256:01", Terms.OPEN.withFees(Fees.settled("USD", CAPPED)),
        Visitor.SINCE_2020);
    var fee = Objects.requireNonNull(
        verdict(under(Terms.OPEN.withFees(prices)).with(new Bylaws(null, programme))).fee());
    assertThat(fee.due()).isEqualTo(new Money(500, "EUR"));
    assertThat(fee.homePays()).isEqualTo(new Money(7_000, "USD"));
    assertThat(fee.methods()).containsExactly(Fees.Method.CARD);
  }

  private static Fees.Line line(String item, Fees.Fits fits, long amount) {
    return new Fees.Line(item, fits, Fees.Basis.PER_VISIT, amount, null, 0);
  }

  private static Verdict.Charge fee(Fees fees, String facility) {
    return Objects.requireNonNull(
        verdict(Visitor.forFacility(under(Terms.OPEN.withFees(fees)), facility)).fee());
  }
}
