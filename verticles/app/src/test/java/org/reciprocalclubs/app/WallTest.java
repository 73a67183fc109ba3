package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.kit.auth.TestProvider;

/**
 * Every operation of every door, as the running house itself lists them: first called rightfully, and it
 * must return the club's data; then without a token, with tokens that do not hold, by people of the same
 * club with too few rights, and by people of a club that has nothing to do with it, with this club's ids
 * in each place where an id goes. Nothing of the club may come out: no row, no name, no count.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WallTest {
  /** Nobody is slowed down here: the limits have their own tests. */
  private static final Map<String, String> SETTINGS = Map.of("CLUBS_EDGE_RATES_ADDRESS_BURST", "0",
      "CLUBS_EDGE_RATES_ACCOUNT_BURST", "0", "CLUBS_EDGE_RATES_GUESSES_BY_ADDRESS_BURST", "0",
      "CLUBS_EDGE_RATES_GUESSES_BY_ACCOUNT_BURST", "0");
  /**
   * What belongs to the federation and not to one club: who its clubs are, how their passes are checked, and
   * as of when the log stands on the ledger.
   */
  private static final Set<String> EVERYBODYS = Set.of("transactions", "GET /transactions",
      "Transactions/ListTransactions", "clubs", "club", "GET /clubs", "GET /clubs/{id}",
      "Clubs/ListClubs", "Clubs/GetClub", "GET /trust-list", "Passes/GetTrustList", "GET /clock",
      "Clocks/GetClock");

  /** What differs each time that the same is read. */
  private static final String PASSING = "(date|x-correlation-id|ratelimit-\\w+)=(\\[[^]]*]|\\S+)"
      + "|\"(decidedAt|inputsHash)\":\"[^\"]*\"";

  private static final String NOT_ANCHORED = "\"proof\":{\"anchor\":null";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(200);

  @TempDir
  static Path directory;
  private static House house;
  private static Postbox postbox;
  private static TestProvider provider;
  private static WallGraph graph;
  private static WallGrpc grpc;
  private static List<WallDoor> doors;
  private static WallIntruder intruder;
  private static Map<String, String> before;

  @BeforeAll
  static void open() throws Exception {
    postbox = new Postbox();
    var settings = new HashMap<>(SETTINGS);
    settings.putAll(postbox.settings());
    settings.putAll(WallProvider.SETTINGS);
    provider = TestProvider.start();
    house = House.start(directory.resolve("data"), settings);
    graph = new WallGraph(house);
    grpc = new WallGrpc(house);
    doors = List.of(new WallRest(house), graph, grpc);
    var federation = new WallFederation(house, postbox, provider);
    var clubs = federation.admit(List.of("STRANGE", "FRIEND", "MARKED", "PARTNER"));
    var stranger = new WallClub(house, federation, clubs.subList(0, 2), "Bellwether");
    before = settled(stranger);
    var marked = new WallClub(house, federation, clubs.subList(2, 4), "Quillfeather");
    intruder = new WallIntruder(marked, stranger, federation.operator(), new WallTokens(house));
  }

  @AfterAll
  static void close() throws Exception {
    grpc.close();
    house.close();
    postbox.close();
    provider.close();
  }

  /** What it reads once all that it did is on the ledger: until then, proofs change by themselves. */
  private static Map<String, String> settled(WallClub club) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    Map<String, String> last = Map.of();
    for (var now = reads(club); !now.equals(last); now = reads(club)) {
      assertThat(System.nanoTime()).as("what %s did settles, and not %s", club, changed(last, now))
          .isLessThan(until);
      boolean underWay = now.values().stream().anyMatch(each -> each.contains(NOT_ANCHORED));
      last = underWay ? Map.of() : now;
      Thread.sleep(LOOK);
    }
    return last;
  }

  private static Map<String, String> changed(Map<String, String> last, Map<String, String> now) {
    Map<String, String> changed = new TreeMap<>(now);
    changed.entrySet().removeIf(each -> each.getValue().equals(last.get(each.getKey())));
    return changed;
  }

  /** Its people's lists, counts and own pages, whichever door they use. */
  private static Map<String, String> reads(WallClub club) throws Exception {
    Map<String, String> answers = new TreeMap<>();
    for (var door : doors) {
      for (var row : WallTable.read(door.name())) {
        if (row.operation().matches("(GET|query) .*|\\w+/(Get|List|Count)\\w+") && row.names().isEmpty()
            && !row.isPublic() && !EVERYBODYS.contains(row.operation().replaceFirst("^query ", ""))) {
          var answer = door.call(row.operation(), new JsonObject(row.input()), club.token(row.who()));
          assertThat(answer.isOk()).as(answer.toString()).isTrue();
          answers.put(door.name() + " " + row, answer.text().replaceAll(PASSING, ""));
        }
      }
    }
    return answers;
  }

  @Test
  @Order(1)
  void whatAClubReadsIsTheSameBeforeAndAfterAStrangersClubCameToLife() throws Exception {
    assertThat(before).hasSizeGreaterThan(30);
    assertThat(reads(intruder.stranger())).isEqualTo(before);
  }

  @Test
  @Order(2)
  void everyOperationThatADoorListsHasItsRightfulCallInTheTable() {
    for (var door : doors) {
      assertThat(WallTable.read(door.name()).stream().map(WallTable.Row::operation).distinct())
          .as(door.name()).containsExactlyInAnyOrderElementsOf(door.operations().keySet());
    }
    assertThat(grpc.platformServices()).containsExactlyInAnyOrder("grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection");
  }

  @Test
  @Order(3)
  void everyInputThatIsAnIdTakesItFromAClub() {
    for (var door : doors) {
      var rows = WallTable.read(door.name());
      door.operations().forEach(
          (operation, ids) -> assertThat(rows.stream().filter(row -> row.operation().equals(operation))
              .flatMap(row -> row.named().stream())).as(door.name() + " " + operation).containsAll(ids));
    }
  }

  @TestFactory
  @Order(4)
  Stream<DynamicTest> theWallsOfRest() {
    return walls(doors.get(0));
  }

  @TestFactory
  @Order(5)
  Stream<DynamicTest> theWallsOfGraphQl() {
    return walls(graph);
  }

  @TestFactory
  @Order(6)
  Stream<DynamicTest> theWallsOfGrpc() {
    return walls(grpc);
  }

  private static Stream<DynamicTest> walls(WallDoor door) {
    return WallTable.read(door.name()).stream()
        .filter(row -> !row.operation().startsWith("subscription "))
        .map(row -> DynamicTest.dynamicTest(row.operation(), () -> intruder.tries(door, row)));
  }

  @TestFactory
  @Order(7)
  Stream<DynamicTest> theWallsOfGraphQlSubscriptions() {
    var listener = new WallListener(house, graph, intruder);
    return WallTable.read("graphql").stream()
        .filter(row -> row.operation().startsWith("subscription "))
        .flatMap(row -> Stream.of(WallListener.Dialect.values()).map(dialect -> DynamicTest
            .dynamicTest(row + " " + dialect, () -> listener.subscribes(dialect, row))));
  }

  @Test
  @Order(8)
  void theWallsOfPush() throws Exception {
    new WallListener(house, graph, intruder).follows();
  }

  @Test
  @Order(9)
  void tokensThatOnlyTheTimeMakesWorthlessHoldWithoutIt() throws Exception {
    var token = intruder.marked().token("member");
    assertThat(house.get("/api/v1/me", intruder.tokens().again(token)).statusCode()).isEqualTo(200);
    assertThat(house.get("/api/v1/me", intruder.tokens().expired(token)).body()).contains("TOKEN_EXPIRED");
  }

  @Test
  @Order(10)
  void whatTheHouseTellsItsOperatorsHoldsNoClubsSecrets() throws Exception {
    for (var path : List.of("/metrics", "/health/live", "/health/ready", "/api/v1/openapi.json",
        "/api/v1/terms.schema.json")) {
      var told = house.get(path, null).body();
      assertThat(intruder.marked().secrets()).as(path).noneMatch(told::contains);
    }
    try (var files = Files.list(house.data())) {
      var logs = files.filter(file -> file.toString().endsWith(".log")).toList();
      assertThat(logs).isNotEmpty();
      for (var log : logs) {
        assertThat(Files.readString(log)).isNotEmpty().doesNotContain("Quillfeather", "@walls.example",
            WallFederation.PASSWORD);
      }
    }
  }

  @Test
  @Order(11)
  void everyFieldOfEveryTypeWasAskedFor() {
    assertThat(graph.selectedFields()).containsExactlyElementsOf(graph.allFields());
  }
}
