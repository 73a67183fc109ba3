package org.reciprocalclubs.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CredentialsTest {
  @Test
  void anEmailAddressIsComparedWithoutCaseAndBlanksAround() {
    assertThat(Emails.normal("  Desk@Harbour.Example ")).contains("desk@harbour.example");
  }

  @Test
  void whatIsNoEmailAddressIsRefused() {
    assertThat(
        List.of("", "a", "a@", "@b", "a b@c.d", "a@b..c", "a@-b", "a\u0000@b.c", "x".repeat(300) + "@b.c"))
        .allSatisfy(text -> assertThat(Emails.normal(text)).as(text).isEmpty());
  }

  @Test
  void aPasswordIsLongAndNotTheAddressAndNotAFewCharactersRepeated() {
    assertThat(PasswordRule.objection("correct horse battery", "a@b.c")).isEmpty();
    assertThat(PasswordRule.objection("short", "a@b.c")).isPresent();
    assertThat(PasswordRule.objection("longenough@example.org", "longenough@example.org")).isPresent();
    assertThat(PasswordRule.objection("aaaaaaaaaaaaaaaa", "a@b.c")).isPresent();
    assertThat(PasswordRule.objection("x1y2z3".repeat(50), "a@b.c")).isPresent();
  }

  @Test
  void anEnrolmentCodeMayBeTypedInAnyCaseWithOrWithoutTheHyphen() {
    String code = EnrolmentCode.of(new int[]{0, 1, 2, 3, 4, 5, 6, 7, 8, 29});
    assertThat(code).isEqualTo("23456-789AZ");
    assertThat(EnrolmentCode.normal(" 23456 789az ")).contains("23456789AZ");
    assertThat(EnrolmentCode.normal("23456-789AO")).isEmpty();
    assertThat(EnrolmentCode.normal("23456")).isEmpty();
  }
}
