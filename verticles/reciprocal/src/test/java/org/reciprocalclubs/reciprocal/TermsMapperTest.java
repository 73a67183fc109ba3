package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.codecs.ProtoJson;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.reciprocal.rules.Coverage;
import org.reciprocalclubs.reciprocal.rules.Fees;
import org.reciprocalclubs.reciprocal.rules.Money;

/** Terms as people write them. */
class TermsMapperTest {
  private static final String RICH = """
      {"caps":{"day":1,"month":4,"year":48,"counting":"DAYS","rolling":[{"most":5,"days":30}],"nightsRunning":3,
        "nightsYear":12,"guestsYear":20},
       "blackouts":[{"from":"2026-06-16","to":"2026-06-18","reason":"Regatta"}],
       "hours":[{"days":["MONDAY","FRIDAY"],"from":"18:00","to":"02:00"}],
       "guests":{"max":2,"familyUnder":25,"consent":true,"minimumAge":12},
       "membershipClasses":["FULL","LIFE"],"facilities":["BAR","DINING"],"specialConditions":"Call ahead",
       "seasons":[{"from":"11-01","to":"02-29"}],"homeTiers":["GOLD"],
       "booking":{"required":true,"earliestDays":7,"latestDays":3},"letter":{"maxAgeDays":30},
       "documents":[{"all":["PASS"]},{"all":["LETTER","IDENTITY_CARD"]}],
       "residence":{"clubsKm":200,"otherCountry":true,"cities":["Calcutta"]},
       "capacity":{"day":40,"inside":20},
       "fees":{"currency":"USD","lines":[{"item":"BERTH","amount":"50","basis":"PER_DAY","membershipClasses":["FULL"],
           "homeTiers":["GOLD"],"hostTiers":["SILVER"],"facilities":["BERTH"],"party":["MEMBER","GUEST"],
           "unit":{"attribute":"vessel_length_cm","sizeThousandths":30480},"freeHours":48}],
         "waivers":[{"when":"PAYING_GUESTS","guests":3,"party":["MEMBER"]}],
         "settlement":{"route":"HOME_CLUB_REIMBURSES","cap":{"amount":"7000","nightsYear":1,"perVessel":true,
           "without":["POWER"]},"methods":["CASH","CARD"]},
         "discount":{"basisPoints":1000,"facilities":["DINING"]}},
       "dressCode":"Jacket and tie"}""";

  @Test
  void whatWasWrittenIsWrittenTheSame() {
    var wire = wire(RICH);
    assertThat(TermsMapper.write(TermsMapper.read(wire))).isEqualTo(wire);
  }

  @Test
  void onePriceForEverybodyTravelsAsAFee() {
    var fees = Fees.of(new Money(2_500, "GBP"), Fees.Basis.PER_HEAD, Fees.Route.CHARGE_HOME_CLUB);
    var terms = org.reciprocalclubs.reciprocal.rules.Terms.OPEN.withFees(fees);
    var wire = TermsMapper.write(terms);
    assertThat(wire.hasFee()).isTrue();
    assertThat(wire.hasFees()).isFalse();
    assertThat(TermsMapper.read(wire)).isEqualTo(terms);
  }

  @Test
  void guestsWithNothingSetAreNone() {
    assertThat(TermsMapper.read(wire("{\"guests\":{}}")).coverage().guests().max()).isZero();
    assertThat(TermsMapper.read(wire("{\"guests\":{\"familyUnder\":25}}")).coverage().guests())
        .isEqualTo(new Coverage.Guests(null, 25, false, null));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"seasons\":[{\"from\":\"02-30\",\"to\":\"03-01\"}]} | terms.seasons[0].from",
      "{\"seasons\":[{\"from\":\"1 May\",\"to\":\"03-01\"}]} | terms.seasons[0].from",
      "{\"documents\":[{\"all\":[\"DOCUMENT_UNSPECIFIED\"]}]} | terms.documents[0]",
      "{\"fee\":{},\"fees\":{}} | terms.fees",
      "{\"fees\":{\"waivers\":[{}]}} | terms.fees.waivers[0].when",
      "{\"fees\":{\"lines\":[{\"party\":[\"PARTY_MEMBER_UNSPECIFIED\"]}]}} | terms.fees.lines[0].party",
      "{\"fees\":{\"settlement\":{\"methods\":[\"METHOD_UNSPECIFIED\"]}}} | terms.fees.settlement.methods"})
  void whatCannotBeReadIsNamed(String json, String field) {
    assertThatThrownBy(() -> TermsMapper.read(wire(json)))
        .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.field()).isEqualTo(field));
  }

  private static Terms wire(String json) {
    return new ProtoJson(ProtoJson.Limits.DEFAULT).read(json, Terms.getDefaultInstance());
  }
}
