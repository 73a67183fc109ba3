package org.reciprocalclubs.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.kit.auth.MovingClock;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

/** One key follows another; two processes see the same. */
final class SigningKeysTest {
  private static final Duration LIFE = Duration.ofDays(90);

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private final Sealer sealer = new Sealer(new byte[32]);
  private final TimeOffset offset = new TimeOffset(DATABASE.store(), false);
  /** The time that tokens go by. */
  private final MovingClock clock = new MovingClock();

  private SigningKeys process() {
    return SigningKeys.load(DATABASE.store(), sealer, LIFE, clock);
  }

  private void pass(Duration time) {
    clock.pass(time);
  }

  @AfterEach
  void backToNow() {
    offset.set(Duration.ZERO);
    DATABASE.admin("truncate auth.signing_key");
  }

  @Test
  void aNewKeyIsPublishedByEveryProcessBeforeItSignsAndTheOldOneUntilItsLastTokenHasExpired() {
    SigningKeys one = process();
    SigningKeys other = process();
    TokenKey first = one.current();
    TokenKey second = one.rotate().key();
    assertThat(one.rotate().key().kid()).as("asked again while it waits").isEqualTo(second.kid());
    assertThat(one.current().kid()).isEqualTo(first.kid());
    other.keep();
    assertThat(other.published()).extracting(TokenKey::kid).containsExactly(second.kid(), first.kid());
    assertThat(other.current().kid()).isEqualTo(first.kid());

    pass(SigningKeys.PUBLISHED_BEFORE.plusSeconds(1));
    assertThat(one.current().kid()).as("without looking again").isEqualTo(second.kid());
    assertThat(other.current().kid()).isEqualTo(second.kid());
    one.keep();
    assertThat(one.published()).extracting(TokenKey::kid).containsExactly(second.kid(), first.kid());

    pass(AccessTokens.LIFE.plusMinutes(1));
    one.keep();
    assertThat(one.published()).as("clocks differ").hasSize(2);
    pass(Duration.ofMinutes(5));
    one.keep();
    other.keep();
    assertThat(one.published()).extracting(TokenKey::kid).containsExactly(second.kid());
    assertThat(other.published()).extracting(TokenKey::kid).containsExactly(second.kid());
    assertThat(DATABASE.count("select count(*) from auth.signing_key where retired_at is not null"
        + " and octet_length(sealed) = 0")).as("the private part is erased").isEqualTo(1);
  }

  @Test
  void aKeyThatHasSignedForItsLifeIsFollowedByAnotherOfWhicheverProcessLooksFirst() {
    SigningKeys one = process();
    SigningKeys other = process();
    TokenKey first = one.current();
    pass(LIFE.plusSeconds(1));
    other.keep();
    one.keep();
    assertThat(one.published()).hasSize(2).extracting(TokenKey::kid)
        .isEqualTo(other.published().stream().map(TokenKey::kid).toList());
    assertThat(one.current().kid()).isEqualTo(first.kid());
    pass(SigningKeys.PUBLISHED_BEFORE.plusSeconds(1));
    assertThat(one.current().kid()).isEqualTo(other.current().kid()).isNotEqualTo(first.kid());
  }

  @Test
  void whoRotatesTwiceInARowKeepsEveryKeyWhoseTokensMayBeAbout() {
    SigningKeys one = process();
    TokenKey first = one.current();
    TokenKey second = one.rotate().key();
    pass(SigningKeys.PUBLISHED_BEFORE.plusSeconds(1));
    TokenKey third = one.rotate().key();
    pass(SigningKeys.PUBLISHED_BEFORE.plusSeconds(1));
    one.keep();
    assertThat(one.published()).extracting(TokenKey::kid).containsExactly(third.kid(), second.kid(),
        first.kid());
    assertThat(one.current().kid()).isEqualTo(third.kid());
  }

  @Test
  void aDemonstrationThatPutsTheDatabasesTimeForwardRetiresNoKeyWhoseTokensAreValid() {
    SigningKeys one = process();
    TokenKey first = one.current();
    offset.set(LIFE.plusDays(1));
    one.keep();
    offset.set(LIFE.plusDays(2));
    one.keep();
    assertThat(one.published()).extracting(TokenKey::kid).containsExactly(first.kid());
    one.rotate();
    one.keep();
    assertThat(one.current().kid()).as("as long as it has to wait").isEqualTo(first.kid());
  }
}
