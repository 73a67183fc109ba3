package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.kit.bus.Problem;

/** What a scan asks for is read within bounds. */
class ScanMapperTest {

  @ParameterizedTest
  @CsvSource({"DINING,DINING", "Dining,DINING", "' dining ',DINING", "pool_2,POOL_2", "'',''", "' ',''"})
  void a_facility_is_read_however_it_is_written(String written, String name) {
    var request = CheckInRequest.newBuilder().setFacility(written).build();
    assertThat(ScanMapper.party(request).facility()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Café", "the bar", "BAR;", "POOL-2"})
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
}
