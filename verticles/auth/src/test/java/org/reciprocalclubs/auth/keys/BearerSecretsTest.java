package org.reciprocalclubs.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What opens something to whoever holds it: 32 random bytes beside the club whose row it is. */
final class BearerSecretsTest {
  private static final UUID CLUB = UUID.fromString("01900000-0000-7000-8000-000000000001");
  /** 48 bytes in Base64, 16 of which are the club. */
  private static final String FORM = "[A-Za-z0-9_-]{64}";

  @Test
  void noTwoRefreshTokensAreAlikeAndEachHolds256BitsThatSayNothingOfTheOthers() {
    var texts = IntStream.range(0, 1_000).mapToObj(_ -> RefreshToken.random(CLUB).text()).toList();
    assertThat(texts).doesNotHaveDuplicates().allMatch(text -> text.matches(FORM));
    assertThat(texts.stream().map(text -> text.substring(24, 44)).distinct()).hasSize(1_000);
    assertThat(texts.stream().map(text -> text.substring(44)).distinct()).hasSize(1_000);
  }

  @Test
  void aRefreshTokenIsReadAsItWasWrittenAndItsSuccessorNeedsTheKey() {
    RefreshToken token = RefreshToken.random(CLUB);
    byte[] key = "a key".getBytes(StandardCharsets.US_ASCII);
    byte[] other = "other".getBytes(StandardCharsets.US_ASCII);
    assertThat(RefreshToken.parse(token.text())).contains(token);
    RefreshToken successor = token.successor(key);
    assertThat(token.successor(key)).isEqualTo(successor);
    assertThat(successor).isNotEqualTo(token).isNotEqualTo(token.successor(other));
    assertThat(token.hash()).hasSize(32);
  }

  @Test
  void mailedTokensAreAsLongAndNoneTellsItselfWhenPrinted() {
    var texts = IntStream.range(0, 1_000).mapToObj(_ -> OneTimeToken.random(CLUB).text()).toList();
    assertThat(texts).doesNotHaveDuplicates().allMatch(text -> text.matches(FORM));
    assertThat(OneTimeToken.random(CLUB)).hasToString("OneTimeToken");
    assertThat(RefreshToken.random(CLUB)).hasToString("RefreshToken");
  }
}
