package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Listens where it should not: GraphQL subscriptions over both sub-protocols, and the feeds of /push.
 * That somebody hears nothing is shown by what they hear next: their own club's news, which comes later.
 */
final class WallListener {
  private static final int NO_SESSION = 4401;
  private static final int NO_RIGHT = 4403;
  private static final JsonObject NOTHING = new JsonObject();

  private final House house;
  private final WallGraph graph;
  private final WallClub marked;
  private final WallClub stranger;
  private final WallTokens tokens;

  WallListener(House house, WallGraph graph, WallIntruder intruder) {
    this.house = house;
    this.graph = graph;
    this.marked = intruder.marked();
    this.stranger = intruder.stranger();
    this.tokens = intruder.tokens();
  }

  /** The words of a sub-protocol. */
  enum Dialect {
    NEW("graphql-transport-ws", "subscribe", "next"), OLD("graphql-ws", "start", "data");

    private final String name;
    private final String begin;
    private final String data;

    Dialect(String name, String begin, String data) {
      this.name = name;
      this.begin = begin;
      this.data = data;
    }
  }

  void subscribes(Dialect dialect, WallTable.Row row) throws Exception {
    var club = new JsonObject(WallTable.fill(row.input(), Map.of("club", marked.id())));
    for (var token : bad(marked.token(row.who()))) {
      try (var socket = open(dialect, token)) {
        assertThat(socket.closeCode()).isEqualTo(NO_RIGHT);
      }
    }
    assertThat(refusal(dialect, row, club, null)).isEqualTo(WallReply.UNAUTHENTICATED);
    for (var role : row.mayNot()) {
      assertThat(refusal(dialect, row, club, marked.token(role))).as(role)
          .isEqualTo(WallReply.UNAUTHORIZED);
    }
    hears(dialect, row, club);
  }

  /**
   * Who may hears of it; people of another club, and a member whom it does not concern, hear only of
   * their own.
   */
  private void hears(Dialect dialect, WallTable.Row row, JsonObject club) throws Exception {
    try (var mine = begin(dialect, row, club, marked.token(row.who()));
        var theirs = begin(dialect, row, club, stranger.token(row.who()));
        var all = begin(dialect, row, NOTHING, stranger.token(row.who()));
        var member = begin(dialect, row, NOTHING, stranger.token("member"))) {
      happens(marked, row);
      mine.hear(message -> type(dialect.data).test(message)
          && marked.secrets().stream().anyMatch(message.encode()::contains));
      happens(stranger, row);
      all.hear(type(dialect.data));
      if (row.operation().endsWith("notificationReceived")) {
        member.hear(type(dialect.data));
      }
      for (var socket : List.of(theirs, all, member)) {
        silent(socket);
      }
    }
  }

  /** Feeds of /push: of a person, and of a club. */
  void follows() throws Exception {
    var club = "club:" + marked.id();
    for (var token : bad(marked.token("staff"))) {
      assertThat(closeCode(token, club)).isEqualTo(NO_SESSION);
    }
    assertThat(closeCode(null, club)).isEqualTo(NO_SESSION);
    for (var role : List.of("member", "pending")) {
      assertThat(closeCode(marked.token(role), club)).as(role).isEqualTo(NO_RIGHT);
    }
    for (var role : List.of("office", "staff", "kiosk", "auditor", "member")) {
      assertThat(closeCode(stranger.token(role), club)).as(role).isEqualTo(NO_RIGHT);
    }
    try (var office = follow(marked.token("staff"), club);
        var person = follow(marked.token("member"), "me");
        var theirs = follow(stranger.token("staff"), "club:" + stranger.id());
        var member = follow(stranger.token("member"), "me")) {
      happens(marked);
      assertThat(office.hear(told("VisitOpened")).encode()).contains(marked.id());
      assertThat(person.hear(told("NotificationCreated")).encode()).contains(marked.value("memberUser"));
      happens(stranger);
      theirs.hear(told("VisitOpened"));
      member.hear(told("NotificationCreated"));
      silent(theirs);
      silent(member);
    }
  }

  /** What the row listens for. */
  private static void happens(WallClub club, WallTable.Row row) throws Exception {
    if (row.operation().endsWith("transactionStatusChanged")) {
      club.value("newLive");
    } else {
      happens(club);
    }
  }

  /** A visit, and a word to the member. */
  private static void happens(WallClub club) throws Exception {
    club.value("newVisit");
    club.value("newNotice");
  }

  private void silent(WallSocket socket) {
    assertThat(marked.secrets()).noneMatch(socket.everything()::contains);
  }

  private List<String> bad(String token) throws Exception {
    return List.of(WallTokens.forged(token), WallTokens.unsigned(token), "x", tokens.expired(token));
  }

  private WallSocket open(Dialect dialect, @Nullable String token) {
    var payload = token == null ? NOTHING : new JsonObject().put("authorization", "Bearer " + token);
    return new WallSocket(house, "/graphql", dialect.name)
        .say(new JsonObject().put("type", "connection_init").put("payload", payload));
  }

  private WallSocket begin(Dialect dialect, WallTable.Row row, JsonObject input, @Nullable String token)
      throws Exception {
    var socket = open(dialect, token);
    socket.hear(type("connection_ack"));
    socket.say(new JsonObject().put("id", "1").put("type", dialect.begin).put("payload",
        graph.request(row.operation(), input)));
    return ordered(socket, dialect);
  }

  /** What is asked second is answered after the first has begun. */
  private static WallSocket ordered(WallSocket socket, Dialect dialect) throws Exception {
    socket.say(new JsonObject().put("id", "2").put("type", dialect.begin).put("payload",
        new JsonObject().put("query", "{ __typename }")));
    socket.hear(message -> message.getString("type").equals("error")
        || "2".equals(message.getString("id")) && message.getString("type").equals(dialect.data));
    return socket;
  }

  private String refusal(Dialect dialect, WallTable.Row row, JsonObject input, @Nullable String token)
      throws Exception {
    try (var socket = open(dialect, token)) {
      socket.hear(type("connection_ack"));
      socket.say(new JsonObject().put("id", "1").put("type", dialect.begin).put("payload",
          graph.request(row.operation(), input)));
      var answer = socket.hear(message -> "1".equals(message.getString("id")));
      silent(socket);
      return error(answer.getValue("payload")).getJsonObject("extensions").getString("code");
    }
  }

  /** The new protocol tells a list of errors, the old one error, and either a result with errors. */
  private static JsonObject error(Object payload) {
    return payload instanceof JsonArray several
        ? several.getJsonObject(0)
        : payload instanceof JsonObject result && result.containsKey("errors")
            ? result.getJsonArray("errors").getJsonObject(0)
            : (JsonObject) payload;
  }

  private WallSocket follow(@Nullable String token, String feed) throws Exception {
    var socket = subscribe(token, feed);
    socket.hear(message -> message.containsKey("recovered"));
    return socket;
  }

  private int closeCode(@Nullable String token, String feed) throws Exception {
    try (var socket = subscribe(token, feed)) {
      int code = socket.closeCode();
      silent(socket);
      return code;
    }
  }

  private WallSocket subscribe(@Nullable String token, String feed) {
    var frame = new JsonObject().put("subscribe", new JsonArray().add(new JsonObject().put("feed", feed)));
    return new WallSocket(house, "/push")
        .say(token == null ? frame : frame.put("authorization", "Bearer " + token));
  }

  private static Predicate<JsonObject> type(String type) {
    return message -> type.equals(message.getString("type"));
  }

  private static Predicate<JsonObject> told(String event) {
    return message -> message.encode().contains("\"type\":\"" + event + "\"");
  }
}
