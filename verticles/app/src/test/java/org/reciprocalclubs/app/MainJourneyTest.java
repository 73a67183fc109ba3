package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The main job, through the public doors of a process started as people start it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJourneyTest {
  @TempDir
  static Path directory;
  private static House house;
  private static Kiosk kiosk;

  @BeforeAll
  static void open() throws Exception {
    house = House.start(directory.resolve("data"));
    kiosk = Kiosk.enrol(house, house.kioskCode("CITY"));
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
    assertThat(house.exitValue()).as("a stop by signal is a clean one").isZero();
    assertThat(Files.exists(house.data().resolve("ready.json"))).isFalse();
  }

  @Test
  @Order(1)
  void aVisitorIsAdmittedAtAKioskAndHearsOfItInTheInbox() throws Exception {
    var answer = kiosk.checkIn(kiosk.token(), Kiosk.scan("HARBOUR", "1000"));

    assertThat(answer.statusCode()).isEqualTo(200);
    var verdict = new JsonObject(answer.body());
    assertThat(verdict.getString("decision")).isEqualTo("ADMITTED");
    assertThat(verdict.getJsonObject("verdict").getJsonObject("left").getInteger("month")).isEqualTo(3);
    var member = house.token("member@harbour.example");
    var inbox = Eventually.answer(() -> house.get("/api/v1/me/notifications", member),
        told -> told.body().contains("Welcome to City Club"));
    assertThat(inbox.statusCode()).isEqualTo(200);
  }

  @Test
  @Order(2)
  void theDeskSeesWhoIsInsideAndTheOfficeItsVisits() throws Exception {
    var staff = house.token("desk@city.example");
    var inside = house.get("/api/v1/inside", staff);
    assertThat(inside.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(inside.body()).getInteger("heads")).isEqualTo(1);
    var visits = house.get("/api/v1/visits?page=1&pageSize=5&status=CHECKED_IN", staff);
    assertThat(visits.statusCode()).as(visits.body()).isEqualTo(200);
    assertThat(new JsonObject(visits.body()).getJsonArray("nodes")).hasSize(1);
    var empty = house.get("/api/v1/inside", house.token("desk@summit.example"));
    assertThat(empty.statusCode()).as(empty.body()).isEqualTo(200);
  }

  @Test
  @Order(3)
  void kiosksRacingForTheLastVisitOfTheDayAdmitExactlyOne() throws Exception {
    var token = kiosk.token();
    var answers = together(16, () -> kiosk.checkIn(token, Kiosk.scan("HARBOUR", "1001")));

    assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
    assertThat(answers.stream().filter(answer -> answer.body().contains("\"decision\":\"ADMITTED\"")))
        .hasSize(1);
  }

  @Test
  @Order(4)
  void theSameScanIsAnsweredTheSameAlsoAfterThePowerWentOff() throws Exception {
    var scan = Kiosk.scan("HARBOUR", "1002");
    var first = kiosk.checkIn(kiosk.token(), scan);
    assertThat(first.body()).contains("ADMITTED");

    house.killAndStartAgain();
    var again = kiosk.checkIn(kiosk.token(), scan);

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("idempotency-hit")).contains("true");
    var other = scan.copy().put("facility", "DINING");
    assertThat(kiosk.checkIn(kiosk.token(), other).statusCode()).isEqualTo(409);
  }

  @Test
  @Order(5)
  void everyAcknowledgedAnswerIsOnDiskAndInTheStreamForOthersExactlyOnce() throws Exception {
    var token = kiosk.token();
    var answers = together(60, () -> kiosk.checkIn(token, Kiosk.scan("HARBOUR", "nobody")));
    assertThat(answers).allMatch(answer -> answer.body().contains("UNKNOWN_MEMBER"));

    var metrics = Eventually.answer(() -> house.get("/metrics", null),
        told -> value(told.body(), "clubs_bridge_lag_events") == 0);
    assertThat(value(metrics.body(), "clubs_bridge_lag_events")).isZero();
  }

  private static double value(String metrics, String name) {
    return metrics.lines().filter(line -> line.startsWith(name)).mapToDouble(
        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).findFirst().orElse(Double.NaN);
  }

  private static List<HttpResponse<String>> together(int times, Callable<HttpResponse<String>> request)
      throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> sent = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        sent.add(threads.submit(request));
      }
      List<HttpResponse<String>> answers = new ArrayList<>();
      for (var each : sent) {
        answers.add(each.get());
      }
      return answers;
    }
  }
}
