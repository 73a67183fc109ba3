package org.reciprocalclubs.kit.store;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids: UUID version 7 (RFC 9562, section 5.7, method 1 for the counter). Thread-safe, never blocks. */
public final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();
  /** Milliseconds since 1970 shifted left by 12, the low bits a counter within the millisecond. */
  private static final AtomicLong LAST = new AtomicLong();

  private Ids() {}

  /**
   * @return a new id, greater than every id made before by this process; the time is the machine's, not
   * kit.now()
   */
  public static UUID uuid7() {
    long now = System.currentTimeMillis() << 12;
    long stamp = LAST.updateAndGet(last -> Math.max(last + 1, now));
    long high = (stamp >>> 12) << 16 | 0x7000L | (stamp & 0xFFFL);
    long low = RANDOM.nextLong() >>> 2 | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /** @return the milliseconds since 1970 within a version 7 id */
  public static long millis(UUID uuid7) {
    if (uuid7.version() != 7) {
      throw new IllegalArgumentException("not a version 7 id");
    }
    return uuid7.getMostSignificantBits() >>> 16;
  }
}
