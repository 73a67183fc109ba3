package org.reciprocalclubs.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClubCodeTest {
  @Test
  void aCodeIsTheInitialsOfTheName() {
    assertThat(ClubCode.derive("Anacortes Yacht Club", Set.of())).isEqualTo("AYC");
    assertThat(ClubCode.derive("Corinthian Yacht Club of Tacoma", Set.of())).isEqualTo("CYCT");
    assertThat(ClubCode.derive("Royal Vancouver Yacht Club - Coal Harbour", Set.of())).isEqualTo("RVYCCH");
    assertThat(ClubCode.derive("Club Alpin Suisse de Genève", Set.of())).isEqualTo("CASG");
  }

  @Test
  void aTakenCodeGrowsByLettersOfTheFirstWordThenByANumber() {
    assertThat(ClubCode.derive("Astoria Yacht Club", Set.of("AYC"))).isEqualTo("ASYC");
    assertThat(ClubCode.derive("A", Set.of())).isEqualTo("A2");
    assertThat(ClubCode.derive("AB C", Set.of("AC", "ABC"))).isEqualTo("AC2");
  }

  @Test
  void manyClubsOfOneNameGetDifferentCodesThatAreCodes() {
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      String code = ClubCode.derive("Bay Yacht Club", taken);
      assertThat(ClubCode.isCode(code)).isTrue();
      assertThat(taken.add(code)).isTrue();
    }
  }

  @Test
  void namesInOtherScriptsGetACodeToo() {
    assertThat(ClubCode.derive("東京ヨットクラブ", Set.of()))
        .satisfies(code -> assertThat(ClubCode.isCode(code)).isTrue());
  }

  @Test
  void codesAreTwoToTenUpperCaseLettersAndDigits() {
    assertThat(List.of("AB", "A1", "ABCDEFGHIJ")).allMatch(ClubCode::isCode);
    assertThat(List.of("A", "ab", "ABCDEFGHIJK", "A-B", "")).noneMatch(ClubCode::isCode);
  }
}
