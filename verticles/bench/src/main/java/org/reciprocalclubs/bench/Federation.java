package org.reciprocalclubs.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.bench.year.BenchTerms;

/**
 * Clubs, members and agreements to measure on, made through the platform's public doors. Every club has
 * agreed with {@link #PARTNERS} others; one member in {@link #SUSPENDED_EACH} is suspended and refused
 * everywhere.
 */
final class Federation {
  static final int CLUBS = 64;
  static final int PARTNERS = 32;
  static final int MEMBERS = 1_500;
  static final int SUSPENDED_EACH = 10;
  /** Codes are written {@code B10}, {@code B11}, ... and numbers from 1000: pgbench can compute both. */
  static final int FIRST_CODE = 10;
  static final int FIRST_NUMBER = 1_000;
  /** Of the one member of a club who has a login. */
  static final String LOGIN_NUMBER = "9000";
  private static final int AT_A_TIME = 8;
  private static final Duration RECORDED_WITHIN = Duration.ofMinutes(5);
  private static final Duration COME_AGAIN = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final String PASSWORD = "a-password-of-the-bench";
  private static final String SINCE = "2020-01-01";

  private final Door door;
  private final List<String> ids = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();

  Federation(Door door) {
    this.door = door;
  }

  /** Makes all of it. */
  void make(String operator) throws IOException {
    var report = door.post("/clubs/import", operator, "text/csv", clubs());
    var rows = report.getJsonArray("rows");
    if (rows.size() != CLUBS) {
      throw new IllegalStateException("The import of clubs answered " + report);
    }
    for (int club = 0; club < CLUBS; club++) {
      ids.add(rows.getJsonObject(club).getString("id"));
      tokens.add(admin(operator, club));
    }
    forEachClub(club -> door.post("/members/import", tokens.get(club), "text/csv", members()));
    forEachClub(club -> {
      for (int step = 1; step <= PARTNERS / 2; step++) {
        agree(club, (club + step) % CLUBS);
      }
    });
    forEachClub(this::awaitInForce);
  }

  /** Something to do for each club. */
  @FunctionalInterface
  private interface Task {
    void run(int club) throws IOException;
  }

  /** Several at a time: most of each is waiting. */
  private static void forEachClub(Task task) throws IOException {
    try (var threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Callable<@Nullable Void>> tasks = new ArrayList<>();
      for (int club = 0; club < CLUBS; club++) {
        int each = club;
        tasks.add(() -> {
          task.run(each);
          return null;
        });
      }
      for (var done : threads.invokeAll(tasks)) {
        done.get();
      }
    } catch (InterruptedException | ExecutionException failure) {
      throw new IOException(failure);
    }
  }

  /** Enrols that many kiosks, spread evenly over the clubs. */
  List<Kiosk> kiosks(int count) throws IOException, GeneralSecurityException {
    List<Kiosk> kiosks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int club = i % CLUBS;
      var code = door.post("/enrolment-codes", tokens.get(club), new JsonObject().put("name", "Desk " + i));
      kiosks.add(Kiosk.enrol(door, club, code.getString("code")));
    }
    return kiosks;
  }

  static String code(int club) {
    return "B" + (FIRST_CODE + club);
  }

  /** That club's id. */
  String id(int club) {
    return ids.get(club);
  }

  /** Makes one more member of that club, who has a login. */
  void member(int club) throws IOException {
    var user = door.post("/users", tokens.get(club), new JsonObject().put("email", email("member", club))
        .put("username", email("member", club)).put("password", PASSWORD).put("firstName", "Noor")
        .put("lastName", "Bench").put("role", "member"));
    door.post("/members", tokens.get(club), new JsonObject().put("userId", user.getString("id"))
        .put("memberNumber", LOGIN_NUMBER).put("membershipType", "REGULAR")
        .put("profile", new JsonObject().put("firstName", "Noor").put("lastName", "Bench")));
  }

  /** A new token of that club's administrator. */
  String adminToken(int club) throws IOException {
    return door.login(email("admin", club), PASSWORD);
  }

  /** A new token of the club's {@link #member}. */
  String memberToken(int club) throws IOException {
    return door.login(email("member", club), PASSWORD);
  }

  /** Signs the club's {@link #member} in, again where the platform has too much to do; how often that was. */
  int signIn(int club) throws IOException, InterruptedException {
    for (int refused = 0;; refused++) {
      try {
        memberToken(club);
        return refused;
      } catch (Door.Refused busy) {
        if (busy.status() != Door.UNAVAILABLE) {
          throw busy;
        }
        Thread.sleep(COME_AGAIN);
      }
    }
  }

  private static String email(String who, int club) {
    return who + "@" + code(club).toLowerCase(Locale.ROOT) + ".example";
  }

  private String admin(String operator, int club) throws IOException {
    var email = email("admin", club);
    door.post("/clubs/" + ids.get(club) + "/admins", operator, new JsonObject().put("email", email)
        .put("firstName", "Alex").put("lastName", "Bench").put("password", PASSWORD));
    return door.login(email, PASSWORD);
  }

  private void agree(int proposer, int partner) throws IOException {
    var agreement = door.post("/agreements", tokens.get(proposer), new JsonObject()
        .put("partnerClubId", ids.get(partner)).put("terms", terms()).put("effectiveDate", SINCE));
    door.post("/agreements/" + agreement.getString("id") + "/approve", tokens.get(partner), new JsonObject());
  }

  /** Agreements hold once the ledger has recorded them. */
  private void awaitInForce(int club) throws IOException {
    long end = System.nanoTime() + RECORDED_WITHIN.toNanos();
    while (new JsonObject(door.get("/agreements?status=APPROVED", tokens.get(club)))
        .getJsonObject("pageInfo").getInteger("total") > 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "The ledger has not recorded the agreements within " + RECORDED_WITHIN);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /** Terms with something to check: caps, guests, blackout days, a fee. */
  private static JsonObject terms() {
    return new JsonObject()
        .put("caps", new JsonObject().put("day", BenchTerms.DAY).put("month", BenchTerms.MONTH)
            .put("year", BenchTerms.YEAR))
        .put("guests", new JsonObject().put("max", BenchTerms.GUESTS))
        .put("blackouts",
            new JsonArray().add(new JsonObject().put("from", BenchTerms.CLOSED_FROM.toString())
                .put("to", BenchTerms.CLOSED_TO.toString()).put("reason", BenchTerms.CLOSED_FOR)))
        .put("fee", new JsonObject().put("basis", "PER_HEAD").put("route", "PAY_ON_LEAVING")
            .put("amount", new JsonObject().put("amount", BenchTerms.FEE_MINOR)
                .put("currency", BenchTerms.FEE_CURRENCY)));
  }

  private static String clubs() {
    var csv = new StringBuilder("code,name,kind,location,time_zone,country,currency\n");
    for (int club = 0; club < CLUBS; club++) {
      csv.append(code(club)).append(",Bench Club ").append(club)
          .append(",CITY,\"1 Bench Street, London\",Europe/London,GB,GBP\n");
    }
    return csv.toString();
  }

  private static String members() {
    var csv = new StringBuilder("number,first_name,last_name,membership_type,status\n");
    for (int member = 0; member < MEMBERS; member++) {
      csv.append(FIRST_NUMBER + member).append(",Member,Number ").append(member).append(",REGULAR,")
          .append(member % SUSPENDED_EACH == 0 ? "SUSPENDED" : "ACTIVE").append('\n');
    }
    return csv.toString();
  }
}
