package org.reciprocalclubs.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.ClubChanged;
import org.reciprocalclubs.codecs.notification.v1.NotificationCreated;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementActivated;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.TestDatabase;

@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FeedsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with();

  private TestNode node;
  private final UUID user = Ids.uuid7();

  @BeforeAll
  void start() {
    node = new TestNode(DATABASE, Map.of());
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void aPersonHearsAtOnceWhatConcernsThemAndNothingElse() {
    TestClient me = node.connect(node.tokens.member(user, node.home), "me");
    assertThat(me.answer("me").getBoolean("recovered")).isTrue();
    assertThat(me.answer("me").fieldNames()).containsExactlyInAnyOrder("feed", "recovered", "position",
        "snapshot");
    node.visit(Ids.uuid7());
    UUID mine = node.visit(user);
    node.append(node.opened(Ids.uuid7(), Ids.uuid7(), user));
    UUID again = node.visit(user);
    assertThat(me.messages("me", 2).stream().map(m -> m.getString("id")))
        .containsExactly(mine.toString(), again.toString());
    JsonObject message = me.messages("me").getFirst();
    assertThat(message.fieldNames()).containsExactlyInAnyOrder("position", "id", "type", "at", "data");
    assertThat(message.getString("type")).isEqualTo("VisitOpened");
    JsonObject data = message.getJsonObject("data");
    assertThat(data.getString("visitingClubId")).isEqualTo(node.host.toString());
    assertThat(data.getString("requestHash")).isEmpty();
    assertThat(data.getString("actorId")).isEmpty();
    me.leave();
  }

  @Test
  void bothClubsHearOfAVisitEachInItsOwnViewAndNoOther() {
    UUID other = Ids.uuid7();
    TestClient host = node.connect(node.tokens.staff(Ids.uuid7(), node.host), "club:" + node.host);
    TestClient home = node.connect(node.tokens.staff(Ids.uuid7(), node.home), "club:" + node.home);
    TestClient third = node.connect(node.tokens.staff(Ids.uuid7(), other), "club:" + other);
    host.answer("club:" + node.host);
    home.answer("club:" + node.home);
    third.answer("club:" + other);
    UUID visit = node.visit(user);
    UUID everywhere = node
        .append(
            NewEvent.toEveryClub(node.host, ClubChanged.newBuilder().setClubId(node.host.toString()).build(),
                EventMeta.NONE));
    JsonObject atHost = host.messages("club:" + node.host, 2).getFirst().getJsonObject("data");
    JsonObject atHome = home.messages("club:" + node.home, 2).getFirst().getJsonObject("data");
    assertThat(host.ids("club:" + node.host)).containsExactly(visit.toString(), everywhere.toString());
    assertThat(atHost.getString("userId")).isEmpty();
    assertThat(atHost.getString("actorId")).isNotEmpty();
    assertThat(atHome.getString("actorId")).isEmpty();
    assertThat(atHome.getString("userId")).isEqualTo(user.toString());
    assertThat(third.messages("club:" + other, 1).stream().map(m -> m.getString("id")))
        .containsExactly(everywhere.toString());
    List.of(host, home, third).forEach(TestClient::leave);
  }

  @Test
  void rightsAreCheckedOnEveryMessage() {
    String feed = "club:" + node.host;
    TestClient kiosk = node.connect(node.tokens.kiosk(Ids.uuid7(), node.host), feed);
    TestClient staff = node.connect(node.tokens.staff(Ids.uuid7(), node.host), feed);
    TestClient person = node.connect(node.tokens.member(user, node.host), "me");
    kiosk.answer(feed);
    staff.answer(feed);
    person.answer("me");
    UUID agreement = node.append(NewEvent.between(node.host, node.home,
        AgreementActivated.newBuilder().setAgreementId(Ids.uuid7().toString()).build(), EventMeta.NONE));
    UUID notice = node.append(NewEvent.of(node.host,
        NotificationCreated.newBuilder().setUserId(user.toString()).setClubId(node.host.toString()).build(),
        EventMeta.NONE));
    UUID visit = node.visit(Ids.uuid7());
    staff.messages(feed, 2);
    kiosk.messages(feed, 1);
    person.messages("me", 1);
    assertThat(staff.ids(feed)).containsExactly(agreement.toString(), visit.toString());
    assertThat(kiosk.ids(feed)).containsExactly(visit.toString());
    assertThat(person.ids("me")).containsExactly(notice.toString());
    List.of(kiosk, staff, person).forEach(TestClient::leave);
  }

  @Test
  void aFeedThatIsNotTheirsClosesWith4403() {
    String member = node.tokens.member(user, node.home);
    String staff = node.tokens.staff(user, node.home);
    assertThat(node.connect(member, "club:" + node.home).closed()).isEqualTo(4403);
    assertThat(node.connect(staff, "club:" + node.host).closed()).isEqualTo(4403);
    assertThat(node.connect(staff, "proposal:" + Ids.uuid7()).closed()).isEqualTo(4403);
    assertThat(node.connect(staff, "everything").closed()).isEqualTo(4403);
    assertThat(node.connect(node.tokens.kiosk(Ids.uuid7(), node.host), "me").closed()).isEqualTo(4403);
  }

  @Test
  void oneSocketFollowsSeveralFeedsAndIsAnsweredItsPings() {
    String feed = "club:" + node.home;
    TestClient staff = node.connect(node.tokens.staff(user, node.home), "me", feed);
    staff.answer("me");
    staff.answer(feed);
    UUID visit = node.visit(user);
    staff.messages("me", 1);
    staff.messages(feed, 1);
    assertThat(staff.ids("me")).isEqualTo(staff.ids(feed)).containsExactly(visit.toString());
    staff.say(new JsonObject().put("ping", 7));
    Eventually.until("a pong",
        () -> staff.frames.getLast().equals(new JsonObject().put("pong", 7)));
    staff.leave();
  }
}
