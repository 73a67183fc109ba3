package org.reciprocalclubs.ledger.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.ledger.transactions.LedgerSettings.Breaking;

class BreakerTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 3 * SECOND);
  private final Breaker breaker = new Breaker(
      new Breaking(3, Duration.ofSeconds(1), Duration.ofSeconds(3)), now::get);

  private void fails(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(breaker.pass()).isTrue();
      breaker.failed();
    }
  }

  @Test
  void it_stays_closed_while_there_are_answers_in_between() {
    fails(2);
    assertThat(breaker.pass()).isTrue();
    breaker.answered();
    fails(2);
    assertThat(breaker.isShut()).isFalse();
  }

  @Test
  void after_several_failures_nothing_passes_until_the_pause_is_over_and_then_one() {
    fails(3);
    assertThat(breaker.pass()).isFalse();
    now.addAndGet(SECOND);
    assertThat(breaker.pass()).isTrue();
    assertThat(breaker.pass()).isFalse();
    breaker.answered();
    assertThat(breaker.pass()).isTrue();
    assertThat(breaker.pass()).isTrue();
  }

  @Test
  void a_probe_that_fails_doubles_the_pause_up_to_the_longest() {
    fails(3);
    for (long pause : new long[]{1, 2, 3, 3}) {
      now.addAndGet(pause * SECOND - 1);
      assertThat(breaker.isShut()).as("before %d s", pause).isTrue();
      now.addAndGet(1);
      fails(1);
    }
  }

  @Test
  void a_probe_that_says_nothing_of_the_peer_lets_another_try() {
    fails(3);
    now.addAndGet(SECOND);
    assertThat(breaker.pass()).isTrue();
    breaker.undecided();
    assertThat(breaker.pass()).isTrue();
  }

  @Test
  void calls_that_were_under_way_when_it_opened_do_not_lengthen_the_pause() {
    for (int i = 0; i < 8; i++) {
      assertThat(breaker.pass()).isTrue();
    }
    for (int i = 0; i < 8; i++) {
      breaker.failed();
    }
    now.addAndGet(SECOND);
    assertThat(breaker.pass()).isTrue();
  }
}
