package org.reciprocalclubs.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.auth.keys.CommonPasswords;

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

  private static final PasswordRule RULE = new PasswordRule(
      Set.of("password", "letmein", "123456789012", "qwertyuiopasdf"));

  @ParameterizedTest
  @CsvSource({"correct horse battery,", "short,PASSWORD_TOO_SHORT", "elevenchars,PASSWORD_TOO_SHORT",
      "Password2026!!,PASSWORD_COMMON", "passwordpassword,PASSWORD_COMMON", "LetMeInLetMeIn1,PASSWORD_COMMON",
      "123456789012,PASSWORD_COMMON", "QwertyUiopAsdf,PASSWORD_COMMON", "aaaaaaaaaaaaaaaa,PASSWORD_GUESSABLE",
      "a.long@harbour.example,PASSWORD_GUESSABLE", "Harbour Yacht Club 26,PASSWORD_GUESSABLE",
      "Lovelace.Lovelace1,PASSWORD_GUESSABLE", "the harbour at low tide,", "AdaAndTheYachtOfBronze,"})
  void aPasswordIsLongAndNotWhatIsGuessedFirst(String password, @Nullable String objection) {
    var names = List.of("a.long@harbour.example", "Ada", "Lovelace", "Harbour Yacht Club", "HARBOUR");
    assertThat(RULE.objection(password, names).map(Enum::name).orElse(null)).isEqualTo(objection);
  }

  @Test
  void aPasswordHasAtMost128CharactersOfAnyKind() {
    assertThat(RULE.objection("x1y2z3é\uD83D\uDE00".repeat(16), List.of())).isEmpty();
    assertThat(RULE.objection("x1y2z3é\uD83D\uDE00".repeat(16) + "!", List.of()))
        .contains(PasswordRule.Objection.PASSWORD_TOO_LONG);
  }

  @Test
  void aPasswordIsNotMadeOfWhatThisPlatformAndItsRolesAreCalled() {
    assertThat(List.of("Reciprocal.Clubs.26", "kiosk-office-26", "ADMINISTRATOR123", "Member & Manager"))
        .allSatisfy(password -> assertThat(RULE.objection(password, List.of())).as(password)
            .contains(PasswordRule.Objection.PASSWORD_GUESSABLE));
    assertThat(RULE.objection("an office full of tulips", List.of())).isEmpty();
  }

  @Test
  void theListThatComesWithThePlatformRefusesTheCommonestPasswords() {
    var rule = new PasswordRule(CommonPasswords.read(""));
    assertThat(List.of("1q2w3e4r5t6y", "Sunshine2026!", "iloveyou1234", "qwertyuiop123")).allSatisfy(
        password -> assertThat(rule.objection(password, List.of())).as(password).isPresent());
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
