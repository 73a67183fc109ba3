package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A session that ends is over at every door at once, in one process and in three: what is asked is refused,
 * and what is open is closed by the event, not by a check that comes sooner or later. How long it took is
 * printed.
 */
class SessionEndTest {
  private static final String PERSON = "manager@harbour.example";
  private static final String OFFICE = "admin@harbour.example";
  /** The only check that would close a GraphQL socket without the event. */
  private static final Map<String, String> SETTINGS = Map.of("CLUBS_EDGE_GRAPHQL_SOCKETS_KEEP_ALIVE", "10m");

  @TempDir
  Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatIsOfAnEndedSessionIsRefusedAndClosedAtEveryDoor(int processes) throws Exception {
    var shapes = processes == 1 ? Processes.ONE : Processes.THREE;
    try (var house = House.start(directory.resolve("data"), SETTINGS, shapes);
        var grpc = new WallGrpc(house)) {
      endedByThePersonElsewhere(house, grpc);
      endedBecauseATokenCameBack(house, grpc);
      endedByTheOffice(house, grpc);
      endedWithItsDevice(house);
    }
  }

  private static void endedByThePersonElsewhere(House house, WallGrpc grpc) throws Exception {
    var here = house.token(PERSON);
    var lost = house.token(PERSON);
    try (var stays = new OpenSockets(house, here, "me");
        var open = new OpenSockets(house, lost, "me")) {
      long start = System.nanoTime();
      ok(house.send("DELETE", "/api/v1/me/sessions/" + WallTokens.session(lost), here, null).body());
      open.isClosed("the person", start);
      refused(house, grpc, lost);
      stays.isOpen();
    }
    assertThat(house.get("/api/v1/me", here).statusCode()).isEqualTo(200);
    assertThat(notices(house, here)).as("who did it need not be told").doesNotContain("SECURITY");
  }

  private static void endedBecauseATokenCameBack(House house, WallGrpc grpc) throws Exception {
    var first = house.post("/api/v1/sessions", null,
        new JsonObject().put("email", PERSON).put("password", house.password(PERSON))).body();
    var second = refresh(house, first);
    var third = refresh(house, second);
    var stolen = new JsonObject(third).getString("token");
    try (var open = new OpenSockets(house, stolen, "me")) {
      long start = System.nanoTime();
      assertThat(refresh(house, first)).contains("REFRESH_TOKEN_INVALID");
      open.isClosed("a token that came back", start);
      refused(house, grpc, stolen);
    }
    assertThat(refresh(house, third)).contains("REFRESH_TOKEN_INVALID");
    var here = house.token(PERSON);
    Eventually.holds("the person is told", () -> notices(house, here).contains("\"SECURITY\""));
    assertThat(notices(house, here)).contains("You were signed out of one place");
  }

  private static void endedByTheOffice(House house, WallGrpc grpc) throws Exception {
    var person = house.token(PERSON);
    var id = new JsonObject(house.get("/api/v1/me", person).body()).getString("id");
    try (var open = new OpenSockets(house, person, "me")) {
      long start = System.nanoTime();
      ok(house.post("/api/v1/users/" + id + "/sessions/end", house.token(OFFICE), new JsonObject()).body());
      open.isClosed("the office", start);
      refused(house, grpc, person);
    }
    var here = house.token(PERSON);
    Eventually.holds("the person is told", () -> notices(house, here).contains("office signed you out"));
  }

  private static void endedWithItsDevice(House house) throws Exception {
    var kiosk = Kiosk.enrol(house, house.kioskCode("HARBOUR"));
    var token = kiosk.token();
    var office = house.token(OFFICE);
    var club = new JsonObject(house.get("/api/v1/clubs/mine", office).body()).getString("id");
    try (var open = new OpenSockets(house, token, "club:" + club)) {
      long start = System.nanoTime();
      ok(house.post("/api/v1/devices/" + kiosk.device() + "/revoke", office, new JsonObject()).body());
      open.isClosed("its device", start);
    }
    assertThat(house.get("/api/v1/inside", token).body()).contains("SESSION_ENDED");
  }

  private static String refresh(House house, String pair) throws Exception {
    return house.post("/api/v1/sessions/refresh", null,
        new JsonObject().put("refreshToken", new JsonObject(pair).getString("refreshToken"))).body();
  }

  private static String notices(House house, String token) throws Exception {
    return house.get("/api/v1/me/notifications?pageSize=50", token).body();
  }

  private static void ok(String answer) {
    assertThat(answer).doesNotContain("\"code\"");
  }

  private static void refused(House house, WallGrpc grpc, String token) throws Exception {
    var rest = house.get("/api/v1/me", token);
    assertThat(rest.statusCode()).isEqualTo(401);
    assertThat(rest.body()).contains("SESSION_ENDED");
    assertThat(house.post("/graphql", token, new JsonObject().put("query", "{ me { id } }")).body())
        .contains("SESSION_ENDED");
    var answer = grpc.call("Sessions/GetMe", new JsonObject(), token);
    assertThat(answer.kind()).isEqualTo(WallReply.UNAUTHENTICATED);
    assertThat(answer.code()).isEqualTo("SESSION_ENDED");
  }
}
