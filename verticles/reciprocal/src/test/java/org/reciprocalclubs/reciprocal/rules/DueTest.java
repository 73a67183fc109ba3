package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a visit comes to, and who pays it. */
class DueTest {

  private static Money usd(long amount) {
    return new Money(amount, "USD");
  }

  private static Verdict.Charge fee(Money due, Fees.Route route, Verdict.@Nullable Share share) {
    return new Verdict.Charge(due, Verdict.Reason.PER_VISIT, route, share, 0, Set.of());
  }

  private static Verdict.Share upTo(long most, @Nullable Money ofFee) {
    return new Verdict.Share(usd(most), ofFee, Set.of("POWER", "Fuel"));
  }

  private static Bill bill(@Nullable Money cost, String... services) {
    return new Bill(List.of(services), cost);
  }

  private static List<Money> each(Money... amounts) {
    return List.of(amounts);
  }

  @Test
  void the_visitor_pays_the_fee_and_the_cost_where_no_club_does() {
    for (var fee : new Verdict.Charge[]{null, fee(usd(0), Fees.Route.PAY_ON_LEAVING, null)}) {
      assertThat(Due.of(fee, bill(usd(300)))).isEqualTo(new Due(each(usd(300)), each(usd(300)), each()));
    }
    var fee = fee(usd(2_500), Fees.Route.PAY_ON_LEAVING, null);
    assertThat(Due.of(fee, bill(usd(300)))).isEqualTo(new Due(each(usd(2_800)), each(usd(2_800)), each()));
    assertThat(Due.of(null, Bill.NONE)).isEqualTo(new Due(each(), each(), each()));
  }

  @Test
  void amounts_of_two_currencies_stand_beside_each_other() {
    var euros = new Money(4_000, "EUR");
    assertThat(Due.of(fee(usd(2_500), Fees.Route.PAY_ON_LEAVING, null), bill(euros)).all())
        .containsExactly(usd(2_500), euros);
    var charged = Due.of(fee(usd(2_500), Fees.Route.CHARGE_HOME_CLUB, upTo(1_000, usd(2_500))), bill(euros));
    assertThat(charged.homePays()).as("up to the cap").containsExactly(usd(1_000));
    assertThat(charged.visitorPays()).containsExactly(usd(1_500), euros);
  }

  @Test
  void without_a_cap_the_home_club_pays_all_that_its_route_says() {
    var bill = bill(usd(300), "Dinner");
    assertThat(Due.of(fee(usd(2_500), Fees.Route.CHARGE_HOME_CLUB, null), bill))
        .isEqualTo(new Due(each(usd(2_800)), each(), each(usd(2_800))));
    assertThat(Due.of(fee(usd(2_500), Fees.Route.HOME_CLUB_REIMBURSES, null), bill))
        .isEqualTo(new Due(each(usd(2_800)), each(usd(2_800)), each(usd(2_800))));
  }

  @ParameterizedTest
  @CsvSource({"5000,5000,0,5000", "5000,5000,1000,6000", "5000,5000,9000,7000", "5000,4000,1000,5000",
      "9000,9000,0,7000", "0,0,0,0"})
  void a_cap_holds_for_the_fee_and_the_cost_together(long due, long ofFee, long cost, long pays) {
    var share = upTo(7_000, usd(ofFee));
    for (var route : List.of(Fees.Route.HOME_CLUB_REIMBURSES, Fees.Route.CHARGE_HOME_CLUB)) {
      var result = Due.of(fee(usd(due), route, share), bill(usd(cost), "Dinner"));
      assertThat(result.homePays()).isEqualTo(pays == 0 ? each() : each(usd(pays)));
      long rest = due + cost - (route == Fees.Route.CHARGE_HOME_CLUB ? pays : 0);
      assertThat(result.visitorPays()).isEqualTo(rest == 0 ? each() : each(usd(rest)));
    }
  }

  @Test
  void the_home_club_pays_nothing_of_a_cost_of_what_it_excludes_only() {
    var fee = fee(usd(5_000), Fees.Route.HOME_CLUB_REIMBURSES, upTo(7_000, usd(5_000)));
    assertThat(Due.of(fee, bill(usd(900), "Power", " fuel ")).homePays()).containsExactly(usd(5_000));
    assertThat(Due.of(fee, bill(usd(900), "Power", "Dinner")).homePays()).containsExactly(usd(5_900));
    var unpriced = fee(usd(0), Fees.Route.HOME_CLUB_REIMBURSES, upTo(7_000, null));
    assertThat(Due.of(unpriced, bill(usd(900), "POWER")).homePays()).isEmpty();
  }

  @Test
  void where_nobody_has_said_a_price_the_cost_is_what_is_shared_and_otherwise_the_cap_stands() {
    var unpriced = fee(usd(0), Fees.Route.HOME_CLUB_REIMBURSES, upTo(7_000, null));
    assertThat(Due.of(unpriced, Bill.NONE)).isEqualTo(new Due(each(), each(), each(usd(7_000))));
    assertThat(Due.of(unpriced, bill(usd(900))).homePays()).containsExactly(usd(900));
    assertThat(Due.of(unpriced, bill(usd(9_900))).homePays()).containsExactly(usd(7_000));
    var nothingLeft = fee(usd(0), Fees.Route.HOME_CLUB_REIMBURSES, upTo(0, null));
    assertThat(Due.of(nothingLeft, Bill.NONE).homePays()).isEmpty();
    assertThat(Due.of(nothingLeft, bill(usd(900))).homePays()).isEmpty();
  }

  @Test
  void what_does_not_fit_is_the_most_that_does() {
    var fee = fee(usd(Long.MAX_VALUE), Fees.Route.CHARGE_HOME_CLUB, null);
    assertThat(Due.of(fee, bill(usd(1))).all()).containsExactly(usd(Long.MAX_VALUE));
    assertThat(usd(Long.MIN_VALUE).plus(-1)).isEqualTo(usd(Long.MIN_VALUE));
    assertThat(usd(5).plus(-7)).isEqualTo(usd(-2));
  }

  @Test
  void what_is_written_down_later_takes_the_place_of_what_was_before() {
    var first = bill(usd(300), "Lunch");
    assertThat(first.and(Bill.NONE)).isEqualTo(first);
    assertThat(first.and(bill(usd(400)))).isEqualTo(bill(usd(400), "Lunch"));
    assertThat(first.and(bill(null, "Dinner"))).isEqualTo(bill(usd(300), "Dinner"));
    assertThat(first.corrected(new Correction(null, usd(1), null, null))).isEqualTo(bill(usd(1), "Lunch"));
    assertThat(first.corrected(new Correction(List.of(), null, null, null))).isEqualTo(bill(usd(300)));
  }
}
