package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every REST operation, read from the description that the running door publishes, called by people who may not: without a
 * token, with one that is none, with too few rights, and with the ids of a club with which there is no agreement.
 */
class WallTest {
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 409, 415, 422);
  /** What anyone may call; all else needs a token. */
  private static final Set<String> PUBLIC = Set.of("POST /api/v1/sessions", "POST /api/v1/sessions/refresh",
      "POST /api/v1/users/register", "POST /api/v1/devices", "POST /api/v1/devices/token",
      "GET /api/v1/trust-list");

  @TempDir
  static Path directory;
  private static House house;
  private static List<Operation> operations;

  private record Operation(String method, String path) {
    String name() {
      return method + " " + path;
    }
  }

  @BeforeAll
  static void open() throws Exception {
    house = House.start(directory.resolve("data"));
    operations = new ArrayList<>();
    var paths = new JsonObject(house.get("/api/v1/openapi.json", null).body()).getJsonObject("paths");
    for (var path : paths.fieldNames()) {
      for (var method : paths.getJsonObject(path).fieldNames()) {
        if (Set.of("get", "post", "put", "patch", "delete").contains(method)) {
          var full = path.startsWith("/api/") || path.startsWith("/.well-known") ? path : "/api/v1" + path;
          operations.add(new Operation(method.toUpperCase(java.util.Locale.ROOT), full));
        }
      }
    }
    assertThat(operations).as("operations of the door").hasSizeGreaterThan(40);
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @Test
  void withoutATokenNothingIsAnsweredButWhatIsPublic() throws Exception {
    Map<String, Integer> open = new TreeMap<>();
    for (var operation : operations) {
      if (!isPublic(operation)) {
        record(open, operation, call(operation, null, "00000000-0000-7000-8000-000000000000"), Set.of(401));
      }
    }
    assertThat(open).isEmpty();
  }

  @Test
  void aTokenThatIsNoneIsRefused() throws Exception {
    Map<String, Integer> open = new TreeMap<>();
    for (var operation : operations) {
      if (!isPublic(operation)) {
        record(open, operation, call(operation, "eyJhbGciOiJub25lIn0.e30.", "0"), Set.of(401));
      }
    }
    assertThat(open).isEmpty();
  }

  @Test
  void aMemberMayNotDoWhatStaffMay() throws Exception {
    var member = house.token("member@city.example");
    for (var path : List.of("/members", "/visits", "/users", "/devices", "/inside")) {
      assertThat(house.get("/api/v1" + path, member).statusCode()).as(path).isEqualTo(403);
    }
    var scan = Kiosk.scan("HARBOUR", "1000");
    assertThat(house.post("/api/v1/check-ins", member, scan).statusCode()).isEqualTo(403);
    assertThat(house.post("/api/v1/enrolment-codes", member, new JsonObject().put("name", "x")).statusCode())
        .isEqualTo(403);
  }

  /** The City Club has no agreement with the Dune Golf Club: to City nothing of Dune's but its address exists. */
  @Test
  void withAnotherClubsIdsNoRowOfThatClubComesOut() throws Exception {
    var stranger = house.token("admin@city.example");
    var owner = house.token("admin@dune.example");
    List<String> foreign = new ArrayList<>(ids(owner, "/api/v1/members?pageSize=3"));
    foreign.addAll(ids(owner, "/api/v1/agreements"));
    foreign.addAll(ids(owner, "/api/v1/users"));
    assertThat(foreign).hasSizeGreaterThan(3);
    Map<String, Integer> leaks = new TreeMap<>();
    for (var operation : operations) {
      if (operation.path().contains("{") && !isPublic(operation)
          && !operation.path().startsWith("/api/v1/clubs")) {
        for (var id : foreign) {
          record(leaks, operation, call(operation, stranger, id), REFUSALS);
        }
      }
    }
    assertThat(leaks).isEmpty();
    for (var list : List.of("/members?pageSize=100", "/agreements?pageSize=100", "/visits", "/users",
        "/devices",
        "/inside")) {
      var answer = house.get("/api/v1" + list, stranger);
      assertThat(answer.statusCode()).as(list).isEqualTo(200);
      assertThat(foreign).as(list).noneMatch(answer.body()::contains);
    }
  }

  @Test
  void theSameWallsStandBehindGraphQl() throws Exception {
    var stranger = house.token("admin@city.example");
    var owner = house.token("admin@dune.example");
    var member = ids(owner, "/api/v1/members?pageSize=1").getFirst();
    var agreement = ids(owner, "/api/v1/agreements").getFirst();
    var query = "{ member(id: \"" + member + "\") { id } reciprocalAgreement(id: \"" + agreement
        + "\") { id } "
        + "memberByNumber(memberNumber: \"DUNE-1001\") { id } }";
    var answer = new JsonObject(
        house.post("/graphql", stranger, new JsonObject().put("query", query)).body());
    assertThat(answer.getJsonObject("data").getMap())
        .allSatisfy((field, value) -> assertThat(value).as(field).isNull());
    assertThat(answer.encode()).doesNotContain("Number 1\"");
    assertThat(
        house.post("/graphql", null, new JsonObject().put("query", "{ members { nodes { id } } }")).body())
        .contains("UNAUTHENTICATED").doesNotContain(member);
  }

  private static void record(Map<String, Integer> faults, Operation operation, int status,
      Set<Integer> allowed) {
    if (!allowed.contains(status)) {
      faults.put(operation.name(), status);
    }
  }

  private static int call(Operation operation, @Nullable String token, String id) throws Exception {
    var path = operation.path().replaceAll("\\{[^}]+}", id);
    var body = operation.method().equals("GET") || operation.method().equals("DELETE")
        ? null
        : new JsonObject();
    return house.send(operation.method(), path, token, body).statusCode();
  }

  private static List<String> ids(String token, String path) throws Exception {
    JsonArray nodes = new JsonObject(house.get(path, token).body()).getJsonArray("nodes");
    return nodes.stream().map(JsonObject.class::cast).map(node -> node.getString("id")).toList();
  }

  private static boolean isPublic(Operation operation) {
    return PUBLIC.contains(operation.name()) || operation.path().startsWith("/.well-known");
  }
}
