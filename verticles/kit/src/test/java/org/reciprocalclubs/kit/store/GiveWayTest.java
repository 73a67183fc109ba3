package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class GiveWayTest {
  private static final Duration LITTLE = Duration.ofMillis(100);
  private static final StoreSettings.GiveWay LIMITS = new StoreSettings.GiveWay(80, 10, Duration.ofSeconds(2),
      Duration.ofMinutes(10));

  @Test
  void aFollowerDoesNotRestWhileTheMachineHasTimeLeft() {
    assertThat(at(79).after(LITTLE, Duration.ZERO)).isZero();
  }

  @Test
  void onABusyMachineItWorksItsShareOfTheTime() {
    assertThat(at(80).after(LITTLE, Duration.ZERO)).isEqualTo(Duration.ofMillis(900));
    assertThat(at(100).after(Duration.ofSeconds(1), Duration.ZERO)).isEqualTo(LIMITS.rest());
  }

  @Test
  void whoIsTooFarBehindGivesWayNoMore() {
    assertThat(at(100).after(LITTLE, LIMITS.behind())).isPositive();
    assertThat(at(100).after(LITTLE, LIMITS.behind().plusMillis(1))).isZero();
  }

  @Test
  void theMachineIsLookedAtNowAndThenHoweverOftenItIsAsked() {
    var looks = new AtomicInteger();
    var nanos = new AtomicLong();
    var load = new MachineLoad(looks::incrementAndGet, nanos::get);

    assertThat(load.percent()).isOne();
    assertThat(load.percent()).isOne();
    nanos.addAndGet(Duration.ofMillis(250).toNanos());
    assertThat(load.percent()).isEqualTo(2);
  }

  @Test
  void thisMachineHasALoad() {
    assertThat(MachineLoad.here().percent()).isBetween(0, 100);
  }

  private static GiveWay at(int percent) {
    return new GiveWay(LIMITS, new MachineLoad(() -> percent, System::nanoTime));
  }
}
