package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the visitor has already used at this host: one host-local epoch day per visit that was admitted and
 * stands (annulled and cancelled ones are taken out), and the visit that is still open. Immutable.
 */
public final class History {
  public static final History NONE = new History(new int[0], null);

  private final int[] days;
  private final @Nullable UUID openVisit;

  private History(int[] days, @Nullable UUID openVisit) {
    this.days = days;
    this.openVisit = openVisit;
  }

  /**
   * From the row as it is stored. The array is copied and may be in any order.
   *
   * @param days {@link LocalDate#toEpochDay()} of each visit, repeated for several on one day
   * @param openVisit the visit the member is inside on; {@code null} when outside
   */
  public static History of(int[] days, @Nullable UUID openVisit) {
    int[] sorted = days.clone();
    Arrays.sort(sorted);
    return new History(sorted, openVisit);
  }

  /** After an admission: one more visit on that local day, and the member is inside on it. */
  public History entered(int day, UUID visit) {
    int at = below(day);
    int[] more = new int[days.length + 1];
    System.arraycopy(days, 0, more, 0, at);
    more[at] = day;
    System.arraycopy(days, at, more, at + 1, days.length - at);
    return new History(more, visit);
  }

  /** After a check-out: outside, and the visit counts. */
  public History left() {
    return new History(days, null);
  }

  /** After the open visit was annulled or cancelled: outside, and its day is given back. */
  public History undone(int day) {
    int at = below(day);
    if (at == days.length || days[at] != day) {
      return left();
    }
    int[] fewer = new int[days.length - 1];
    System.arraycopy(days, 0, fewer, 0, at);
    System.arraycopy(days, at + 1, fewer, at, fewer.length - at);
    return new History(fewer, null);
  }

  /** The days, sorted; the caller owns the copy. */
  public int[] days() {
    return days.clone();
  }

  public @Nullable UUID openVisit() {
    return openVisit;
  }

  int size() {
    return days.length;
  }

  int day(int index) {
    return days[index];
  }

  /** Visits on the days from first to last, both inclusive. */
  int count(long first, long last) {
    return below(last + 1) - below(first);
  }

  /** How many visits lie before a day. */
  private int below(long day) {
    int low = 0;
    int high = days.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (days[middle] < day) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof History that && Arrays.equals(days, that.days)
        && Objects.equals(openVisit, that.openVisit);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(days) + Objects.hashCode(openVisit);
  }

  @Override
  public String toString() {
    return "History" + Arrays.toString(days) + (openVisit == null ? "" : " inside on " + openVisit);
  }
}
