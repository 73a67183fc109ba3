package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeasesTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with().adjusted(LeasesTest::quick);
  private final Leases one = Leases.start(DATABASE.store());
  private final Leases other = Leases.start(DATABASE.store());
  private final String name = "lane/" + Ids.uuid7();

  private static StoreSettings quick(StoreSettings settings) {
    var all = settings.background();
    var lease = new StoreSettings.Lease(Duration.ofMillis(500), Duration.ofMillis(50));
    return settings.with(new StoreSettings.Background(all.feed(), lease, all.jobs(), all.keepAnswers()));
  }

  @AfterEach
  void stop() {
    await(one.stop());
    await(other.stop());
  }

  @Test
  void a_lease_has_one_holder_who_keeps_it_while_it_lives() {
    assertThat(await(one.acquire(name))).isTrue();
    assertThat(await(other.acquire(name))).isFalse();
    assertThat(one.holding(name)).isTrue();
    assertThat(other.holding(name)).isFalse();
    long twoTerms = System.nanoTime() + Duration.ofMillis(1_000).toNanos();
    Eventually.until("two terms later", () -> {
      assertThat(await(other.acquire(name))).isFalse();
      return System.nanoTime() > twoTerms;
    });
    assertThat(await(one.acquire(name))).as("ours already").isTrue();
  }

  @Test
  void a_lease_given_back_is_free_at_once() {
    await(one.acquire(name));
    await(one.release(List.of(name)));
    assertThat(one.holding(name)).isFalse();
    assertThat(await(other.acquire(name))).isTrue();
  }

  @Test
  void a_lease_of_the_dead_ends_by_itself() {
    DATABASE.admin("insert into kit.lease values ($1, 'dead', clock_timestamp() + interval '300 ms')", name);
    assertThat(await(one.acquire(name))).isFalse();
    Eventually.until("it ended", () -> await(one.acquire(name)));
  }

  @Test
  void of_many_those_are_taken_that_are_free() {
    await(other.acquire(name + "/1"));
    assertThat(await(one.acquire(List.of(name + "/0", name + "/1", name + "/2"))))
        .containsExactlyInAnyOrder(name + "/0", name + "/2");
  }

  @Test
  void a_lease_taken_by_force_is_noticed() {
    await(one.acquire(name));
    DATABASE.admin(
        "update kit.lease set node = 'thief', until = clock_timestamp() + interval '1 hour' where name = $1",
        name);
    Eventually.until("noticed", () -> !one.holding(name));
  }
}
