package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Visitor.under;
import static org.reciprocalclubs.reciprocal.rules.Visitor.verdict;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.reciprocal.rules.Fees.Route;

/** Whose word counts on money, and why nothing is to pay. */
class TariffTest {
  private static final Money PRICE = new Money(2_500, "USD");

  private static Verdict.Charge fee(Inputs inputs) {
    return Objects.requireNonNull(verdict(inputs).fee());
  }

  private static Bylaws programme(Fees.Settlement settlement) {
    var terms = Terms.OPEN.withFees(Fees.settled("USD", settlement));
    return new Bylaws(null, new TermsVersion(1, "sha256:03", terms, Visitor.SINCE_2020));
  }

  @ParameterizedTest
  @CsvSource({"HOME_CLUB_REIMBURSES,HOME_CLUB_REIMBURSES", "PAY_ON_LEAVING,CHARGE_HOME_CLUB"})
  void a_programme_settles_what_an_agreement_prices_only_where_it_pays_back(Route programme,
      Route expected) {
    var priced = Terms.OPEN.withFees(Fees.of(PRICE, Fees.Basis.PER_VISIT, Route.CHARGE_HOME_CLUB));
    var fee = fee(under(priced).with(programme(Fees.Settlement.by(programme))));
    assertThat(fee).isEqualTo(new Verdict.Charge(PRICE, Verdict.Reason.PER_VISIT, expected));
  }

  @ParameterizedTest
  @CsvSource({"HOME_CLUB_REIMBURSES", "PAY_ON_LEAVING", "CHARGE_HOME_CLUB"})
  void a_programme_settles_where_the_agreement_says_nothing_of_money(Route route) {
    assertThat(fee(under(Terms.OPEN).with(programme(Fees.Settlement.by(route)))).route()).isEqualTo(route);
  }

  @Test
  void why_the_member_pays_nothing_is_told_before_why_a_guest_does() {
    var waived = Fees.of(PRICE, Fees.Basis.PER_HEAD, Route.PAY_ON_LEAVING)
        .with(new Fees.Waiver(Fees.When.HOME_CLUB_CLOSED, 0, Set.of(Fees.Party.MEMBER)),
            new Fees.Waiver(Fees.When.PAYING_GUESTS, 1, Set.of()));
    var inputs = under(Terms.OPEN.withFees(waived));
    var alike = inputs.with(inputs.request()
        .withGuests(new Request.Guest(40, Request.Relation.FRIEND, true)));
    assertThat(fee(alike).reason()).isEqualTo(Verdict.Reason.PAYING_GUESTS);
    assertThat(fee(alike.with(Circumstances.NONE.withHomeClosed(true)))).isEqualTo(
        new Verdict.Charge(new Money(0, "USD"), Verdict.Reason.HOME_CLUB_CLOSED, Route.PAY_ON_LEAVING));
  }

  @ParameterizedTest
  @CsvSource({
      // two nights a year are paid back, at 70 dollars; the visitor stays for two
      "2025-12-30 2025-12-31,14000", "2027-01-01 2027-01-02,14000", "2026-01-01,7000", "2026-12-31,7000",
      "2026-01-01 2026-12-31,0", "2026-03-01 2026-03-02 2026-03-03,0"})
  void nights_are_paid_back_by_the_calendar_year(String nights, long homePays) {
    var cap = new Fees.Cap(7_000, 2, false, Set.of());
    List<Use> uses = Arrays.stream(nights.split(" ")).map(day -> new Use(Visitor.day(day), 1, 0, 0))
        .toList();
    var inputs = under(Terms.OPEN)
        .with(programme(new Fees.Settlement(Route.HOME_CLUB_REIMBURSES, cap, Set.of())))
        .with(Circumstances.NONE.withEverywhere(History.of(uses, null)));
    assertThat(fee(inputs.with(inputs.request().forNights(2))).homePays())
        .isEqualTo(new Money(homePays, "USD"));
  }
}
