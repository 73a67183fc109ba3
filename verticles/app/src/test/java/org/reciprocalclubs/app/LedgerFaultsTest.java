package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.app.Cable.Trouble;

/**
 * The whole platform, and a ledger that is slow, killed, cut off or answers nonsense, one after the other,
 * while visitors come in all the time. What is agreed meanwhile is in force when the ledger is back, not
 * before.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LedgerFaultsTest {
  private static final int MEMBERS = 4_000;
  /** Who come in before and after something is looked at. */
  private static final int FEW = 10;
  /** So many answers at least are nonsense: several of each kind. */
  private static final int NONSENSE = 16;
  /** Nobody is slowed down here; and what was tried in vain is tried again soon. */
  private static final Map<String, String> SETTINGS = Map.of("CLUBS_DEMO", "false",
      "CLUBS_EDGE_RATES_ADDRESS_BURST", "0", "CLUBS_EDGE_RATES_ACCOUNT_BURST", "0",
      "CLUBS_DATABASE_BACKGROUND_LEASE_RENEW", "200ms",
      "CLUBS_LEDGER_WAITS_ENDORSE", "5s", "CLUBS_LEDGER_WAITS_COMMIT", "3s",
      "CLUBS_LEDGER_TRIES_LONGEST", "1s", "CLUBS_LEDGER_BREAKER_PAUSE", "200ms",
      "CLUBS_LEDGER_BREAKER_LONGEST", "1s", "CLUBS_DATABASE_BACKGROUND_LEASE_TERM", "1s");

  @TempDir
  static Path directory;
  private static LedgerProcess ledger;
  private static House house;
  private static WallFederation federation;
  private static WallFederation.Club host;
  private static String office;
  private static Books books;
  private static SteadyVisitors visitors;
  private static int faults;

  @BeforeAll
  static void open() throws Exception {
    ledger = LedgerProcess.start(directory.resolve("ledger"));
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("CLUBS_LEDGER_NETWORK", ledger.profile().toString());
    house = House.start(directory.resolve("data"), settings);
    federation = new WallFederation(house);
    var clubs = federation.admit(List.of("HOST", "GUEST"));
    host = clubs.getFirst();
    office = federation.appoint(host, "Host");
    var guests = federation.appoint(clubs.getLast(), "Guest");
    register(guests);
    awaitState(agree(guests), "ACTIVE");
    books = new Books(house);
    var code = federation.ok(office, "POST", "/enrolment-codes", new JsonObject().put("name", "Front desk"));
    visitors = new SteadyVisitors(Kiosk.enrol(house, code.getString("code")), "GUEST", MEMBERS);
  }

  @AfterAll
  static void close() throws Exception {
    if (visitors != null) {
      visitors.end();
    }
    if (books != null) {
      books.close();
    }
    if (house != null) {
      house.close();
    }
    if (ledger != null) {
      ledger.close();
    }
  }

  private static void register(String guests) throws Exception {
    var csv = new StringBuilder("number,first_name,last_name\n");
    for (int i = 1; i <= MEMBERS; i++) {
      csv.append(i).append(",Member,Number ").append(i).append('\n');
    }
    federation.ok(guests, "POST", "/members/import", new JsonObject().put("content",
        Base64.getEncoder().encodeToString(csv.toString().getBytes(StandardCharsets.UTF_8))));
  }

  /** An agreement of the host with whose office that is, approved by both. */
  private static String agree(String other) throws Exception {
    var offer = federation.ok(other, "POST", "/agreements", new JsonObject().put("partnerClubId", host.id())
        .put("effectiveDate", "2026-01-01").put("terms", new JsonObject()));
    var approved = federation.ok(office, "POST", "/agreements/" + offer.getString("id") + "/approve",
        new JsonObject());
    assertThat(approved.getString("state")).isEqualTo("APPROVED");
    return approved.getString("id");
  }

  private static String state(String agreement) throws Exception {
    return federation.ok(office, "GET", "/agreements/" + agreement, null).getString("state");
  }

  private static void awaitState(String agreement, String wanted) throws Exception {
    Eventually.holds("the agreement is " + wanted, () -> state(agreement).equals(wanted));
  }

  /** Of the event with which a visit began; empty before it is in the log. */
  private static String receipt(String visit) throws Exception {
    var nodes = federation.ok(office, "GET", "/receipts?stream=" + visit, null).getJsonArray("nodes");
    return nodes.isEmpty() ? "" : nodes.getJsonObject(0).getString("state");
  }

  private interface Act {
    void perform() throws Exception;
  }

  /**
   * What happens in a time without a ledger, and what is made up for after it.
   *
   * @param struck how often something was not answered, or wrongly, and so the time is over after that many
   */
  private static void outage(Act injure, Act heal, IntSupplier struck, int times) throws Exception {
    int before = struck.getAsInt();
    injure.perform();
    var agreement = agree(federation.appoint(federation.neighbour(), "Neighbour"));
    String visit;
    try {
      visit = visitors.more(FEW);
      Eventually.holds("it is in the log", () -> !receipt(visit).isEmpty());
      Eventually.holds("the ledger was tried in vain",
          () -> books.triedInVain() > 0 && struck.getAsInt() >= before + times);
      visitors.more(FEW);
      assertThat(receipt(visit)).isEqualTo("LOGGED");
      assertThat(state(agreement)).isEqualTo("APPROVED");
      assertThat(house.get("/health/ready", null).statusCode()).isEqualTo(200);
    } finally {
      heal.perform();
    }
    awaitState(agreement, "ACTIVE");
    Eventually.holds("it is anchored", () -> receipt(visit).equals("ANCHORED"));
    assertThat(visitors.faults()).isEmpty();
  }

  private static void injected(String what, int count) {
    System.out.println(what + ": " + count + " times; " + visitors.admitted().size() + " came in so far");
    assertThat(count).as(what).isPositive();
    faults++;
  }

  @Test
  @Order(1)
  void aSlowLedgerRecordsLaterAndNobodyAtTheDoorWaitsForIt() throws Exception {
    int before = ledger.troubled();
    ledger.cables(Trouble.SLOW);
    var agreement = agree(federation.appoint(federation.neighbour(), "Neighbour"));
    var visit = visitors.more(FEW);
    awaitState(agreement, "ACTIVE");
    Eventually.holds("it is anchored", () -> receipt(visit).equals("ANCHORED"));
    ledger.cables(Trouble.NONE);
    assertThat(visitors.faults()).isEmpty();
    injected("the ledger was slow", ledger.troubled() - before);
  }

  @Test
  @Order(2)
  void aLedgerThatIsKilledIsMadeUpForWhenItIsBack() throws Exception {
    outage(ledger::kill, ledger::startAgain, ledger::killed, 1);
    injected("the ledger was killed", ledger.killed());
  }

  @Test
  @Order(3)
  void aLedgerThatIsCutOffIsMadeUpForWhenItIsBack() throws Exception {
    int before = ledger.troubled();
    outage(() -> ledger.cables(Trouble.SILENT), () -> ledger.cables(Trouble.NONE), ledger::troubled, 1);
    outage(() -> {
      ledger.cables(Trouble.SILENT);
      ledger.hangUp();
    }, () -> ledger.cables(Trouble.NONE), ledger::troubled, ledger.size());
    injected("a connection to the ledger, open or new, fell silent", ledger.troubled() - before);
  }

  @Test
  @Order(4)
  void bytesThatMeanNothingInPlaceOfALedgerMeanThatThereIsNone() throws Exception {
    int before = ledger.troubled();
    outage(() -> ledger.cables(Trouble.NOISE), () -> ledger.cables(Trouble.NONE), ledger::troubled,
        NONSENSE);
    injected("random bytes were the answer", ledger.troubled() - before);
  }

  @Test
  @Order(5)
  void answersThatMeanNothingInPlaceOfALedgersMeanThatThereIsNone() throws Exception {
    try (var babblers = new Babblers()) {
      outage(babblers::takeOver, ledger::leadBack, babblers::answers, NONSENSE);
      injected("statuses and messages of no ledger were the answer", babblers.answers());
    }
  }

  /** One for each peer, with its keys. */
  private static final class Babblers implements AutoCloseable {
    private final List<Babbler> all = new ArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();

    Babblers() {
      for (int i = 0; i < ledger.size(); i++) {
        all.add(new Babbler(ledger.keys(i), answers));
      }
    }

    void takeOver() {
      ledger.lead(all.stream().map(Babbler::port).toList());
    }

    int answers() {
      return answers.get();
    }

    @Override
    public void close() {
      all.forEach(Babbler::close);
    }
  }

  @Test
  @Order(6)
  void anAgreementThatWaitsForTheLedgerSurvivesAPowerCutOfThePlatform() throws Exception {
    visitors.end();
    ledger.kill();
    var agreement = agree(federation.appoint(federation.neighbour(), "Neighbour"));
    Eventually.holds("the ledger was tried in vain", () -> books.triedInVain() > 0);
    books.close();
    house.killAndStartAgain();
    books = new Books(house);
    assertThat(state(agreement)).isEqualTo("APPROVED");
    ledger.startAgain();
    awaitState(agreement, "ACTIVE");
    var events = federation.ok(office, "GET", "/agreements/" + agreement + "/history", null)
        .getJsonArray("nodes").stream().map(each -> ((JsonObject) each).getString("event")).toList();
    assertThat(events).containsOnlyOnce("AgreementActivated");
    injected("ledger and platform were without power", 1);
  }

  @Test
  @Order(7)
  void afterwardsEverythingStandsOnceOnTheLedgerAndAnAuditFindsNothing() throws Exception {
    var visits = visitors.admitted();
    System.out.println(visits.size() + " came in through " + faults + " kinds of faults");
    assertThat(visitors.faults()).isEmpty();
    assertThat(faults).as("kinds of faults injected").isEqualTo(6);
    Eventually.holds("every visit is a leaf", () -> books.leavesOf(visits) >= visits.size());
    Eventually.holds("the queue is empty", () -> books.unrecorded() == 0);

    assertThat(books.leavesOf(visits)).isEqualTo(visits.size());
    assertThat(books.leavesUnderOtherThanOneAnchor()).isEmpty();
    assertThat(books.transactions("FAILED")).isEmpty();
    audit();
    var recorded = books.transactions("CONFIRMED");
    assertThat(recorded).doesNotHaveDuplicates().isNotEmpty();
    try (var blocks = ledger.opened()) {
      assertThat(LedgerBlocks.valid(blocks)).containsExactlyInAnyOrderElementsOf(recorded);
    }
  }

  /** As deploy/audit does it. */
  private static void audit() throws Exception {
    var report = directory.resolve("audit.txt");
    var audit = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC",
        "-cp", System.getProperty("java.class.path"), AuditTool.class.getName(), "--data",
        house.data().toString(), "--network", ledger.network().toString())
        .directory(House.repository().toFile()).redirectErrorStream(true)
        .redirectOutput(report.toFile());
    audit.environment().put("CLUBS_LOG_LEVEL", "ERROR");
    var process = audit.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    var said = Files.readString(report);
    System.out.print(said);
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).contains(": 0 findings");
  }
}
