package org.reciprocalclubs.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;

@Timeout(180)
final class EpochTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with();

  @Test
  void afterARestoreClientsAreToldThatWhatTheyMissedCannotBeKnown() {
    try (TestNode node = new TestNode(DATABASE, Map.of("CLUBS_PUSH_TIMES_SPREAD", "0s"))) {
      UUID user = Ids.uuid7();
      String token = node.tokens.member(user, node.home);
      TestClient before = node.connect(token, "me");
      before.answer("me");
      node.visit(user);
      before.messages("me", 1);
      String position = before.position("me");
      DATABASE.admin("select kit.new_epoch()");
      assertThat(before.closed()).isEqualTo(4503);
      TestClient after = node.connect(token, "me@" + position);
      assertThat(after.answer("me").getBoolean("recovered")).isFalse();
      assertThat(after.answer("me").getString("position"))
          .doesNotStartWith(position.substring(0, position.indexOf(':')));
      UUID visit = node.visit(user);
      after.messages("me", 1);
      assertThat(after.ids("me")).containsExactly(visit.toString());
      after.leave();
    }
  }

  @Test
  void moreThanIsToldAgainIsNotRecovered() {
    try (TestNode node = new TestNode(DATABASE, Map.of("CLUBS_PUSH_QUEUE_REPLAY", "3"))) {
      UUID user = Ids.uuid7();
      String token = node.tokens.member(user, node.home);
      TestClient first = node.connect(token, "me");
      String position = first.answer("me").getString("position");
      first.leave();
      for (int i = 0; i < 4; i++) {
        node.visit(user);
      }
      TestClient watcher = node.connect(node.tokens.staff(user, node.home), "club:" + node.home);
      watcher.answer("club:" + node.home);
      UUID last = node.visit(Ids.uuid7());
      Eventually.until("the last", () -> watcher.ids("club:" + node.home).contains(last.toString()));
      TestClient back = node.connect(token, "me@" + position);
      assertThat(back.answer("me").getBoolean("recovered")).isFalse();
      assertThat(back.answer("me").getString("position")).isEqualTo(watcher.position("club:" + node.home));
      back.leave();
      watcher.leave();
    }
  }
}
