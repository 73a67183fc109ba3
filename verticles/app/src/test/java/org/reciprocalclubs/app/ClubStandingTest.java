package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A club comes into the federation by one request, and its first administrator by a link that was mailed.
 * What the federation suspends is shut out at every door of every process at once, and is there again
 * afterwards as if nothing had been.
 */
class ClubStandingTest {
  private static final String OPERATOR = "operator@federation.example";
  private static final String ADMIN = "admin@harbour.example";
  private static final String SHUT_OUT = "CLUB_NOT_ACTIVE";
  /** The only check that would close a GraphQL socket without the event. */
  private static final Map<String, String> SETTINGS = Map.of("CLUBS_EDGE_GRAPHQL_SOCKETS_KEEP_ALIVE", "10m");

  @TempDir
  Path directory;

  @Test
  void aClubIsAdmittedWithItsAdministratorOrNotAtAll() throws Exception {
    try (var postbox = new Postbox()) {
      var settings = new HashMap<>(SETTINGS);
      settings.putAll(postbox.settings());
      try (var house = House.start(directory.resolve("data"), settings)) {
        admitted(house, postbox);
        notAtAll(house);
      }
    }
  }

  private static void admitted(House house, Postbox postbox) throws Exception {
    var operator = house.token(OPERATOR);
    var request = wanted("Larch Alpine Club", "LARCH", "first@larch.example");
    var first = keyed(house, operator, "larch", request);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    var club = new JsonObject(first.body()).getJsonObject("club");
    assertThat(club.getString("status")).isEqualTo("ACTIVE");
    assertThat(club.getString("tier")).isEqualTo("GOLD");
    assertThat(club.getJsonObject("settings").getInteger("maxVisitsPerMonth")).isEqualTo(4);
    var again = keyed(house, operator, "larch", request);
    assertThat(again.headers().firstValue("idempotency-hit")).contains("true");
    assertThat(new JsonObject(again.body())).isEqualTo(new JsonObject(first.body()));

    assertThat(login(house, "first@larch.example", WallFederation.PASSWORD).body())
        .contains("INVALID_CREDENTIALS");
    var token = postbox.token("invite", "first@larch.example");
    var set = new JsonObject().put("token", token).put("password", WallFederation.PASSWORD);
    assertThat(house.post("/api/v1/password/reset", null, set).statusCode()).isEqualTo(200);
    assertThat(house.post("/api/v1/password/reset", null, set).body()).contains("LINK_INVALID");
    var admin = house.token("first@larch.example", WallFederation.PASSWORD);
    assertThat(house.get("/api/v1/me", admin).body()).contains("club_admin", club.getString("id"));
    assertThat(house.post("/api/v1/enrolment-codes", admin, new JsonObject().put("name", "Desk"))
        .statusCode()).isEqualTo(200);
  }

  private static void notAtAll(House house) throws Exception {
    var operator = house.token(OPERATOR);
    for (var refused : Map.of("EMAIL_TAKEN", wanted("Fir Golf Club", "FIR", ADMIN), "CODE_TAKEN",
        wanted("Fir Golf Club", "HARBOUR", "a@fir.example"), "admin.email",
        wanted("Fir Golf Club", "FIR", "nobody"), "TIME_ZONE_INVALID",
        wanted("Fir Golf Club", "FIR", "a@fir.example").put("timeZone", "Moon"), "admin.firstName",
        wanted("Fir Golf Club", "FIR", "a@fir.example").put("admin",
            new JsonObject().put("email", "a@fir.example")))
        .entrySet()) {
      var answer = keyed(house, operator, refused.getKey(), refused.getValue());
      assertThat(answer.statusCode()).isBetween(400, 422);
      assertThat(answer.body()).contains(refused.getKey());
    }
    assertThat(house.get("/api/v1/clubs", operator).body()).doesNotContain("Fir Golf Club");
    assertThat(login(house, "a@fir.example", "x").body()).contains("INVALID_CREDENTIALS");
  }

  private static JsonObject wanted(String name, String code, String email) {
    return new JsonObject().put("name", name).put("code", code).put("kind", "ALPINE")
        .put("location", "Somewhere high").put("timeZone", "Europe/Zurich").put("country", "CH")
        .put("currency", "CHF").put("tier", "GOLD")
        .put("settings", new JsonObject().put("allowReciprocal", true).put("maxVisitsPerMonth", 4))
        .put("admin", new JsonObject().put("email", email).put("firstName", "Noor").put("lastName", "Larch"));
  }

