package org.reciprocalclubs.bench;

/** Times from question to answer, in tenths of a millisecond up to a second. Not thread-safe. */
final class Latencies {
  private static final int NANOS_PER_STEP = 100_000;
  private static final int STEPS = 10_000;
  private static final double STEPS_PER_MILLI = 10;

  private final long[] steps = new long[STEPS];
  private long count;

  void add(long nanos) {
    steps[(int) Math.min(STEPS - 1L, nanos / NANOS_PER_STEP)]++;
    count++;
  }

  /** Within so many milliseconds that share of all was answered. */
  double millis(double share) {
    long seen = 0;
    for (int step = 0; step < STEPS; step++) {
      seen += steps[step];
      if (seen >= share * count) {
        return (step + 1) / STEPS_PER_MILLI;
      }
    }
    return STEPS / STEPS_PER_MILLI;
  }
}
