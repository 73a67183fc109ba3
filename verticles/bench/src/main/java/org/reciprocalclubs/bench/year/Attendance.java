package org.reciprocalclubs.bench.year;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Who comes to which club when. Every member goes to {@link #HOSTS} clubs, to some more often than to others,
 * to one a day at most, and never uses up what the terms allow in a month or a year, so that there is room
 * for those who measure. Suspended members come as often as all others, and are turned away. The same seed
 * gives the same year. Not thread-safe.
 */
final class Attendance {
  static final int HOSTS = 10;
  /** One below what {@link BenchTerms} allow. */
  static final int MONTH_MOST = BenchTerms.MONTH - 1;
  static final int YEAR_MOST = BenchTerms.YEAR - 1;
  /** Doors open at eleven; the last come nine hours later and stay as long as three and a half. */
  static final int OPENS_SECONDS = 11 * 3600;
  private static final int COME_SECONDS = 9 * 3600;
  private static final int STAY_LEAST_SECONDS = 45 * 60;
  private static final int STAY_SECONDS = 10_000;

  private final Census census;
  private final SplittableRandom random;
  private final Uses uses;
  private final byte[] hosts;

  Attendance(Census census, Uses uses, long seed) {
    this.census = census;
    this.uses = uses;
    this.random = new SplittableRandom(seed);
    this.hosts = new byte[census.members().size() * HOSTS];
    choose();
  }

  /**
   * Somebody comes.
   *
   * @param member their place among all members
   * @param rank which of their hosts
   * @param second of the local day
   * @param staySeconds until they leave
   */
  record Coming(int member, int rank, int second, int staySeconds) {}

  private void choose() {
    var partners = census.partners().stream()
        .map(each -> each.keySet().stream().sorted().mapToInt(Integer::intValue).toArray()).toList();
    for (int member = 0; member < census.members().size(); member++) {
      var open = partners.get(census.members().get(member).club()).clone();
      for (int rank = 0; rank < HOSTS; rank++) {
        int drawn = rank + random.nextInt(open.length - rank);
        hosts[member * HOSTS + rank] = (byte) open[drawn];
        open[drawn] = open[rank];
      }
    }
  }

  /** The club's place. */
  int host(int member, int rank) {
    return hosts[member * HOSTS + rank];
  }

  /** Which of the member's hosts that club is; -1 for none. */
  int rank(int member, int host) {
    for (int rank = 0; rank < HOSTS; rank++) {
      if (host(member, rank) == host) {
        return rank;
      }
    }
    return -1;
  }

  /**
   * Those of one day, in the order in which they come. Nothing is used yet: that is for whoever lets them in.
   *
   * @param wanted how many; fewer come when there are not as many who may
   */
  List<Coming> day(LocalDate day, int wanted) {
    List<Coming> coming = new ArrayList<>(wanted);
    int members = census.members().size();
    for (int member = 0; member < members && coming.size() < wanted; member++) {
      // of those who are left, each as likely as the others
      if (random.nextInt(members - member) < wanted - coming.size()) {
        int rank = drawn(member, day);
        if (rank >= 0) {
          coming.add(new Coming(member, rank, OPENS_SECONDS + between(COME_SECONDS),
              STAY_LEAST_SECONDS + between(STAY_SECONDS)));
        }
      }
    }
    coming.sort(Comparator.comparingInt(Coming::second));
    return coming;
  }

  /** Most often about the middle. */
  private int between(int seconds) {
    return (random.nextInt(seconds) + random.nextInt(seconds)) / 2;
  }

  /** The first of the member's hosts, from a drawn one on, where a visit is left; -1 for none. */
  private int drawn(int member, LocalDate day) {
    double share = random.nextDouble();
    int first = (int) (HOSTS * share * share);
    if (!census.members().get(member).active()) {
      return first;
    }
    for (int i = 0; i < HOSTS; i++) {
      int rank = (first + i) % HOSTS;
      if (uses.since(member, rank, day.withDayOfMonth(1)) < MONTH_MOST
          && uses.since(member, rank, day.withDayOfYear(1)) < YEAR_MOST) {
        return rank;
      }
    }
    return -1;
  }
}
