package org.reciprocalclubs.kit.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.kit.pass.PassOutcome.Authentic;
import org.reciprocalclubs.kit.pass.PassOutcome.Reason;
import org.reciprocalclubs.kit.pass.PassOutcome.Refused;
import org.reciprocalclubs.kit.pass.PassOutcome.UnknownKey;

final class PassVerifierTest {
  private static final UUID CLUB = UUID.fromString("0197a000-0000-7000-8000-0000000000c1");
  private static final UUID MEMBER = UUID.fromString("0197a000-0000-7000-8000-0000000000a1");
  private static final Instant NOW = Instant.parse("2026-06-16T18:20:11Z");
  private static final KeyPair CLUB_KEYS = P256.generate();
  private static final PassKey CLUB_KEY = key(CLUB, CLUB_KEYS, NOW.minus(Duration.ofDays(365)), null);
  private static final PassPhone PHONE = new PassPhone();
  private static final String SHOWN = PHONE.show(credential(NOW, "10042"), NOW);

  @Test
  void a_fresh_pass_of_a_trusted_club_says_who_is_there() {
    assertThat(verify(SHOWN, NOW)).isInstanceOfSatisfying(Authentic.class, pass -> {
      assertThat(pass.club()).isEqualTo(CLUB);
      assertThat(pass.member()).isEqualTo(MEMBER);
      assertThat(pass.number()).isEqualTo("10042");
      assertThat(pass.shownAt()).isEqualTo(NOW);
    });
  }

  @Test
  void the_longest_pass_fits_a_version_12_code_in_its_characters() {
    String longest = PHONE.show(credential(NOW, "9".repeat(PassClaims.NUMBER_CHARS)), NOW);
    assertThat(longest).hasSizeLessThanOrEqualTo(PassVerifier.MAX_CHARS).matches("[0-9A-Z $%*+./:-]*");
    assertThat(verify(longest, NOW)).isInstanceOf(Authentic.class);
  }

  @Test
  void two_showings_differ_in_their_nonce() {
    Authentic one = (Authentic) verify(SHOWN, NOW);
    Authentic other = (Authentic) verify(PHONE.show(credential(NOW, "10042"), NOW), NOW);
    assertThat(one.nonce()).isNotEqualTo(other.nonce());
    assertThat(one.showing()).isNotEqualTo(other.showing());
    assertThat(one.shownUntil()).isEqualTo(NOW.plusSeconds(90));
  }

  @Test
  void a_showing_is_the_same_whatever_signs_it() {
    byte[] nonce = new byte[Presentation.NONCE_BYTES];
    KeyPair phone = P256.generate();
    byte[] credential = new PassClaims(CLUB, MEMBER, P256.compressed((ECPublicKey) phone.getPublic()), NOW,
        NOW.plus(PassClaims.LIFETIME), "1").signedBy(CLUB_KEY.kid(), CLUB_KEYS.getPrivate());
    String one = Presentation.show(credential, phone.getPrivate(), NOW, nonce);
    String other = Presentation.show(credential, phone.getPrivate(), NOW, nonce);
    assertThat(one).as("a signature has a part drawn by lot").isNotEqualTo(other);
    assertThat(((Authentic) verify(one, NOW)).showing())
        .isEqualTo(((Authentic) verify(other, NOW)).showing());
  }

  @Test
  void freshness_ends_after_sixty_seconds_and_allows_a_clock_thirty_seconds_ahead() {
    assertThat(verify(SHOWN, NOW.plusSeconds(60))).isInstanceOf(Authentic.class);
    assertThat(verify(SHOWN, NOW.plusSeconds(61))).isEqualTo(new Refused(Reason.PASS_NOT_FRESH));
    String early = PHONE.show(credential(NOW, "1"), NOW.plusSeconds(30));
    assertThat(verify(early, NOW)).isInstanceOf(Authentic.class);
    assertThat(verify(early, NOW.minusSeconds(1))).isEqualTo(new Refused(Reason.PASS_NOT_FRESH));
  }

  @Test
  void the_thirty_days_end_on_the_second() {
    Instant end = NOW.plus(PassClaims.LIFETIME);
    byte[] credential = credential(NOW, "1");
    assertThat(verify(PHONE.show(credential, end.minusSeconds(1)), end.minusSeconds(1)))
        .isInstanceOf(Authentic.class);
    assertThat(verify(PHONE.show(credential, end), end)).isEqualTo(new Refused(Reason.PASS_EXPIRED));
  }

  @Test
  void a_credential_from_the_future_is_no_pass() {
    String pass = PHONE.show(credential(NOW.plusSeconds(31), "1"), NOW);
    assertThat(verify(pass, NOW)).isEqualTo(new Refused(Reason.PASS_INVALID));
  }

  @Test
  void another_phone_cannot_show_a_stolen_credential() {
    String stolen = new PassPhone().show(credential(NOW, "10042"), NOW);
    assertThat(verify(stolen, NOW)).isEqualTo(new Refused(Reason.PASS_INVALID));
  }

