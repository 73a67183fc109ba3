package org.reciprocalclubs.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.auth.TestDevice;
import org.reciprocalclubs.auth.rules.DeviceKey;

final class AssertionTest {
  private static final Instant NOW = Instant.parse("2026-06-16T12:00:00Z");
  private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");

  private static boolean good(TestDevice device, Consumer<JsonObject> change) {
    Optional<Assertion> parsed = Assertion.parse(device.assertion(ID, NOW, change));
    return parsed.isPresent() && parsed.get().isGood(device.key(), NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P-256", "Ed25519"})
  void anAssertionSignedByTheDevicesKeyIsGood(String curve) {
    TestDevice device = TestDevice.of(curve);
    assertThat(PublicKeys.isUsable(device.key())).isTrue();
    assertThat(good(device, _ -> {})).isTrue();
  }

  @Test
  void anAssertionForSomebodyElseTooOldTooLongOrWithoutIdIsNot() {
    TestDevice device = TestDevice.of("P-256");
    assertThat(good(device, claims -> claims.put("aud", "someone-else"))).isFalse();
    assertThat(good(device, claims -> claims.put("exp", NOW.getEpochSecond() - 60))).isFalse();
    assertThat(good(device, claims -> claims.put("exp", NOW.getEpochSecond() + 400))).isFalse();
    assertThat(good(device, claims -> claims.remove("exp"))).isFalse();
    assertThat(good(device, claims -> claims.remove("jti"))).isFalse();
    assertThat(good(device, claims -> claims.put("iss", UUID.randomUUID().toString()))).isFalse();
  }

  @Test
  void anAssertionOfAnotherKeyIsNot() {
    Assertion assertion = Assertion.parse(TestDevice.of("P-256").assertion(ID, NOW, _ -> {})).orElseThrow();
    assertThat(assertion.isGood(TestDevice.of("P-256").key(), NOW)).isFalse();
    assertThat(assertion.isGood(TestDevice.of("Ed25519").key(), NOW)).isFalse();
  }

  @Test
  void pointsOffTheCurveAndOtherCurvesAreNoKeys() {
    DeviceKey real = TestDevice.of("P-256").key();
    assertThat(PublicKeys.isUsable(new DeviceKey("EC", "P-256", real.x(), real.x()))).isFalse();
    assertThat(PublicKeys.isUsable(new DeviceKey("EC", "P-256", real.x(), null))).isFalse();
    assertThat(PublicKeys.isUsable(new DeviceKey("EC", "P-384", real.x(), real.y()))).isFalse();
    assertThat(PublicKeys.isUsable(new DeviceKey("OKP", "Ed25519", "AAAA", null))).isFalse();
  }

  @Test
  void textThatIsNoTokenIsTakenForNone() {
    assertThat(Assertion.parse("")).isEmpty();
    assertThat(Assertion.parse("a.b.c")).isEmpty();
    assertThat(Assertion.parse("e30.e30.")).isEmpty();
    assertThat(Assertion.parse("x".repeat(10_000))).isEmpty();
  }
}
