package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A month of a federation of real clubs, through the public doors, and a recount of it afterwards. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonthJourneyTest {
  /** A month in which clocks change in America; ahead of today, so that nothing made today lies in its future. */
  @SuppressWarnings("TimeInStaticInitializer") // the day of this run is meant, the same for all of it
  private static final YearMonth MONTH = YearMonth.of(LocalDate.now(ZoneOffset.UTC).getYear() + 1,
      Month.MARCH);

  private static final long SEED = Long.getLong("month.seed", 20_260_616);
  private static final int POWER_CUT = 16;
  /** So many answers into the wave of the power cut. */
  private static final int MISHAP_AFTER = 150;
  /** Of many faults alike, the first tell enough. */
  private static final int SHOWN = 5;
  private static final Set<String> VERDICTS = Set.of("ADMITTED", "OWN_CLUB", "NO_AGREEMENT",
      "AGREEMENT_NOT_YET",
      "AGREEMENT_SUSPENDED", "AGREEMENT_EXPIRED", "UNKNOWN_MEMBER", "MEMBER_SUSPENDED", "MEMBER_PENDING",
      "MEMBER_LAPSED", "MEMBER_RESIGNED", "ALREADY_INSIDE", "BLACKOUT", "CLOSED_DAY", "CLOSED_HOURS",
      "BOOKING_NEEDED", "LETTER_NEEDED", "RESIDENT", "TOO_MANY_GUESTS", "CAP_DAY_REACHED",
      "CAP_MONTH_REACHED", "CAP_YEAR_REACHED");
  private static final int CLUBS = 68;
  private static final int TELEPHONES_MISSING = 20;
  /** Of the club in New Zealand, from 1: both signs of its position are the wrong way round. */
  private static final int ROW_OF_THE_WRONG_POSITION = 49;

  @TempDir
  static Path directory;
  private static Path data;
  private static House house;
  private static RealFederation federation;
  private static Paperwork paperwork;
  private static Journal journal;
  private static KioskFleet fleet;
  private static NatsFaults nats;
  private static int powerCuts;

  @BeforeAll
  static void open() throws Exception {
    var folder = System.getenv("CLUBS_TEST_DATA");
    assumeTrue(folder != null && !folder.isBlank(),
        "CLUBS_TEST_DATA is not set: no month was played with the real clubs");
    data = Path.of(Objects.requireNonNull(folder));
    house = House.start(directory.resolve("data"), Map.of("CLUBS_DEMO", "false"));
    federation = new RealFederation(house, MONTH);
    paperwork = new Paperwork(federation);
    journal = new Journal();
    fleet = new KioskFleet(house, journal);
    nats = new NatsFaults(house);
    federation.clock(MONTH.atDay(1).minusDays(2).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC));
  }

  @AfterAll
  static void close() throws Exception {
    if (house != null) {
      house.close();
    }
  }

  @Test
  @Order(1)
  void theRealClubsComeInAndEveryGapAndTheWrongPositionAreReported() throws Exception {
    var file = data.resolve("clubs.geojson");
    var trial = federation.importClubs(file, true);
    assertThat(trial.getBoolean("applied", false)).isFalse();
    assertThat(trial.getInteger("created")).isEqualTo(CLUBS);

    var report = federation.importClubs(file, false);

    assertThat(report.getBoolean("applied")).isTrue();
    assertThat(report.getInteger("created")).isEqualTo(CLUBS);
    assertThat(report.getInteger("rejected", 0)).isZero();
    var rows = rows(report);
    for (var gap : List.of("TIME_ZONE_DERIVED", "COUNTRY_DERIVED", "CURRENCY_DERIVED", "CODE_DERIVED")) {
      assertThat(rows).as(gap).allMatch(row -> says(row, gap));
    }
    var wrong = rows.stream().filter(row -> says(row, "POSITION_OUTSIDE_REGION")).toList();
    assertThat(wrong).hasSize(1);
    assertThat(wrong.getFirst().encode()).contains("latitude -36.83", "longitude 174.74");
    assertThat(wrong.getFirst().getInteger("row")).isEqualTo(ROW_OF_THE_WRONG_POSITION);
    assertThat(rows.stream().filter(row -> says(row, "VALUE_MISSING"))).as("rows without a telephone")
        .hasSize(TELEPHONES_MISSING);
  }

  @Test
  @Order(2)
  void theSameFileAgainChangesNothing() throws Exception {
    var again = federation.importClubs(data.resolve("clubs.geojson"), false);
    assertThat(again.getInteger("unchanged")).isEqualTo(CLUBS);
  }

  @Test
  @Order(3)
  void theClubsBringTheirMembersAndSignTheirAgreements() throws Exception {
    federation.appointAdmins();
    federation.importMembers();
    federation.agree();
    paperwork.introduce();
    var kiosks = federation.enrolKiosks();
    fleet.enlist(kiosks);

    assertThat(federation.clubs()).hasSize(CLUBS);
    assertThat(kiosks).hasSize(50);
    var collection = Files.readString(data.resolve("programmes.md"));
    assertThat(Programmes.of(MONTH)).hasSize((int) Programmes.rules(collection).count())
        .allMatch(programme -> collection.contains(programme.source()));
  }

  @Test
  @Order(4)
  void theKiosksPlayTheMonthThroughAnOutageAndAPowerCut() throws Exception {
    System.out.println("The month " + MONTH + " is played from seed " + SEED + " (-Dmonth.seed)");
    for (var wave : MonthPlan.of(federation, SEED)) {
      federation.clock(wave.at());
      boolean evening = wave.at().isAfter(MONTH.atDay(wave.day()).atTime(20, 0).toInstant(ZoneOffset.UTC));
      if (!evening) {
        federation.awaitBegun(MONTH.atDay(wave.day()));
        morning(wave.day());
        paperwork.announce(wave);
      }
      if (wave.day() == POWER_CUT && evening) {
        fleet.play(wave, MISHAP_AFTER, house::killAndStartAgain);
        powerCuts++;
        fleet.askAgain(200, SEED);
      } else {
        fleet.play(wave);
      }
    }
    System.out.println(journal.answers().size() + " check-ins, " + journal.repeatCount() + " repeats, "
        + journal.checkOuts().size() + " check-outs, " + journal.unansweredCount() + " requests unanswered, "
        + journal.writtenUnheardCount() + " of them written; " + nats.injected() + " outages of NATS, "
        + powerCuts + " power cut");
    assertThat(journal.answers()).hasSize(MonthPlan.CHECK_INS);
    assertThat(powerCuts + nats.injected()).as("faults injected").isEqualTo(3);
    assertThat(journal.unansweredCount()).as("requests that the power cut struck").isPositive();
  }

  /** What offices do in the month, and what befalls NATS. The kiosks rest meanwhile. */
  private static void morning(int day) throws Exception {
    switch (day) {
      case 5 -> nats.pause();
      case 8 -> {
        awaitBacklog();
        nats.resume();
      }
      case 10 -> members("suspend", federation.clubs());
      case 11 -> paperwork.revoke();
      case 12 -> federation.agreements().getFirst().host().office().post(
          "/api/v1/agreements/" + federation.agreements().getFirst().id() + "/suspend", new JsonObject());
      case POWER_CUT - 2 -> nats.kill();
      case 18 -> federation.agreements().getFirst().host().office().post(
          "/api/v1/agreements/" + federation.agreements().getFirst().id() + "/resume", new JsonObject());
      case 20 -> members("reactivate", federation.clubs().subList(0, CLUBS / 2));
      default -> {
        // an ordinary day
      }
    }
  }

  private static void members(String verb, List<RealFederation.Club> clubs) throws Exception {
    for (var club : clubs) {
      club.office().post("/api/v1/members/" + club.members().get("1008") + "/" + verb, new JsonObject());
    }
  }

  /** The outage is a real one: what happened meanwhile has not been published. */
  private static void awaitBacklog() throws Exception {
    Eventually.holds("the bridge lags", () -> house.get("/metrics", null).body().lines()
        .anyMatch(line -> line.startsWith("clubs_bridge_lag_events") && !line.endsWith(" 0.0")));
  }

  @Test
  @Order(5)
  void aRecountAgreesWithEveryVerdict() throws Exception {
    try (var books = new Books(house)) {
      var recount = new Recount(federation, journal);
      books.doorEvents().forEach(recount::event);
      System.out.println(recount.codes());
      assertThat(recount.faults().stream().limit(SHOWN)).isEmpty();
      assertThat(recount.codes().keySet()).as("verdicts that occur").containsAll(VERDICTS);
      System.out.println("admitted by " + recount.papers());
      assertThat(recount.papers()).as("admitted by what offices wrote").containsKeys("letter", "booking");
      var zones = federation.clubs().stream().map(RealFederation.Club::zone).collect(Collectors.toSet());
      var without = books.zonesToldOtherwise(zones, MONTH);
      System.out.println("PostgreSQL's clocks differ from the JDK's in " + without);
      assertThat(without).as("zones that PostgreSQL cannot recount").hasSizeLessThan(zones.size() - 2);
      assertThat(books.beyondCaps(federation.agreements(), without, 0)).as("visits beyond a cap").isEmpty();
      assertThat(books.beyondCaps(federation.agreements(), without, 1)).as("caps that were used up")
          .isNotEmpty();
      assertThat(books.contradictions(without).stream().limit(SHOWN)).as("rows that contradict events")
          .isEmpty();
      assertThat(books.visits(without)).as("days of visits by member and host")
          .isEqualTo(recount.visits(without));
    }
  }

  @Test
  @Order(6)
  void everyAnswerAskedForAgainIsTheSame() throws Exception {
    fleet.askAgain(500, SEED + 1);
  }

  @Test
  @Order(7)
  void everyEventIsPublishedOnceToEveryClubThatSeesIt() throws Exception {
    try (var books = new Books(house)) {
      books.awaitQuiet();
      var expected = books.announcements();
      var found = new ClubsStreamReader(house).read(expected.size());
      System.out.println(expected.size() + " announcements expected, " + found.size() + " found");
      // audit chains are sealed and anchored each minute: what that told meanwhile may be among what was found
      var known = books.announcements();
      assertThat(found.keySet().stream().filter(id -> !known.containsKey(id)).limit(SHOWN)).isEmpty();
      assertThat(expected.keySet().stream().filter(id -> !found.containsKey(id)).limit(SHOWN)).isEmpty();
      assertThat(
          found.entrySet().stream().filter(each -> !isOnce(each.getValue(), known.get(each.getKey())))
              .limit(SHOWN))
          .isEmpty();
    }
  }

  private static boolean isOnce(Map<String, Integer> subjects, @Nullable UUID club) {
    return subjects.size() == 1 && subjects.values().iterator().next() == 1
        && subjects.keySet().iterator().next().startsWith("clubs." + club + ".");
  }

  private static List<JsonObject> rows(JsonObject report) {
    return report.getJsonArray("rows").stream().map(JsonObject.class::cast).toList();
  }

  private static boolean says(JsonObject row, String code) {
    return row.getJsonArray("issues").stream().map(JsonObject.class::cast)
        .anyMatch(issue -> issue.getString("code").equals(code));
  }
}
