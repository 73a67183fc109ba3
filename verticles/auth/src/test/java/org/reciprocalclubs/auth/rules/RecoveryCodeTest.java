package org.reciprocalclubs.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RecoveryCodeTest {
  @Test
  void aCodeIsShownInGroupsAndReadHoweverItIsTyped() {
    int[] random = new int[RecoveryCode.length()];
    Arrays.setAll(random, i -> i);
    String code = RecoveryCode.of(random);
    assertThat(code).isEqualTo("2345-6789-ABCD-EFGH-JKMN-PQRS");
    assertThat(RecoveryCode.normal(code)).hasValue("23456789ABCDEFGHJKMNPQRS");
    assertThat(RecoveryCode.normal(" 2345 6789-abcd efghJKMN pqrs ")).hasValue("23456789ABCDEFGHJKMNPQRS");
  }

  @Test
  void aCodeHasMoreThan112BitsAndThoseThatWereMadeBeforeAreStillRead() {
    assertThat(RecoveryCode.length() * Math.log(RecoveryCode.base()) / Math.log(2)).isGreaterThan(112);
    assertThat(RecoveryCode.normal("2345-6789-ABCD")).hasValue("23456789ABCD");
  }

  @Test
  void whatIsNoCodeIsTakenForNone() {
    for (String typed : new String[]{"", "123456", "2345-6789-ABC", "2345-6789-ABCDE", "2345-6789-ABCO",
        "-".repeat(100)}) {
      assertThat(RecoveryCode.normal(typed)).as(typed).isEmpty();
    }
    assertThatThrownBy(() -> RecoveryCode.of(new int[3])).isInstanceOf(IllegalArgumentException.class);
  }
}
