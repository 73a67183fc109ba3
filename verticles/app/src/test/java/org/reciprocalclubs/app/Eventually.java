package org.reciprocalclubs.app;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what is true in the end: asked again and again until it holds, or fails. */
final class Eventually {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private Eventually() {}

  /** The first answer that is as wanted. */
  static HttpResponse<String> answer(Callable<HttpResponse<String>> request,
      Predicate<HttpResponse<String>> wanted) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      String last;
      try {
        var answer = request.call();
        if (wanted.test(answer)) {
          return answer;
        }
        last = answer.body();
      } catch (java.io.IOException nobodyAnswers) {
        last = nobodyAnswers.toString();
      }
      pause(end, last);
    }
  }

  /**
   * @param what is to hold, for whoever reads that it never did
   */
  static void holds(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      pause(end, "not true yet: " + what);
    }
  }

  private static void pause(long end, String last) {
    if (System.nanoTime() > end) {
      throw new AssertionError("Not within " + LIMIT + ": " + last);
    }
    LockSupport.parkNanos(PAUSE.toNanos());
  }
}
