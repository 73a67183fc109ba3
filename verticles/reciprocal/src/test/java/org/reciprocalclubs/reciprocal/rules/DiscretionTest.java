package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.reciprocalclubs.reciprocal.rules.Visit.CheckIn;
import org.reciprocalclubs.reciprocal.rules.Visit.CheckInRefused;
import org.reciprocalclubs.reciprocal.rules.Visit.VisitOpened;

class DiscretionTest {
  private static final Terms FULL = Terms.OPEN.with(new Caps(0, null, null))
      .withFees(Fees.of(new Money(2_500, "USD"), Fees.Basis.PER_VISIT, Fees.Route.PAY_ON_LEAVING));

  @ParameterizedTest
  @EnumSource(names = {"OWN_CLUB", "NO_AGREEMENT", "AGREEMENT_NOT_YET", "AGREEMENT_SUSPENDED",
      "AGREEMENT_EXPIRED", "CLUB_SUSPENDED", "PASS_INVALID", "PASS_EXPIRED", "PASS_NOT_FRESH",
      "PASS_ALREADY_SHOWN", "PASS_REVOKED", "UNKNOWN_MEMBER", "MEMBER_PENDING", "MEMBER_SUSPENDED",
      "MEMBER_LAPSED", "MEMBER_RESIGNED", "BANNED", "SUSPENDED_HERE", "LIMITED", "ALREADY_INSIDE",
      "GUESTS_NEED_CONSENT"})
  void what_others_have_the_say_in_is_not_the_houses_to_overlook(Code code) {
    assertThat(Discretion.covers(verdict(Scope.AGREEMENT, code))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ANY, names = {"^(CAP|BOOKING|LETTER|HOUSE)_.*", "^CLOSED_.*",
      "CLASS_NOT_ADMITTED",
      "TIER_NOT_ADMITTED", "FACILITY_NOT_COVERED", "OUT_OF_SEASON", "BLACKOUT", "DOCUMENTS_MISSING",
      "CLUB_TOO_NEAR", "DISTANCE_UNKNOWN", "SAME_COUNTRY", "RESIDENT", "STAY_TOO_LONG", "TOO_MANY_GUESTS",
      "GUEST_TOO_YOUNG"})
  void terms_of_the_agreement_and_of_the_house_are_but_not_those_of_a_programme(Code code) {
    assertThat(Discretion.covers(verdict(Scope.AGREEMENT, code))).isTrue();
    assertThat(Discretion.covers(verdict(Scope.HOUSE, code))).isTrue();
    assertThat(Discretion.covers(verdict(Scope.PROGRAMME, code))).isFalse();
  }

  @Test
  void one_thing_that_is_not_the_houses_to_overlook_is_enough() {
    assertThat(Discretion.covers(verdict(Scope.HOUSE, Code.CLOSED_DAY, Code.BANNED))).isFalse();
  }

  @Test
  void who_is_let_in_pays_and_uses_up_like_anybody_else() {
    var inputs = Visitor.under(FULL);
    var entered = enter(inputs, Manner.OVERRIDDEN);

    assertThat(entered).isInstanceOfSatisfying(VisitOpened.class, opened -> {
      assertThat(opened.mark()).isEqualTo(Mark.OVERRIDDEN);
      var verdict = opened.decided().verdict();
      assertThat(verdict.code()).isEqualTo(Code.CAP_DAY_REACHED);
      assertThat(verdict.checked()).isEqualTo(Rulebook.decide(inputs).verdict().checked());
      assertThat(verdict.passesWhen()).isNull();
      assertThat(verdict.fee()).isNotNull().extracting(Verdict.Charge::due)
          .isEqualTo(new Money(2_500, "USD"));
    });
    assertThat(enter(inputs, Manner.ASKED)).isInstanceOf(CheckInRefused.class);
  }

  @Test
  void who_would_come_in_anyway_comes_in_as_at_the_door() {
    var inputs = Visitor.under(Terms.OPEN);
    assertThat(enter(inputs, Manner.OVERRIDDEN)).isEqualTo(enter(inputs, Manner.ASKED));
  }

  @Test
  void a_refusal_that_stays_is_the_one_of_the_door() {
    var inputs = Visitor.under(FULL).with(Standing.UNKNOWN);
    assertThat(enter(inputs, Manner.OVERRIDDEN)).isEqualTo(enter(inputs, Manner.ASKED));
  }

  private static Visit.Event enter(Inputs inputs, Manner manner) {
    var scan = new Visit.Scan(Visitor.VISIT, Visitor.HOST, "sha256:aa", Instant.EPOCH);
    var outcome = Visit.decide(new Visit.Unopened(), new CheckIn(scan, inputs, Bill.NONE, manner));
    return ((Outcome.Accepted<Visit.Event, VisitRefusal>) outcome).events().getFirst();
  }

  private static Verdict verdict(Scope scope, Code... codes) {
    List<Check> checks = List.of(codes).stream()
        .<Check>map(code -> new Check.Failed(Rule.CAP_DAY, scope, code, null)).toList();
    return new Verdict(checks, null, null, null);
  }
}
