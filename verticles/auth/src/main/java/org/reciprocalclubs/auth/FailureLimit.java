package org.reciprocalclubs.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * Slows down guessing: after so many failures within a window a name is refused until the window ends,
 * whatever it says. Kept in memory, per process, for so many names at most (the oldest is forgotten).
 * Thread-safe; never waits.
 */
final class FailureLimit {
  private final int failuresMax;
  private final Duration window;
  private final int namesMax;
  private final Map<String, Failures> byName = new LinkedHashMap<>();

  private record Failures(int count, Instant until) {}

  FailureLimit(int failuresMax, Duration window, int namesMax) {
    this.failuresMax = failuresMax;
    this.window = window;
    this.namesMax = namesMax;
  }

  /**
   * Lets pass or refuses.
   *
   * @throws Problem RATE_LIMITED with the time left
   */
  synchronized void check(String name, Instant now) {
    Failures failures = byName.get(name);
    if (failures != null && failures.count >= failuresMax && now.isBefore(failures.until)) {
      throw Problem.rateLimited(Duration.between(now, failures.until).plusSeconds(1));
    }
  }

  /**
   * Lets pass and counts a failure at once, which {@link #succeeded} takes back: however many try at the same
   * time, no more get through.
   *
   * @throws Problem RATE_LIMITED with the time left
   */
  synchronized void attempt(String name, Instant now) {
    check(name, now);
    failed(name, now);
  }

  /** Counts a failure; the first one opens a window. */
  synchronized void failed(String name, Instant now) {
    Failures before = byName.remove(name);
    byName.put(name, before != null && now.isBefore(before.until)
        ? new Failures(before.count + 1, before.until)
        : new Failures(1, now.plus(window)));
    Iterator<String> oldest = byName.keySet().iterator();
    while (byName.size() > namesMax) {
      oldest.next();
      oldest.remove();
    }
  }

  /** Forgets what the name did wrong. */
  synchronized void succeeded(String name) {
    byName.remove(name);
  }
}
