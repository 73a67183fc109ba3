package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.auth.keys.Totp;

/**
 * A day at a club through the public doors: afterwards the audit trail tells all of it, and the logs and
 * traces of it tell no secret and of nobody.
 */
class AuditJourneyTest {
  private static final String ADMIN = "admin@harbour.example";
  private static final String AUDITOR = "auditor@harbour.example";
  private static final String DESK = "desk@city.example";
  private static final String MEMBER = "member@harbour.example";
  private static final String NEW_LOGIN = "orlanda.quist@harbour.example";
  private static final String FIRST = "Zebedee";
  private static final String LAST = "Quarterstaff";
  private static final String PHONE = "+44 20 7946 0958";
  private static final String PASSWORD = "seven little otters swim";
  private static final String RESET = "eleven grey herons stand";

  @TempDir
  Path directory;

  /** Whatever must not be told: secrets, and what tells who somebody is. */
  private final TreeSet<String> unspeakable = new TreeSet<>(
      List.of(NEW_LOGIN, FIRST, LAST, PHONE, PASSWORD, RESET, ADMIN, AUDITOR, DESK, MEMBER));

  @Test
  void whatHappensIsInTheTrailAndNothingPersonalOrSecretInLogsAndTraces() throws Exception {
    try (var spans = Spans.open(); var mails = new Postbox()) {
      Map<String, String> settings = new HashMap<>(mails.settings());
      settings.put("CLUBS_TRACING_ENDPOINT", spans.endpoint());
      settings.put("CLUBS_TRACING_SAMPLED", "1");
      settings.put("CLUBS_AUDIT_SEAL", "500ms");
      var house = House.start(directory.resolve("data"), settings);
      try (house) {
        for (String email : List.of(ADMIN, AUDITOR, DESK, MEMBER)) {
          unspeakable.add(house.password(email));
        }
        var member = aMemberIsEnteredReadAndChanged(house);
        aLoginIsMadeAndItsPasswordReset(house, mails);
        var user = itEnrolsASecondFactor(house);
        aVisitorComes(house);
        theTrailTellsIt(house, member);
        theTrailTellsOfTheFactor(house, user);
        theHeadIsALeafOfTheLog(house);
        whatIsWrongIsToldWithoutRepeatingIt(house);
      }
      var logs = logs(house);
      assertThat(logs).as("there are logs").contains("Ready");
      var traces = spans.all().stream().map(span -> span.name() + span.facts())
          .collect(Collectors.joining("\n"));
      assertThat(traces).as("there are traces").contains("Members/GetMember");
      assertThat(told(logs)).as("in logs").isEmpty();
      assertThat(told(traces)).as("in traces").isEmpty();
    }
  }

  private List<String> told(String text) {
    return unspeakable.stream().filter(text::contains).toList();
  }

