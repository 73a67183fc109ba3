package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Visitors of one club who come to another's kiosk all the while, each once, and nobody asks a second time:
 * what is not answered as it should be is kept as a fault.
 */
final class SteadyVisitors {
  private static final int LINES = 2;
  private static final Duration BETWEEN = Duration.ofMillis(150);

  private final Kiosk kiosk;
  private final String token;
  private final String home;
  private final AtomicInteger next = new AtomicInteger();
  private final int members;
  private final Queue<String> admitted = new ConcurrentLinkedQueue<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> lines = new ArrayList<>();
  private volatile boolean over;

  /**
   * They begin to come.
   *
   * @param home the code of their club, whose members have the numbers from 1
   */
  SteadyVisitors(Kiosk kiosk, String home, int members) throws Exception {
    this.kiosk = kiosk;
    this.token = kiosk.token();
    this.home = home;
    this.members = members;
    for (int i = 0; i < LINES; i++) {
      lines.add(threads.submit(this::come));
    }
  }

  private void come() {
    while (!over) {
      int number = next.incrementAndGet();
      if (number > members) {
        faults.add("there are too few members for so long a time");
        return;
      }
      arrive(Kiosk.scan(home, String.valueOf(number)));
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }

  private void arrive(JsonObject scan) {
    try {
      var answer = kiosk.checkIn(token, scan);
      if (answer.statusCode() == 200 && answer.body().contains("\"decision\":\"ADMITTED\"")) {
        admitted.add(scan.getString("scanId"));
      } else {
        faults.add(answer.statusCode() + " " + answer.body());
      }
    } catch (Exception unanswered) {
      faults.add(unanswered.toString());
    }
  }

  /** Their visits, in the order in which they were answered. */
  List<String> admitted() {
    return List.copyOf(admitted);
  }

  /** Answers, or the lack of one, other than that they are welcome. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Until so many more have come in; one of them. */
  String more(int count) throws Exception {
    int before = admitted.size();
    Eventually.holds("check-ins go on", () -> admitted.size() >= before + count || !faults.isEmpty());
    if (!faults.isEmpty()) {
      throw new AssertionError(faults.peek());
    }
    return admitted().get(before + count - 1);
  }

  /** Nobody comes any more. */
  void end() throws Exception {
    over = true;
    for (var line : lines) {
      line.get(1, TimeUnit.MINUTES);
    }
    threads.close();
  }
}
