package org.reciprocalclubs.kit.store;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.function.ThrowingSupplier;

/**
 * Waits for what happens elsewhere: looks often, returns at once when it is so, fails with the last reason.
 */
public final class Eventually {
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Eventually() {}

  /** Returns once the condition holds; fails after 30 s. */
  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never happened: " + what);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** Runs assertions again until they pass; after 30 s their failure is the test's. */
  public static <T> T passes(ThrowingSupplier<T> assertions) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      try {
        return assertions.get();
      } catch (Throwable failure) {
        if (System.nanoTime() > end) {
          throw failure instanceof Error error ? error : new AssertionError("never passed", failure);
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }
}