  @Test
  void a_credential_by_another_clubs_or_a_retired_key_is_refused() {
    PassKey others = key(new UUID(1, 2), CLUB_KEYS, CLUB_KEY.notBefore(), null);
    PassKey retired = key(CLUB, CLUB_KEYS, CLUB_KEY.notBefore(), NOW.minusSeconds(1));
    PassKey later = key(CLUB, CLUB_KEYS, NOW.plusSeconds(1), null);
    PassKey forged = new PassKey(CLUB_KEY.kid(), CLUB, (ECPublicKey) P256.generate().getPublic(),
        CLUB_KEY.notBefore(), null);
    for (PassKey key : new PassKey[]{others, retired, later, forged}) {
      assertThat(new PassVerifier(kid -> key).verify(SHOWN, NOW)).isEqualTo(new Refused(Reason.PASS_INVALID));
    }
  }

  @Test
  void a_key_that_is_not_on_the_list_is_named_since_it_may_be_a_moment_old() {
    assertThat(new PassVerifier(kid -> null).verify(SHOWN, NOW)).isEqualTo(new UnknownKey(CLUB_KEY.kid()));
  }

  @Test
  void a_pass_issued_in_the_second_in_which_its_key_was_made_holds() {
    PassKey fresh = key(CLUB, CLUB_KEYS, NOW.plusMillis(713), null);
    assertThat(new PassVerifier(kid -> fresh).verify(SHOWN, NOW)).isInstanceOf(Authentic.class);
  }

  @Test
  void a_pass_issued_before_its_key_was_retired_keeps_its_days() {
    PassKey retired = key(CLUB, CLUB_KEYS, CLUB_KEY.notBefore(), NOW);
    assertThat(new PassVerifier(kid -> retired).verify(SHOWN, NOW)).isInstanceOf(Authentic.class);
  }

  @Test
  void a_bare_credential_is_not_a_pass() {
    String bare = Presentation.PREFIX + Base45.encode(credential(NOW, "1"));
    assertThat(verify(bare, NOW)).isEqualTo(new Refused(Reason.PASS_INVALID));
  }

  @Test
  void claims_that_make_no_pass_cannot_be_made() {
    byte[] phone = PHONE.key();
    Instant end = NOW.plus(PassClaims.LIFETIME);
    assertThatThrownBy(() -> new PassClaims(CLUB, MEMBER, new byte[5], NOW, end, "1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PassClaims(CLUB, MEMBER, phone, NOW, end.plusSeconds(1), "1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PassClaims(CLUB, MEMBER, phone, NOW, end, "\u00e9"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 500)
  void one_changed_character_is_refused(@ForAll @IntRange(max = 10_000) int where,
      @ForAll @IntRange(min = 1, max = 44) int shift) {
    String alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    int at = where % SHOWN.length();
    char other = alphabet.charAt((alphabet.indexOf(SHOWN.charAt(at)) + shift) % alphabet.length());
    String changed = SHOWN.substring(0, at) + other + SHOWN.substring(at + 1);
    assertThat(verify(changed, NOW)).satisfiesAnyOf(
        outcome -> assertThat(outcome).isEqualTo(new Refused(Reason.PASS_INVALID)),
        outcome -> assertThat(outcome).isInstanceOf(UnknownKey.class));
  }

  @Property(tries = 300)
  void a_cut_or_lengthened_pass_is_refused(@ForAll @IntRange(max = 600) int length) {
    String text = length < SHOWN.length()
        ? SHOWN.substring(0, length)
        : SHOWN + "0".repeat(length - SHOWN.length() + 1);
    assertThat(verify(text, NOW)).isEqualTo(new Refused(Reason.PASS_INVALID));
  }

  @Property(tries = 300)
  void any_bytes_and_any_text_are_refused_and_never_throw(@ForAll byte[] bytes, @ForAll String text) {
    assertThat(verify(Presentation.PREFIX + Base45.encode(bytes), NOW))
        .isEqualTo(new Refused(Reason.PASS_INVALID));
    assertThat(verify(text, NOW)).isEqualTo(new Refused(Reason.PASS_INVALID));
  }

  private static PassOutcome verify(String text, Instant now) {
    return new PassVerifier(kid -> kid == CLUB_KEY.kid() ? CLUB_KEY : null).verify(text, now);
  }

  private static byte[] credential(Instant at, String number) {
    return new PassClaims(CLUB, MEMBER, PHONE.key(), at, at.plus(PassClaims.LIFETIME), number)
        .signedBy(CLUB_KEY.kid(), CLUB_KEYS.getPrivate());
  }

  private static PassKey key(UUID club, KeyPair keys, Instant from, @Nullable Instant retired) {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    return new PassKey(PassKey.kidOf(P256.compressed(key)), club, key, from, retired);
  }
}
