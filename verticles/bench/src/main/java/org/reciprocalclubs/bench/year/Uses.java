package org.reciprocalclubs.bench.year;

import java.time.LocalDate;
import java.util.Arrays;
import org.reciprocalclubs.reciprocal.rules.Use;

/**
 * What every member has used of each of the hosts they go to, visit by visit, packed as
 * {@code reciprocal.quota} keeps it. Days come in order. Not thread-safe.
 */
final class Uses {
  private static final long[] NONE = {};
  private static final int FIRST_ROOM = 4;

  private final int hosts;
  private final long[][] uses;
  private final short[] counts;
  /** Pairs in the order of their first visits: that of the rows in a table that is only added to. */
  private final int[] order;
  private int pairs;

  /**
   * @param members how many there are
   * @param hosts how many each of them goes to
   */
  Uses(int members, int hosts) {
    this.hosts = hosts;
    this.uses = new long[members * hosts][];
    this.counts = new short[members * hosts];
    this.order = new int[members * hosts];
    Arrays.fill(uses, NONE);
  }

  void add(int member, int host, Use use) {
    int pair = pair(member, host);
    if (counts[pair] == uses[pair].length) {
      if (counts[pair] == 0) {
        order[pairs++] = pair;
      }
      uses[pair] = Arrays.copyOf(uses[pair], Math.max(FIRST_ROOM, 2 * counts[pair]));
    }
    uses[pair][counts[pair]++] = use.packed();
  }

  long[] of(int member, int host) {
    int pair = pair(member, host);
    return Arrays.copyOf(uses[pair], counts[pair]);
  }

  /** Visits since that day; they are the last ones. */
  int since(int member, int host, LocalDate first) {
    int pair = pair(member, host);
    long least = Use.ofDay((int) first.toEpochDay()).packed();
    int from = counts[pair];
    while (from > 0 && uses[pair][from - 1] >= least) {
      from--;
    }
    return counts[pair] - from;
  }

  /** How many pairs have a visit; they are numbered as they came to their first. */
  int pairs() {
    return pairs;
  }

  int member(int number) {
    return order[number] / hosts;
  }

  int rank(int number) {
    return order[number] % hosts;
  }

  private int pair(int member, int host) {
    return member * hosts + host;
  }
}
