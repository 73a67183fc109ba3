package org.reciprocalclubs.bench.year;

import java.util.SplittableRandom;
import java.util.UUID;

/** Ids of a time that is past: UUID version 7 (RFC 9562), as {@code Ids} makes them now. Not thread-safe. */
final class Stamps {
  private static final long MICROS_PER_MILLI = 1000;
  /** Twelve bits below the millisecond. */
  private static final long BELOW = 4096;

  private final SplittableRandom random;

  Stamps(long seed) {
    random = new SplittableRandom(seed);
  }

  /** An id of that moment, in microseconds since 1970; ids of a later microsecond are greater. */
  UUID at(long micros) {
    long below = micros % MICROS_PER_MILLI * BELOW / MICROS_PER_MILLI;
    return new UUID(micros / MICROS_PER_MILLI << 16 | 0x7000L | below,
        random.nextLong() >>> 2 | 0x8000000000000000L);
  }

  /** What nobody can guess, such as the hash of a request. */
  byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }
}
