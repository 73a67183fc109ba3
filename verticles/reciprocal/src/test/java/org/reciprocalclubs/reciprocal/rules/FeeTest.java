package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Visitor.under;
import static org.reciprocalclubs.reciprocal.rules.Visitor.verdict;
import static org.reciprocalclubs.reciprocal.rules.Visitor.withGuests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.reciprocal.rules.Fees.Basis;
import org.reciprocalclubs.reciprocal.rules.Fees.Route;

class FeeTest {

  @ParameterizedTest
  @CsvSource({"PER_VISIT,0,2500", "PER_VISIT,3,2500", "PER_HEAD,0,2500", "PER_HEAD,3,10000"})
  void a_fee_is_per_visit_or_for_each_head(Basis basis, int guests, long due) {
    var terms = Terms.OPEN.withFees(Fees.of(new Money(2_500, "GBP"), basis, Route.CHARGE_HOME_CLUB));
    assertThat(verdict(withGuests(under(terms), guests)).fee()).isEqualTo(new Verdict.Charge(
        new Money(due, "GBP"), Verdict.Reason.valueOf(basis.name()), Route.CHARGE_HOME_CLUB));
  }

  @Test
  void who_is_not_admitted_owes_nothing() {
    var terms = Terms.OPEN.withFees(Fees.of(new Money(2_500, "GBP"), Basis.PER_VISIT, Route.PAY_ON_LEAVING));
    assertThat(verdict(under(terms).with(Standing.UNKNOWN)).fee()).isEqualTo(
        new Verdict.Charge(new Money(0, "GBP"), Verdict.Reason.NOT_ADMITTED, Route.PAY_ON_LEAVING));
  }

  @ParameterizedTest
  @CsvSource({"9223372036854775807,2,9223372036854775807", "-9223372036854775808,2,-9223372036854775808",
      "4611686018427387904,-2,-9223372036854775808", "9223372036854775807,-2,-9223372036854775808",
      "-9223372036854775807,-2,9223372036854775807", "0,5,0", "-3,5,-15", "7,0,0", "-7,0,0"})
  void money_that_does_not_fit_becomes_the_most_that_does(long amount, int times, long expected) {
    assertThat(new Money(amount, "JPY").times(times)).isEqualTo(new Money(expected, "JPY"));
  }
}
