package org.reciprocalclubs.reciprocal.rules;

/**
 * What one admitted visit uses up.
 *
 * @param day the host's local epoch day on which it began
 * @param nights nights that were asked for; 0 for a day's visit
 * @param guests who came along and counts as a guest of the year (family may not): see
 * {@link Inputs#countedGuests}
 * @param vessel the vessel it was with; 0 for none
 */
public record Use(int day, int nights, int guests, int vessel) {
  private static final int VESSEL_BITS = 30;
  private static final int GUEST_BITS = 6;
  private static final int NIGHT_BITS = 9;
  private static final int DAY_SHIFT = VESSEL_BITS + GUEST_BITS + NIGHT_BITS;
  private static final int DAY_MAX = (1 << (Long.SIZE - DAY_SHIFT - 1)) - 1;
  public static final int GUESTS_MAX = (1 << GUEST_BITS) - 1;
  public static final int NIGHTS_MAX = (1 << NIGHT_BITS) - 1;
  public static final int VESSEL_MAX = (1 << VESSEL_BITS) - 1;

  /** A day's visit alone. */
  public static Use ofDay(int day) {
    return new Use(day, 0, 0, 0);
  }

  /**
   * As one number, as it is stored: the day above nine bits of nights, six of guests and thirty of the
   * vessel, so that numbers sort by day (until the year 2687). What is out of bounds becomes the nearest.
   */
  public long packed() {
    return ((long) Math.clamp(day, -DAY_MAX, DAY_MAX) << DAY_SHIFT)
        | (long) bounded(nights, NIGHTS_MAX) << (VESSEL_BITS + GUEST_BITS)
        | (long) bounded(guests, GUESTS_MAX) << VESSEL_BITS | bounded(vessel, VESSEL_MAX);
  }

  /** From the stored number. */
  public static Use unpacked(long packed) {
    return new Use((int) (packed >> DAY_SHIFT), (int) (packed >> (VESSEL_BITS + GUEST_BITS)) & NIGHTS_MAX,
        (int) (packed >> VESSEL_BITS) & GUESTS_MAX, (int) packed & VESSEL_MAX);
  }

  /** A vessel's number within bounds. */
  static int vessel(long number) {
    return (int) Math.floorMod(number, VESSEL_MAX + 1L);
  }

  private static int bounded(int value, int max) {
    return Math.clamp(value, 0, max);
  }

  /** Days that it uses: one at least. */
  int days() {
    return Math.max(1, nights);
  }

  /** The first day after those that it uses. */
  long after() {
    return (long) day + days();
  }
}
