package org.reciprocalclubs.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.DeviceRevoked;
import org.reciprocalclubs.codecs.auth.v1.RightsChanged;
import org.reciprocalclubs.codecs.auth.v1.RoleChanged;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.TestDatabase;

@Timeout(180)
final class SocketTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with();
  private final UUID user = Ids.uuid7();

  private static TestNode node(String... changed) {
    Map<String, String> environment = new java.util.HashMap<>();
    for (int i = 0; i < changed.length; i += 2) {
      environment.put("CLUBS_PUSH_" + changed[i], changed[i + 1]);
    }
    return new TestNode(DATABASE, environment);
  }

  @Test
  void whoeverDoesNotSignInIsClosedWith4401() {
    try (TestNode node = node("TIMES_SIGN_IN", "300ms")) {
      TestClient silent = node.connect(Map.of());
      assertThat(node.connect("forged", "me").closed()).isEqualTo(4401);
      assertThat(node.connect(new TestTokens().member(user, node.home), "me").closed()).isEqualTo(4401);
      assertThat(node.connect(Map.of()).say(TestClient.subscribe("me")).closed()).isEqualTo(4401);
      assertThat(silent.closed()).isEqualTo(4401);
    }
  }

  @Test
  void aHeaderSignsInToo() {
    try (TestNode node = node()) {
      String header = "Bearer " + node.tokens.member(user, node.home);
      TestClient client = node.connect(Map.of("Authorization", header)).say(TestClient.subscribe("me"));
      assertThat(client.answer("me").getBoolean("recovered")).isTrue();
      assertThat(node.connect(Map.of("Authorization", "Bearer forged")).closed()).isEqualTo(4401);
      client.leave();
    }
  }

  @Test
  void overALimitASocketIsClosedWith4429AndTheOthersStay() {
    try (TestNode node = node("SOCKETS_PER_PERSON", "2", "SOCKETS_PER_CLUB", "3", "SOCKETS_FEEDS", "1",
        "SOCKETS_PER_NODE", "4", "INCOMING_FRAMES_PER_CHECK", "50", "TIMES_CHECK", "2s")) {
      String mine = node.tokens.staff(user, node.home);
      assertThat(node.connect(mine, "me", "club:" + node.home).closed()).isEqualTo(4429);
      TestClient first = node.connect(mine, "me");
      TestClient second = node.connect(mine, "me");
      first.answer("me");
      second.answer("me");
      TestClient third = node.connect(mine, "me");
      assertThat(third.closed()).isEqualTo(4429);
      assertThat(third.reason().getLong("waitMs")).isBetween(0L, 5_000L);
      TestClient other = node.connect(node.tokens.member(Ids.uuid7(), node.home), "me");
      other.answer("me");
      assertThat(node.connect(node.tokens.member(Ids.uuid7(), node.home), "me").closed()).isEqualTo(4429);
      TestClient elsewhere = node.connect(node.tokens.member(Ids.uuid7(), node.host), "me");
      elsewhere.answer("me");
      assertThat(node.connect(Map.of()).closed()).isEqualTo(4429);
      elsewhere.leave();
      other.leave();
      second.leave();
      TestClient again = node.connect(mine, "me");
      assertThat(again.answer("me").getBoolean("recovered")).isTrue();
      assertThat(again.say(new JsonObject().put("x", "y".repeat(20_000))).closed()).isEqualTo(4429);
      for (int i = 0; i < 60; i++) {
        first.say(new JsonObject().put("ping", i));
      }
      assertThat(first.closed()).isEqualTo(4429);
    }
  }

  @Test
  void whatIsNotUnderstoodIsClosed() {
    try (TestNode node = node()) {
      TestClient client = node.connect(Map.of());
      client.socket.writeTextMessage("[");
      assertThat(client.closed()).isEqualTo(1007);
      TestClient binary = node.connect(Map.of());
      binary.socket.writeBinaryMessage(io.vertx.core.buffer.Buffer.buffer("x"));
      assertThat(binary.closed()).isEqualTo(1003);
    }
  }

  @Test
  void anExpiredTokenOrAnEndedSessionClosesWith4409AndTheFeedGoesOnWithANewToken() {
    try (TestNode node = node()) {
      UUID other = Ids.uuid7();
      TestClient loggedOut = node.connect(node.tokens.member(other, node.home), "me");
      TestClient client = node.connect(node.tokens.member(user, node.home), "me");
      client.answer("me");
      loggedOut.answer("me");
      node.tokens.ended.add(other);
      UUID late = node.visit(other);
      assertThat(loggedOut.closed()).isEqualTo(4409);
      assertThat(loggedOut.ids("me")).doesNotContain(late.toString());
      assertThat(client.isClosed()).isFalse();
      node.tokens.move(Duration.ofMinutes(16));
      assertThat(client.closed()).isEqualTo(4409);
      UUID missed = node.visit(user);
      TestClient back = node.connect(node.tokens.member(user, node.home),
          "me@" + client.reason().getString("after"));
      back.messages("me", 1);
      assertThat(back.ids("me")).containsExactly(missed.toString());
      back.leave();
    }
  }

  @Test
  void theEventThatASessionEndedOrADeviceWasRevokedClosesItsSocketsAtOnceAndNoOthers() {
    try (TestNode node = node("TIMES_CHECK", "2s")) {
      UUID device = Ids.uuid7();
      TestClient stays = node.connect(node.tokens.member(Ids.uuid7(), node.home), "me");
      TestClient ended = node.connect(node.tokens.member(user, node.home), "me");
      TestClient kiosk = node.connect(node.tokens.kiosk(device, node.home), "club:" + node.home);
      stays.answer("me");
      ended.answer("me");
      kiosk.answer("club:" + node.home);
      node.append(NewEvent.of(node.home, SessionEnded.newBuilder().setSessionId(user.toString()).build(),
          EventMeta.NONE));
      assertThat(ended.closed()).isEqualTo(4409);
      node.append(NewEvent.of(node.home, DeviceRevoked.newBuilder().setDeviceId(device.toString()).build(),
          EventMeta.NONE));
      assertThat(kiosk.closed()).isEqualTo(4409);
      assertThat(stays.isClosed()).isFalse();
      stays.leave();
    }
  }

  @Test
  void theEventThatRightsHaveChangedClosesTheSocketsOfWhomItConcerns() {
    try (TestNode node = node("TIMES_CHECK", "2s")) {
      TestClient stays = node.connect(node.tokens.member(Ids.uuid7(), node.home), "me");
      TestClient concerned = node.connect(node.tokens.member(user, node.home), "me");
      stays.answer("me");
      concerned.answer("me");
      node.append(NewEvent.of(node.home, RightsChanged.newBuilder().setUserId(user.toString())
          .setClubId(Ids.uuid7().toString()).build(), EventMeta.NONE));
      node.append(NewEvent.of(node.home, RightsChanged.newBuilder().setUserId(user.toString())
          .setClubId(node.home.toString()).build(), EventMeta.NONE));
      assertThat(concerned.closed()).isEqualTo(4409);
      node.append(NewEvent.of(node.home, RoleChanged.newBuilder().setRoleId("another").build(),
          EventMeta.NONE));
      assertThat(stays.isClosed()).isFalse();
      stays.leave();
    }
  }

  @Test
  void aClientThatNoLongerAnswersIsGone() {
    try (TestNode node = node("TIMES_HEARTBEAT", "200ms", "TIMES_IDLE", "2s")) {
      TestClient client = node.connect(node.tokens.member(user, node.home), "me");
      client.answer("me");
      JsonObject ping = new JsonObject().put("ping", 1);
      long pings = 0;
      long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
      while (System.nanoTime() < end) {
        long now = client.frames.stream().filter(ping::equals).count();
        if (now > pings) {
          pings = now;
          client.say(new JsonObject().put("pong", 1));
        }
        Thread.onSpinWait();
      }
      assertThat(pings).isPositive();
      assertThat(client.isClosed()).isFalse();
      assertThat(client.closed()).isEqualTo(4408);
    }
  }

  @Test
  void whenTheProcessStopsClientsAreToldWhereAndWhenToComeBack() {
    try (TestNode node = node()) {
      TestClient client = node.connect(node.tokens.member(user, node.home), "me");
      client.answer("me");
      node.visit(user);
      client.messages("me", 1);
      Future<Void> stopped = node.node().stop();
      assertThat(client.closed()).isEqualTo(4503);
      assertThat(client.reason().getLong("waitMs")).isBetween(0L, 5_000L);
      assertThat(client.reason().getString("after")).isEqualTo(client.position("me"));
      TestDatabase.await(stopped);
    }
  }

  @Test
  void scriptsOfOtherSitesMayNotConnectUnlessListed() {
    try (TestNode node = node("ORIGINS", "https://app.example")) {
      TestClient own = node.connect(Map.of("Origin", "http://127.0.0.1:" + node.port()));
      TestClient listed = node.connect(Map.of("Origin", "https://app.example"));
      for (String foreign : new String[]{"https://evil.example", "null", "http://127.0.0.1.evil.example"}) {
        assertThatThrownBy(() -> node.connect(Map.of("Origin", foreign)))
            .isInstanceOfSatisfying(UpgradeRejectedException.class,
                e -> assertThat(e.getStatus()).isEqualTo(403));
      }
      own.leave();
      listed.leave();
      Eventually.until("all have left",
          () -> node.node().context().meters().get("push.sockets").gauge().value() == 0);
    }
  }
}
