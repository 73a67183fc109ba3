package org.reciprocalclubs.member.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemberNumberTest {

  @Test
  void a_written_number_names_its_club() {
    assertThat(MemberNumber.read(" HYC-10042 ")).contains(new MemberNumber("HYC", "10042", "HYC-10042"));
    assertThat(MemberNumber.written("HYC", "10042")).isEqualTo("HYC-10042");
    assertThat(MemberNumber.read("HYC-A-7")).contains(new MemberNumber("HYC", "A-7", "HYC-A-7"));
  }

  @Test
  void a_bare_number_is_of_ones_own_club() {
    assertThat(MemberNumber.read("10042")).contains(new MemberNumber(null, "10042", "10042"));
    assertThat(MemberNumber.read("a-7")).contains(new MemberNumber(null, "a-7", "a-7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-", "HYC-", "-5", "a\u00e9",
      "12345678901234567890123456789012345678901234",
      "123456789012345678901234567890123", "a'b"})
  void what_is_no_number_is_not_read(String written) {
    assertThat(MemberNumber.read(written)).isEmpty();
  }
}
