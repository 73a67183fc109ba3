package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the kiosks were told: every answer that was acknowledged, byte for byte. Thread-safe. */
final class Journal {
  private static final String HIT = "idempotency-hit";

  private final Map<String, Entry> answers = new ConcurrentHashMap<>();
  private final Set<String> checkOuts = ConcurrentHashMap.newKeySet();
  private final AtomicInteger repeats = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicInteger writtenUnheard = new AtomicInteger();

  /** A scan, the kiosk that sent it, and what it was told. */
  record Entry(int kiosk, JsonObject scan, String body) {
    JsonObject answer() {
      return new JsonObject(body);
    }

    boolean admitted() {
      return answer().getString("decision").equals("ADMITTED");
    }
  }

  /** The first answer that a kiosk heard. */
  Entry heard(int kiosk, JsonObject scan, HttpResponse<String> answer) {
    var entry = new Entry(kiosk, scan, answer.body());
    if (answers.putIfAbsent(scan.getString("scanId"), entry) != null) {
      throw new AssertionError("A scan id was made twice");
    }
    if (isHit(answer)) {
      writtenUnheard.incrementAndGet();
    }
    return entry;
  }

  /** An answer asked for again: it is the same, and says that it is a repeat. */
  void heardAgain(Entry first, HttpResponse<String> answer) {
    repeats.incrementAndGet();
    if (!answer.body().equals(first.body()) || !isHit(answer)) {
      throw new AssertionError("First " + first.body() + "\nthen " + answer.body() + " " + answer.headers());
    }
  }

  private static boolean isHit(HttpResponse<String> answer) {
    return answer.headers().firstValue(HIT).filter("true"::equals).isPresent();
  }

  void checkedOut(String visit) {
    checkOuts.add(visit);
  }

  /** A request got no answer: the other side was gone, or said that it could not. */
  void unanswered() {
    unanswered.incrementAndGet();
  }

  /** By scan id. */
  Map<String, Entry> answers() {
    return answers;
  }

  Set<String> checkOuts() {
    return checkOuts;
  }

  int repeatCount() {
    return repeats.get();
  }

  int unansweredCount() {
    return unanswered.get();
  }

  /** Scans that were on disk although their first answer got lost. */
  int writtenUnheardCount() {
    return writtenUnheard.get();
  }
}