  private static HttpResponse<String> keyed(House house, String token, String key, JsonObject body)
      throws Exception {
    return house.send(house.request("/api/v1/clubs", token).header("idempotency-key", key)
        .header("content-type", "application/json")
        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body.encode())).build());
  }

  private static HttpResponse<String> login(House house, String email, String password) throws Exception {
    return house.post("/api/v1/sessions", null,
        new JsonObject().put("email", email).put("password", password));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aSuspendedClubIsShutOutAtEveryDoorAndThenGoesOnWhereItWas(int processes) throws Exception {
    var shapes = processes == 1 ? Processes.ONE : Processes.THREE;
    try (var house = House.start(directory.resolve("data" + processes), SETTINGS, shapes);
        var grpc = new WallGrpc(house)) {
      new Suspension(house, grpc).isWholeAndEnds();
    }
  }

  /** Everybody who acts for one club, and what becomes of it. */
  private static final class Suspension {
    private final House house;
    private final WallGrpc grpc;
    private final String operator;
    private final JsonObject pair;
    private final String admin;
    private final Kiosk kiosk;
    private final String kioskToken;
    private final String program;
    private final String club;
    private final String partner;
    private final String partnerKiosk;
    private int scans;

    Suspension(House house, WallGrpc grpc) throws Exception {
      this.house = house;
      this.grpc = grpc;
      operator = house.token(OPERATOR);
      pair = new JsonObject(login(house, ADMIN, house.password(ADMIN)).body());
      admin = pair.getString("token");
      club = pair.getJsonObject("user").getString("clubId");
      kiosk = Kiosk.enrol(house, house.kioskCode("HARBOUR"));
      kioskToken = kiosk.token();
      program = new JsonObject(house.post("/api/v1/api-keys", admin,
          new JsonObject().put("name", "Till").put("permissions", new JsonArray().add("visit.read"))
              .put("endsAt", Instant.now().plusSeconds(86_400).toString()))
          .body()).getString("secret");
      partner = house.token("admin@city.example");
      partnerKiosk = Kiosk.enrol(house, house.kioskCode("CITY")).token();
    }

    void isWholeAndEnds() throws Exception {
      holds();
      try (var people = new OpenSockets(house, admin, "me");
          var device = new OpenSockets(house, kioskToken, "club:" + club);
          var others = new OpenSockets(house, partner, "me")) {
        long start = System.nanoTime();
        var told = standing("suspend", new JsonObject().put("reason", "its dues are not paid"));
        assertThat(told).contains("\"SUSPENDED\"", "its dues are not paid");
        people.isClosed("the federation (a person)", start);
        device.isClosed("the federation (a kiosk)", start);
        others.isOpen();
      }
      isShutOut();
      othersKnow();
      assertThat(standing("suspend", new JsonObject().put("reason", "once more")))
          .as("it was suspended already").contains("its dues are not paid");
      assertThat(standing("reinstate", new JsonObject())).contains("\"ACTIVE\"").doesNotContain("dues");
      Eventually.holds("a token from before is honoured again", () -> me(admin).statusCode() == 200);
      holds();
      Eventually.holds("partners are told the end, too", () -> notices().contains("takes part again"));
    }

    private String standing(String what, JsonObject body) throws Exception {
      var answer = house.post("/api/v1/clubs/" + club + "/" + what, operator, body);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    }

    private HttpResponse<String> me(String token) throws Exception {
      return house.get("/api/v1/me", token);
    }

    /** All that its people, devices and programs hold opens doors, and its members are admitted. */
    private void holds() throws Exception {
      assertThat(me(admin).statusCode()).isEqualTo(200);
      assertThat(house.get("/api/v1/inside", kioskToken).statusCode()).isEqualTo(200);
      assertThat(kiosk.token()).isNotEmpty();
      assertThat(house.get("/api/v1/visits", program).statusCode()).isEqualTo(200);
      assertThat(scan()).doesNotContain("CLUB_SUSPENDED");
    }

    private void isShutOut() throws Exception {
      for (var token : new String[]{admin, kioskToken, program}) {
        var answer = me(token);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains(SHUT_OUT);
      }
      assertThat(house.post("/graphql", admin, new JsonObject().put("query", "{ me { id } }")).body())
          .contains(SHUT_OUT);
      assertThat(grpc.call("Sessions/GetMe", new JsonObject(), admin).code()).isEqualTo(SHUT_OUT);
      refused(login(house, ADMIN, house.password(ADMIN)));
      refused(house.post("/api/v1/sessions/refresh", null,
          new JsonObject().put("refreshToken", pair.getString("refreshToken"))));
      refused(house.post("/api/v1/devices/token", null,
          new JsonObject().put("assertion", kiosk.assertion())));
      assertThat(scan()).contains("REFUSED", "CLUB_SUSPENDED");
    }

    private static void refused(HttpResponse<String> answer) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
      assertThat(answer.body()).contains(SHUT_OUT);
    }

    /** A member of the club at a partner's door. */
    private String scan() throws Exception {
      var scan = Kiosk.scan("HARBOUR", String.valueOf(1_000 + scans++));
      return house.post("/api/v1/check-ins", partnerKiosk, scan).body();
    }

    private void othersKnow() throws Exception {
      Eventually.holds("partners are told", () -> notices().contains("takes no part for the time being"));
      assertThat(notices()).as("why is between the club and the federation").doesNotContain("dues");
      assertThat(entry(partner)).contains("\"SUSPENDED\"").doesNotContain("dues");
      assertThat(entry(operator)).contains("\"SUSPENDED\"", "dues");
    }

    private String entry(@Nullable String token) throws Exception {
      return house.get("/api/v1/clubs/" + club, token).body();
    }

    private String notices() throws Exception {
      return house.get("/api/v1/me/notifications?pageSize=50", partner).body();
    }
  }
}
