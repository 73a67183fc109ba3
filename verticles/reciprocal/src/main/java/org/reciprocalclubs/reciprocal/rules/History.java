package org.reciprocalclubs.reciprocal.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the visitor has already used: one {@link Use} per visit that was admitted and stands (annulled and
 * cancelled ones are taken out), and the visit that is still open. Immutable.
 */
public final class History {
  public static final History NONE = new History(new Use[0], null);
  private static final Comparator<Use> ORDER = Comparator.comparingInt(Use::day)
      .thenComparingInt(Use::nights).thenComparingInt(Use::guests).thenComparingInt(Use::vessel);

  /** Sorted; the longest stay that is looked for before a day is {@link Use#NIGHTS_MAX}. */
  private final Use[] uses;
  /** Of each use, beside each other: caps search them again and again. */
  private final int[] days;
  private final @Nullable UUID openVisit;

  private History(Use[] uses, @Nullable UUID openVisit) {
    this.uses = uses;
    this.days = new int[uses.length];
    for (int i = 0; i < uses.length; i++) {
      days[i] = uses[i].day();
    }
    this.openVisit = openVisit;
  }

  /**
   * From visits, in any order.
   *
   * @param openVisit the visit the member is inside on; {@code null} when outside
   */
  public static History of(List<Use> uses, @Nullable UUID openVisit) {
    var sorted = uses.toArray(new Use[0]);
    Arrays.sort(sorted, ORDER);
    return new History(sorted, openVisit);
  }

  /** With more visits; whether the member is inside stays as it is. */
  public History and(List<Use> more) {
    var all = new ArrayList<>(uses());
    all.addAll(more);
    return of(all, openVisit);
  }

  /** Day visits without guests, in any order. */
  public static History of(int[] days, @Nullable UUID openVisit) {
    return of(Arrays.stream(days).mapToObj(Use::ofDay).toList(), openVisit);
  }

  /** After an admission: one more visit, and the member is inside on it. */
  public History entered(Use use, UUID visit) {
    var more = Arrays.copyOf(uses, uses.length + 1);
    more[uses.length] = use;
    Arrays.sort(more, ORDER);
    return new History(more, visit);
  }

  /** After a check-out: outside, and the visit counts. */
  public History left() {
    return new History(uses, null);
  }

  /** After the open visit was annulled or cancelled: outside, and what it used is given back. */
  public History undone(Use use) {
    for (int i = 0; i < uses.length; i++) {
      if (uses[i].equals(use)) {
        var fewer = new Use[uses.length - 1];
        System.arraycopy(uses, 0, fewer, 0, i);
        System.arraycopy(uses, i + 1, fewer, i, fewer.length - i);
        return new History(fewer, null);
      }
    }
    return left();
  }

  /** The visits, sorted by day. */
  public List<Use> uses() {
    return List.of(uses);
  }

  public @Nullable UUID openVisit() {
    return openVisit;
  }

  int size() {
    return uses.length;
  }

  Use use(int index) {
    return uses[index];
  }

  /** Visits that began on the days from first to last, both inclusive. */
  int visits(long first, long last) {
    return below(last + 1) - below(first);
  }

  /** Days from first to last, both inclusive, that visits used; each once. */
  int days(long first, long last) {
    long free = first;
    int days = 0;
    for (int i = below(first - Use.NIGHTS_MAX); i < uses.length && uses[i].day() <= last; i++) {
      long from = Math.max(free, uses[i].day());
      long to = Math.min(last + 1, uses[i].after());
      if (to > from) {
        days += (int) (to - from);
        free = to;
      }
    }
    return days;
  }

  /** Nights from first to last, both inclusive; of one vessel where that is not 0. */
  int nights(long first, long last, int vessel) {
    int nights = 0;
    for (int i = below(first - Use.NIGHTS_MAX); i < uses.length && uses[i].day() <= last; i++) {
      var use = uses[i];
      if (vessel == 0 || use.vessel() == vessel) {
        long from = Math.max(first, use.day());
        long to = Math.min(last + 1, (long) use.day() + use.nights());
        nights += (int) Math.max(0, to - from);
      }
    }
    return nights;
  }

  /** Guests of visits that began on the days from first to last, both inclusive. */
  int guests(long first, long last) {
    long guests = 0;
    int end = below(last + 1);
    for (int i = below(first); i < end; i++) {
      guests += use(i).guests();
    }
    return (int) Math.min(guests, Integer.MAX_VALUE);
  }

  /**
   * Nights without a night between that end on the morning of this day, or begin on its evening. A day's
   * visit ends where it began and so widens nothing.
   */
  int nightsAdjoining(long day, int nights) {
    long first = day;
    long after = day + nights;
    for (boolean grown = true; grown;) {
      grown = false;
      for (int i = below(first - Use.NIGHTS_MAX); i < uses.length && uses[i].day() <= after; i++) {
        long end = (long) uses[i].day() + uses[i].nights();
        if (end >= first && (uses[i].day() < first || end > after)) {
          first = Math.min(first, uses[i].day());
          after = Math.max(after, end);
          grown = true;
        }
      }
    }
    return (int) (after - first) - nights;
  }

  /** How many visits began before a day. */
  private int below(long day) {
    int low = 0;
    int high = days.length;
    if (high == 0 || days[high - 1] < day) {
      // most are asked about days that end today, or later
      return high;
    }
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
    return other instanceof History that && Arrays.equals(uses, that.uses)
        && Objects.equals(openVisit, that.openVisit);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(uses), openVisit);
  }

  @Override
  public String toString() {
    return "History" + Arrays.toString(uses) + (openVisit == null ? "" : " inside on " + openVisit);
  }
}
