package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.reciprocal.desk.Scan;

/** What a scan asks for is read within bounds. */
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

  @ParameterizedTest
  @CsvSource({"DINING,DINING", "Dining,DINING", "' dining ',DINING", "pool_2,POOL_2", "'',''", "' ',''",
      "Main dining room,MAIN_DINING_ROOM", "pool-2,POOL_2", "Café,CAFÉ", "Cafe\u0301,CAFÉ", "茶室,茶室"})
  void a_facility_is_read_however_it_is_written(String written, String name) {
    var request = CheckInRequest.newBuilder().setFacility(written).build();
    assertThat(ScanMapper.party(request).facility()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BAR;", "<bar>", "1\u00002"})
  void what_is_no_name_of_a_facility_is_refused(String written) {
    var request = CheckInRequest.newBuilder().setFacility(written).build();
    assertThatThrownBy(() -> ScanMapper.party(request)).isInstanceOf(Problem.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1_000_000_001, Long.MAX_VALUE})
  void a_number_out_of_bounds_is_refused(long number) {
    var request = CheckInRequest.newBuilder().putAttributes("vessel_length_cm", number).build();
    assertThatThrownBy(() -> ScanMapper.party(request)).isInstanceOf(Problem.class);
  }

  @Test
  void a_number_within_bounds_is_read() {
    var request = CheckInRequest.newBuilder().putAttributes("vessel", 1_000_000_000L).build();
    assertThat(ScanMapper.party(request).particulars().attributes()).containsEntry("vessel", 1_000_000_000L);
  }

  private static CheckInRequest numbered(String club, String number) {
    var request = CheckInRequest.newBuilder();
    request.getMemberBuilder().setClub(club).setNumber(number);
    return request.build();
  }
}
