package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RequestsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with();
  private final Store store = DATABASE.store();
  private final UUID club = Ids.uuid7();
  private final AtomicInteger effects = new AtomicInteger();

  private static RequestKey key(String operation, String content) {
    return new RequestKey("user-1", "key-1", operation, content.getBytes(StandardCharsets.UTF_8));
  }

  private Requests.Answer once(UUID actor, RequestKey key) {
    return store.transact(Scope.club(actor), tx -> Requests.once(tx, key, () -> {
      effects.incrementAndGet();
      return new byte[]{42};
    }));
  }

  @Test
  void the_same_request_again_gets_the_first_answer_and_does_nothing() {
    assertThat(once(club, key("op", "content")).hit()).isFalse();
    var again = once(club, key("op", "content"));
    assertThat(again.hit()).isTrue();
    assertThat(again.body()).containsExactly(42);
    assertThat(effects).hasValue(1);
  }

  @Test
  void other_content_or_another_operation_under_the_key_is_refused() {
    once(club, key("op", "content"));
    assertThatThrownBy(() -> once(club, key("op", "other"))).isInstanceOf(KeyReused.class);
    assertThatThrownBy(() -> once(club, key("op2", "content"))).isInstanceOf(KeyReused.class);
    assertThat(effects).hasValue(1);
  }

  @Test
  void keys_of_other_clubs_and_callers_do_not_meet() {
    once(club, key("op", "content"));
    assertThat(once(Ids.uuid7(), key("op", "other")).hit()).isFalse();
    assertThat(once(club, new RequestKey("user-2", "key-1", "op", new byte[]{1})).hit()).isFalse();
  }

  @Test
  void while_the_first_is_running_the_second_is_told_so() {
    store.perform(Scope.club(club), tx -> Requests.once(tx, key("op", "content"), () -> {
      assertThatThrownBy(() -> once(club, key("op", "content"))).isInstanceOf(StillRunning.class);
      return new byte[]{1};
    }));
    assertThat(effects).hasValue(0);
    assertThat(once(club, key("op", "content")).hit()).isTrue();
  }

  @Test
  void a_request_that_was_rolled_back_may_be_sent_again() {
    assertThatThrownBy(() -> store.perform(Scope.club(club), tx -> {
      Requests.once(tx, key("op", "content"), () -> new byte[]{1});
      throw new IllegalStateException("crash");
    })).isInstanceOf(IllegalStateException.class);
    assertThat(once(club, key("op", "content")).hit()).isFalse();
  }

  @Test
  void answers_are_forgotten_after_their_time_and_not_before() {
    once(club, key("op", "content"));
    String old = "insert into kit.request select club, caller, 'old', operation, request_hash, answer,"
        + " now() - interval '49 hours' from kit.request where club = $1";
    DATABASE.admin(old, club);
    assertThat(await(Requests.purge(store))).isEqualTo(1);
    assertThat(DATABASE.count("select count(*) from kit.request where club = $1", club)).isEqualTo(1);
  }

  @Test
  void keys_that_are_not_visible_ascii_are_nonsense() {
    for (String bad : new String[]{"", "a b", "ü", "x".repeat(129)}) {
      assertThatThrownBy(() -> new RequestKey("u", bad, "op", new byte[]{1}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
