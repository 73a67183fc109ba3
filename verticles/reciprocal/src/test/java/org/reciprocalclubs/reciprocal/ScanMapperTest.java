package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.reciprocal.desk.Scan;

class ScanMapperTest {
  @Test
  void aNumberIsReadWithoutTheSpaceAroundIt() {
    assertThat(ScanMapper.byNumber(numbered(" hyc ", " 10042 ")))
        .isEqualTo(new Scan.Who.ByNumber("HYC", "10042"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\u0000", "1\u001f2", "1\n2", "\u007f", ""})
  void whatNobodyPrintsOnACardIsNoNumber(String number) {
    assertThatThrownBy(() -> ScanMapper.byNumber(numbered("HYC", number)))
        .isInstanceOfSatisfying(Problem.class, problem -> {
          assertThat(problem.code()).isEqualTo("VALIDATION_ERROR");
          assertThat(problem.field()).isEqualTo("member.number");
        });
  }

  @Test
  void aGuestsNameHasNoControlCharacters() {
    var request = CheckInRequest.newBuilder().addGuests(Guest.newBuilder().setName("Ada\u0000")).build();
    assertThatThrownBy(() -> ScanMapper.party(request))
        .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.field()).isEqualTo("guests"));
  }

  private static CheckInRequest numbered(String club, String number) {
    var request = CheckInRequest.newBuilder();
    request.getMemberBuilder().setClub(club).setNumber(number);
    return request.build();
  }
}