  private static String logs(House house) throws Exception {
    var all = new StringBuilder();
    try (var files = Files.list(house.data())) {
      for (Path file : files.filter(each -> each.getFileName().toString().endsWith(".log")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private String token(House house, String email) throws Exception {
    var pair = new JsonObject(house.post("/api/v1/sessions", null,
        new JsonObject().put("email", email).put("password", house.password(email))).body());
    unspeakable.add(pair.getString("token"));
    unspeakable.add(pair.getString("refreshToken"));
    return pair.getString("token");
  }

  private String aMemberIsEnteredReadAndChanged(House house) throws Exception {
    var admin = token(house, ADMIN);
    var me = ok(house.get("/api/v1/me", admin).body());
    var profile = new JsonObject().put("firstName", FIRST).put("lastName", LAST).put("phoneNumber", PHONE);
    var entered = ok(house.post("/api/v1/members", admin,
        new JsonObject().put("membershipType", "REGULAR").put("profile", profile)).body());
    var id = entered.getString("id");
    ok(house.get("/api/v1/members/" + id, admin).body());
    ok(house.send("PATCH", "/api/v1/members/" + id, admin,
        new JsonObject().put("profile", profile.copy().put("lastName", LAST + "e"))).body());
    assertThat(me.getString("email")).isEqualTo(ADMIN);
    return id;
  }

  private void aLoginIsMadeAndItsPasswordReset(House house, Postbox mails) throws Exception {
    var admin = token(house, ADMIN);
    ok(house.post("/api/v1/users", admin, new JsonObject().put("email", NEW_LOGIN).put("password", PASSWORD)
        .put("username", NEW_LOGIN).put("firstName", FIRST).put("lastName", LAST).put("role", "staff"))
        .body());
    house.post("/api/v1/password/forgotten", null, new JsonObject().put("email", NEW_LOGIN));
    var key = ok(house.post("/api/v1/api-keys", admin, new JsonObject().put("name", "till")
        .put("permissions", new JsonArray().add("visit.read")).put("endsAt", "2027-02-01T00:00:00Z")).body());
    unspeakable.add(key.getString("secret"));
    house.get("/api/v1/inside", key.getString("secret"));
  }

  /** Codes of six digits are not looked for: they are found in any number that is long enough. */
  private String itEnrolsASecondFactor(House house) throws Exception {
    var pair = ok(house.post("/api/v1/sessions", null,
        new JsonObject().put("email", NEW_LOGIN).put("password", PASSWORD)).body());
    var begun = ok(house.post("/api/v1/me/factors/totp", pair.getString("token"),
        new JsonObject().put("name", "telephone")).body());
    var code = Totp.code(Base32.decode(begun.getString("secret")), Totp.step(Instant.now()));
    var confirmed = ok(house.post("/api/v1/me/factors/" + begun.getString("id") + "/confirm",
        pair.getString("token"), new JsonObject().put("code", code)).body());
    unspeakable.addAll(List.of(pair.getString("token"), pair.getString("refreshToken"),
        begun.getString("secret"), confirmed.getString("token")));
    confirmed.getJsonArray("recoveryCodes").forEach(each -> unspeakable.add((String) each));
    return pair.getJsonObject("user").getString("id");
  }

  private void aVisitorComes(House house) throws Exception {
    var code = house.kioskCode("CITY");
    unspeakable.add(code);
    var kiosk = Kiosk.enrol(house, code);
    var token = kiosk.token();
    unspeakable.add(token);
    var answer = ok(kiosk.checkIn(token, Kiosk.scan("HARBOUR", "1000")).body());
    unspeakable.add(answer.getJsonObject("visitor").getString("name"));
    var desk = token(house, DESK);
    ok(house.get("/api/v1/inside", desk).body());
    ok(house.get("/api/v1/visits.csv", desk).body(), false);
  }

  private void theTrailTellsIt(House house, String member) throws Exception {
    var auditor = token(house, AUDITOR);
    Eventually.holds("the trail has all of it",
        () -> entries(house, auditor, "subjectId=" + member).size() >= 3);
    var entries = entries(house, auditor, "subjectId=" + member);
    assertThat(entries).extracting(each -> each.getString("operation"))
        .containsExactly("MemberProfileChanged", "Members/GetMember", "MemberJoined");
    var changed = entries.getFirst();
    assertThat(changed.getString("before")).contains(LAST).doesNotContain(LAST + "e");
    assertThat(changed.getString("after")).contains(LAST + "e");
    assertThat(entries).allSatisfy(each -> {
      assertThat(each.getString("network")).isEqualTo("127.0.0.0/24");
      assertThat(each.getString("actorId")).isNotEmpty();
    });
    assertThat(house.get("/api/v1/audit-entries", token(house, "manager@harbour.example")).statusCode())
        .isEqualTo(403);
    Eventually.holds("that it was read is an entry, too",
        () -> !entries(house, auditor, "operation=" + encoded("AuditEntries/ListAuditEntries")).isEmpty());
    var csv = house.get("/api/v1/audit-entries.csv?subjectId=" + member, auditor);
    assertThat(csv.headers().firstValue("content-type").orElseThrow()).startsWith("text/csv");
    assertThat(csv.body()).startsWith("number,id,at,kind,operation").contains("MemberJoined");
    var lines = house.get("/api/v1/audit-entries.jsonl?subjectId=" + member, auditor).body();
    assertThat(lines.lines().map(line -> new JsonObject(line).getString("operation")))
        .startsWith("MemberJoined", "Members/GetMember", "MemberProfileChanged");
  }

  private void theTrailTellsOfTheFactor(House house, String user) throws Exception {
    var auditor = token(house, AUDITOR);
    Eventually.holds("the trail tells of the second factor",
        () -> entries(house, auditor, "subjectId=" + user).stream()
            .map(each -> each.getString("operation")).collect(Collectors.toSet())
            .containsAll(List.of("UserCreated", "Factors/BeginTotp", "FactorAdded")));
  }

  private void theHeadIsALeafOfTheLog(House house) throws Exception {
    var auditor = token(house, AUDITOR);
    Eventually.holds("a seal of the chain has a receipt", () -> {
      var seals = entries(house, auditor, "kind=SEAL");
      return !seals.isEmpty()
          && house.get("/api/v1/receipts/" + seals.getLast().getString("id"), auditor).body()
              .contains("AuditChainSealed");
    });
  }

  /** Requests that fail are where a log repeats what was sent. */
  private void whatIsWrongIsToldWithoutRepeatingIt(House house) throws Exception {
    var admin = token(house, ADMIN);
    house.post("/api/v1/sessions", null, new JsonObject().put("email", NEW_LOGIN).put("password", RESET));
    house.post("/api/v1/members", admin, new JsonObject().put("profile",
        new JsonObject().put("firstName", FIRST).put("lastName", List.of(LAST))));
    house.get("/api/v1/members/" + LAST, admin);
    house.get("/api/v1/members/by-number/" + encoded(PHONE), admin);
    house.get("/api/v1/inside", admin + "x");
    house.post("/graphql", admin, new JsonObject().put("query", "{ member(id: \"" + LAST + "\") { id } }"));
    house.post("/graphql", admin,
        new JsonObject().put("query", "{ " + LAST + "(email: \"" + NEW_LOGIN + "\") }"));
    house.post("/api/v1/sessions/refresh", null, new JsonObject().put("refreshToken", "rt_" + RESET));
  }

  private static List<JsonObject> entries(House house, String token, String query) throws Exception {
    var answer = new JsonObject(house.get("/api/v1/audit-entries?pageSize=100&" + query, token).body());
    List<JsonObject> entries = new ArrayList<>();
    answer.getJsonArray("nodes", new JsonArray()).forEach(each -> entries.add((JsonObject) each));
    return entries;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonObject ok(String answer) {
    assertThat(answer).doesNotContain("\"code\":\"VALIDATION").doesNotContain("\"type\":\"/problems");
    return new JsonObject(answer);
  }

  private static void ok(String answer, boolean json) {
    assertThat(answer).doesNotContain("\"type\":\"/problems");
    assertThat(answer.startsWith("{")).isEqualTo(json);
  }
}
