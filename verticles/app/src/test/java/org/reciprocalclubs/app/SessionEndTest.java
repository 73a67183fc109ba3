package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
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
  private static final int PUSH_ENDED = 4409;
  private static final int GRAPHQL_ENDED = 4401;
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
    try (var stays = new Open(house, here, "me"); var open = new Open(house, lost, "me")) {
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
    try (var open = new Open(house, stolen, "me")) {
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
    try (var open = new Open(house, person, "me")) {
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
    try (var open = new Open(house, token, "club:" + club)) {
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

  /** A socket of /push and one of each of GraphQL's sub-protocols, each of which follows something. */
  private static final class Open implements AutoCloseable {
    private final WallSocket push;
    private final List<WallSocket> graphql;

    Open(House house, String token, String feed) throws Exception {
      push = new WallSocket(house, "/push").say(new JsonObject().put("authorization", "Bearer " + token)
          .put("subscribe", new JsonArray().add(new JsonObject().put("feed", feed))));
      push.hear(message -> message.containsKey("recovered"));
      graphql = List.of(subscribed(house, token, "graphql-transport-ws", "subscribe"),
          subscribed(house, token, "graphql-ws", "start"));
    }

    private static WallSocket subscribed(House house, String token, String dialect, String begin)
        throws Exception {
      var socket = new WallSocket(house, "/graphql", dialect)
          .say(new JsonObject().put("type", "connection_init").put("payload",
              new JsonObject().put("authorization", "Bearer " + token)));
      socket.hear(message -> message.getString("type").equals("connection_ack"));
      return socket.say(new JsonObject().put("id", "1").put("type", begin).put("payload",
          new JsonObject().put("query", "subscription { visitStatusChanged { id } }")));
    }

    void isClosed(String by, long startNanos) throws Exception {
      assertThat(push.closeCode()).isEqualTo(PUSH_ENDED);
      long pushMs = (System.nanoTime() - startNanos) / 1_000_000;
      for (var socket : graphql) {
        assertThat(socket.closeCode()).isEqualTo(GRAPHQL_ENDED);
      }
      System.out.printf("ended by %s: push closed within %d ms of being asked, GraphQL within %d ms%n", by,
          pushMs, (System.nanoTime() - startNanos) / 1_000_000);
    }

    void isOpen() throws Exception {
      push.say(new JsonObject().put("ping", 7)).hear(message -> message.containsKey("pong"));
      graphql.getFirst().say(new JsonObject().put("type", "ping"))
          .hear(message -> message.getString("type").equals("pong"));
    }

    @Override
    public void close() {
      push.close();
      graphql.forEach(WallSocket::close);
    }
  }
}
