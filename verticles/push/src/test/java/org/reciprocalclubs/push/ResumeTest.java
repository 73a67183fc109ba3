package org.reciprocalclubs.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Position;
import org.reciprocalclubs.kit.store.TestDatabase;

@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResumeTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with();
  private static final int WRITERS = 3;
  private static final int EVENTS = 400;

  private TestNode node;

  @BeforeAll
  void start() {
    node = new TestNode(DATABASE, Map.of("CLUBS_PUSH_QUEUE_REPLAY", "5000", "CLUBS_PUSH_QUEUE_MESSAGES", "40",
        "CLUBS_PUSH_TIMES_SPREAD", "0s"));
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void whoeverComesBackHearsEverythingOnceAndInOrderWhileMoreHappens() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    UUID user = Ids.uuid7();
    TestClient first = node.connect(node.tokens.member(user, node.home), "me");
    String position = first.answer("me").getString("position");
    first.leave();
    List<Thread> writers = writers(user);
    List<String> heard = new ArrayList<>();
    int breaks = 0;
    int expected = WRITERS * EVENTS / 2;
    while (heard.size() < expected) {
      TestClient client = node.connect(node.tokens.member(user, node.home), "me@" + position);
      assertThat(client.answer("me").getBoolean("recovered")).isTrue();
      int wanted = Math.min(expected - heard.size(), 1 + random.nextInt(90));
      Eventually.until("messages", () -> client.isClosed() || client.messages("me").size() >= wanted);
      client.leave();
      List<JsonObject> messages = client.messages("me");
      messages.forEach(message -> heard.add(message.getString("id")));
      position = client.position("me");
      breaks++;
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(heard).as("seed " + seed + ", " + breaks + " breaks").isEqualTo(feedOrder());
    assertThat(breaks).isGreaterThan(5);
  }

  /** Half of what they append concerns that person. */
  private List<Thread> writers(UUID user) {
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      writers.add(Thread.ofPlatform().start(() -> {
        for (int i = 0; i < EVENTS; i++) {
          UUID appended = node.visit(i % 2 == 0 ? user : Ids.uuid7());
          if (i % 2 == 0) {
            mine.add(appended.toString());
          }
        }
      }));
    }
    return writers;
  }

  private final Set<String> mine = ConcurrentHashMap.newKeySet();

  private List<String> feedOrder() {
    return StreamSupport
        .stream(DATABASE.admin("select id from kit.event order by xid, seq").spliterator(), false)
        .map(row -> row.getUUID(0).toString()).filter(mine::contains).toList();
  }

  @Test
  void aSlowReaderIsClosedWith4408AndResumesWhereItWas() {
    UUID user = Ids.uuid7();
    String token = node.tokens.member(user, node.home);
    TestClient slow = node.connectSmall(token, "me");
    slow.answer("me");
    slow.socket.pause();
    double before = node.closes("4408");
    List<String> all = new ArrayList<>();
    String[] long20k = {"x".repeat(20_000)};
    for (int i = 0; i < 2_000 && node.closes("4408") == before; i++) {
      all.add(node.append(node.opened(node.host, node.home, user, long20k)).toString());
    }
    Eventually.until("a slow reader is closed", () -> node.closes("4408") > before);
    slow.socket.resume();
    assertThat(slow.closed()).isEqualTo(4408);
    assertThat(slow.reason().getLong("waitMs")).isNotNull();
    assertThat(slow.reason().getString("after")).isEqualTo(slow.position("me"));
    List<String> heard = new ArrayList<>(slow.ids("me"));
    assertThat(heard.size()).isLessThan(all.size());
    TestClient back = node.connect(token, "me@" + slow.reason().getString("after"));
    back.messages("me", all.size() - heard.size());
    heard.addAll(back.ids("me"));
    assertThat(heard).isEqualTo(all);
    back.leave();
  }

  @Test
  void whenNothingWasMissedTheFeedGoesOnFromItsHead() {
    UUID user = Ids.uuid7();
    String token = node.tokens.member(user, node.home);
    TestClient first = node.connect(token, "me");
    String then = first.answer("me").getString("position");
    first.leave();
    TestClient others = node.connect(node.tokens.staff(user, node.host), "club:" + node.host);
    others.answer("club:" + node.host);
    node.visit(Ids.uuid7());
    others.messages("club:" + node.host, 1);
    TestClient back = node.connect(token, "me@" + then);
    JsonObject answer = back.answer("me");
    assertThat(answer.getBoolean("recovered")).isTrue();
    assertThat(Position.parse(answer.getString("position")).orElseThrow()
        .isAfter(Position.parse(then).orElseThrow())).isTrue();
    back.leave();
    others.leave();
  }

  @Test
  void aPositionThatMeansNothingHereIsNotRecovered() {
    UUID user = Ids.uuid7();
    TestClient lost = node.connect(node.tokens.member(user, node.home), "me@no position");
    assertThat(lost.answer("me").getBoolean("recovered")).isFalse();
    assertThat(lost.answer("me").getString("position")).isNotEmpty();
    UUID visit = node.visit(user);
    lost.messages("me", 1);
    assertThat(lost.ids("me")).containsExactly(visit.toString());
    lost.leave();
  }
}
