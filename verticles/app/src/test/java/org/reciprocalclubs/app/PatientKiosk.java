package org.reciprocalclubs.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A kiosk that does not give up: what was not answered is sent again under the same scan id or key, for as long
 * as the house is away. For one thread at a time.
 */
final class PatientKiosk {
  private static final long TOKEN_NANOS = Duration.ofMinutes(10).toNanos();
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration BREATH = Duration.ofMillis(50);

  private final House house;
  private final Kiosk kiosk;
  private final int number;
  private final Journal journal;
  private final List<String> inside = new ArrayList<>();
  private @Nullable String token;
  private long since;

  PatientKiosk(House house, Kiosk kiosk, int number, Journal journal) {
    this.house = house;
    this.kiosk = kiosk;
    this.number = number;
    this.journal = journal;
  }

  Journal.Entry checkIn(MonthPlan.Step step) throws Exception {
    var scan = Kiosk.scan(step.club(), String.valueOf(step.number()));
    if (step.guests() > 0) {
      var guests = new JsonArray();
      for (int i = 0; i < step.guests(); i++) {
        guests.add(new JsonObject().put("name", "Guest " + i).put("relation", "FRIEND"));
      }
      scan.put("guests", guests);
    }
    var entry = journal.heard(number, scan, checkIn(scan));
    if (step.repeated()) {
      checkInAgain(entry);
    }
    return entry;
  }

  void checkInAgain(Journal.Entry entry) throws Exception {
    journal.heardAgain(entry, checkIn(entry.scan()));
  }

  private HttpResponse<String> checkIn(JsonObject scan) throws Exception {
    return patiently("/api/v1/check-ins", scan, true);
  }

  void staysInside(String visit) {
    inside.add(visit);
  }

  /** Whoever stayed inside leaves now, but for every fourth. */
  void checkOutMost() throws Exception {
    List<String> staying = new ArrayList<>();
    for (int i = 0; i < inside.size(); i++) {
      if (i % 4 == 3) {
        staying.add(inside.get(i));
      } else {
        checkOut(inside.get(i));
      }
    }
    inside.clear();
    inside.addAll(staying);
  }

  void checkOut(String visit) throws Exception {
    patiently("/api/v1/visits/" + visit + "/check-out", new JsonObject(), true);
    journal.checkedOut(visit);
  }

  private HttpResponse<String> patiently(String path, JsonObject body, boolean withToken) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    var key = UUID.randomUUID().toString();
    while (true) {
      var answer = attempt(path, body, key, withToken);
      if (answer != null && answer.statusCode() == 200) {
        return answer;
      }
      boolean refused = answer != null && !Office.COME_AGAIN.contains(answer.statusCode());
      if (refused || System.nanoTime() > end) {
        throw new AssertionError(path + " " + (answer == null ? "no answer" : answer.body()));
      }
      journal.unanswered();
      Thread.sleep(BREATH);
    }
  }

  private @Nullable HttpResponse<String> attempt(String path, JsonObject body, String key, boolean withToken)
      throws Exception {
    try {
      return house.send(house.request(path, withToken ? token() : null).header("idempotency-key", key)
          .header("content-type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body.encode())).build());
    } catch (IOException gone) {
      return null;
    }
  }

  /** A token outlives movements of the platform's clock, and restarts: only real time ends it. */
  private String token() throws Exception {
    var current = token;
    if (current == null || System.nanoTime() - since > TOKEN_NANOS) {
      var answer = patiently("/api/v1/devices/token", new JsonObject().put("assertion", kiosk.assertion()),
          false);
      current = new JsonObject(answer.body()).getString("token");
      token = current;
      since = System.nanoTime();
    }
    return current;
  }
}
