package org.reciprocalclubs.auth.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

  /** RFC 6238, appendix B, SHA1; of its eight digits the last six. */
  @ParameterizedTest
  @CsvSource({"59, 94287082", "1111111109, 07081804", "1111111111, 14050471", "1234567890, 89005924",
      "2000000000, 69279037", "20000000000, 65353130"})
  void codesAreThoseOfRfc6238(long second, String digits) {
    assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(second)))).isEqualTo(digits.substring(2));
  }

  /** RFC 4226, appendix D. */
  @ParameterizedTest
  @CsvSource({"0, 755224", "1, 287082", "2, 359152", "3, 969429", "4, 338314", "5, 254676", "6, 287922",
      "7, 162583", "8, 399871", "9, 520489"})
  void codesAreThoseOfRfc4226(long step, String code) {
    assertThat(Totp.code(SECRET, step)).isEqualTo(code);
  }

  @Test
  void aCodeIsOfItsStepOrOneBesideAndOfNoStepThatIsNotNewerThanTheLastUsed() {
    Instant now = Instant.ofEpochSecond(1_234_567_890);
    long step = Totp.step(now);
    for (long beside = -1; beside <= 1; beside++) {
      String code = Totp.code(SECRET, step + beside);
      assertThat(Totp.match(SECRET, code, now, -1)).hasValue(step + beside);
      assertThat(Totp.match(SECRET, code, now, step + beside - 1)).hasValue(step + beside);
      assertThat(Totp.match(SECRET, code, now, step + beside)).isEmpty();
    }
    assertThat(Totp.match(SECRET, Totp.code(SECRET, step - 2), now, -1)).isEmpty();
    assertThat(Totp.match(SECRET, Totp.code(SECRET, step + 2), now, -1)).isEmpty();
    assertThat(Totp.match(SECRET, "", now, -1)).isEmpty();
    assertThat(Totp.match(SECRET, "é".repeat(6), now, -1)).isEmpty();
  }

  @Test
  void aSecretHas160BitsAndIsWrittenAsAuthenticatorsReadIt() {
    assertThat(Totp.secret()).hasSize(20).isNotEqualTo(Totp.secret());
    assertThat(Totp.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(Totp.uri(SECRET, "ada+1@people.example")).isEqualTo(
        "otpauth://totp/Reciprocal%20Clubs:ada%2B1%40people.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            + "&issuer=Reciprocal%20Clubs&algorithm=SHA1&digits=6&period=30");
  }

  @Test
  void onlySixDigitsAreACode() {
    assertThat(Totp.isCode("012345")).isTrue();
    for (String other : new String[]{"", "12345", "1234567", "12345a", "١٢٣٤٥٦", "12345\n"}) {
      assertThat(Totp.isCode(other)).as(other).isFalse();
    }
  }
}
