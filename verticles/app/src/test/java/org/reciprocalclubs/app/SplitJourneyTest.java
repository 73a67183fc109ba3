package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on three clustered processes (the doors; members and the desk; the rest), each of which is killed and
 * started again while kiosks go on.
 */
class SplitJourneyTest {
  private static final int KIOSKS = 6;
  /** The processes that start share the machine with the kiosks. */
  private static final Duration BETWEEN_VISITORS = Duration.ofMillis(50);

  @TempDir
  Path directory;
  private final Map<JsonObject, String> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger unanswered = new AtomicInteger();

  @Test
  void whateverProcessIsKilledNothingAcknowledgedIsLostAndTheJourneyGoesOn() throws Exception {
    try (var house = House.startSplit(directory.resolve("data"))) {
      var kiosk = Kiosk.enrol(house, house.kioskCode("CITY"));
      var token = kiosk.token();
      var going = new AtomicBoolean(true);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> lines = new ArrayList<>();
        for (int i = 0; i < KIOSKS; i++) {
          lines.add(threads.submit(() -> keepScanning(kiosk, token, going)));
        }
        int killed = killEachInTurn(house);
        going.set(false);
        for (var line : lines) {
          line.get();
        }
        System.out.printf("%d processes killed, %d scans acknowledged, %d sent again%n", killed,
            acknowledged.size(),
            unanswered.get());
        assertThat(killed).isEqualTo(Processes.THREE.size());
      }
      thePastIsUnchanged(house, kiosk);
    }
  }

  /** One line of visitors; a scan that was not answered is sent again, as a kiosk does. */
  private Void keepScanning(Kiosk kiosk, String token, AtomicBoolean going) throws Exception {
    while (going.get()) {
      var scan = Kiosk.scan("HARBOUR", "1000");
      acknowledged.put(scan, answered(kiosk, token, scan));
      LockSupport.parkNanos(BETWEEN_VISITORS.toNanos());
    }
    return null;
  }

  private String answered(Kiosk kiosk, String token, JsonObject scan) throws Exception {
    return Eventually.answer(() -> {
      var answer = kiosk.checkIn(token, scan);
      if (answer.statusCode() != 200) {
        unanswered.incrementAndGet();
        assertThat(answer.statusCode()).as(answer.body()).isIn(429, 500, 503, 504);
      }
      return answer;
    }, answer -> answer.statusCode() == 200).body();
  }

  private int killEachInTurn(House house) throws Exception {
    int killed = 0;
    for (var shape : Processes.THREE) {
      moreAreAcknowledged(20);
      house.processes().kill(shape);
      house.processes().start(shape);
      killed++;
    }
    moreAreAcknowledged(20);
    return killed;
  }

  /** The kiosks are served: after a start as before it. */
  private void moreAreAcknowledged(int more) throws Exception {
    int before = acknowledged.size();
    Eventually.holds("check-ins go on", () -> acknowledged.size() >= before + more);
  }

  private void thePastIsUnchanged(House house, Kiosk kiosk) throws Exception {
    var token = kiosk.token();
    for (var each : acknowledged.entrySet()) {
      assertThat(kiosk.checkIn(token, each.getKey()).body()).isEqualTo(each.getValue());
    }
    assertThat(acknowledged.values().stream().filter(answer -> answer.contains("\"decision\":\"ADMITTED\"")))
        .as("one visit a day is what the terms allow").hasSize(1);
    var member = house.token("member@harbour.example");
    Eventually.answer(() -> house.get("/api/v1/me/notifications", member), told -> new JsonObject(told.body())
        .getJsonObject("pageInfo").getInteger("total") >= acknowledged.size());
    var inbox = new JsonObject(house.get("/api/v1/me/notifications", member).body());
    assertThat(inbox.getJsonObject("pageInfo").getInteger("total")).as("each is told once").isEqualTo(
        acknowledged.size());
    var visits = new JsonObject(house.get("/api/v1/visits", house.token("desk@city.example")).body());
    assertThat(visits.getJsonArray("nodes")).hasSize(1);
  }
}
