package org.reciprocalclubs.app;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What every kiosk does in a month, decided beforehand from one number: two waves a day, in each of which all
 * kiosks work at once. No two kiosks of a host see the same visitor in one wave but where they race for it.
 */
final class MonthPlan {
  static final int CHECK_INS = 20_000;
  /** When most hosts are open, and in the evening, when some have closed. */
  private static final LocalTime MORNING = LocalTime.of(18, 30);
  private static final LocalTime EVENING = LocalTime.of(4, 30);
  private static final ZoneId COAST = ZoneId.of("America/Los_Angeles");
  /** On these days the evening's wave runs over the coast's midnight instead. */
  private static final List<Integer> MIDNIGHTS = List.of(9, 25);
  /** Members who come often, of each partner; the first three by the first kiosk, then the second, then races. */
  private static final List<Integer> FIRST_REGULARS = List.of(1_000, 1_008, 1_016);
  private static final List<Integer> SECOND_REGULARS = List.of(1_002, 1_006, 1_018);
  private static final int RACER = 1_001;

  private final RealFederation federation;
  private final Random random;
  private final List<Wave> waves = new ArrayList<>();

  private MonthPlan(RealFederation federation, long seed) {
    this.federation = federation;
    this.random = new Random(seed);
  }

  /**
   * One visitor at one kiosk.
   *
   * @param race the kiosk beside this one has the same visitor at the same moment
   * @param repeated the answer is asked for a second time
   * @param leaves the visitor checks out at once; others stay until a later wave, or longer
   */
  record Step(String club, int number, int guests, boolean race, boolean repeated, boolean leaves) {}

  /** Everything between two movements of the clock: the steps of each kiosk, in the kiosks' order. */
  record Wave(int day, Instant at, List<List<Step>> kiosks) {}

  static List<Wave> of(RealFederation federation, long seed) {
    var plan = new MonthPlan(federation, seed);
    plan.waves();
    plan.steps();
    return plan.waves;
  }

  private void waves() {
    for (int number = 1; number <= federation.month().lengthOfMonth(); number++) {
      LocalDate day = federation.month().atDay(number);
      waves.add(wave(number, day.atTime(MORNING).toInstant(ZoneOffset.UTC)));
      waves.add(wave(number, MIDNIGHTS.contains(number)
          ? day.plusDays(1).atStartOfDay(COAST).toInstant().minusMillis(300)
          : day.plusDays(1).atTime(EVENING).toInstant(ZoneOffset.UTC)));
    }
  }

  private Wave wave(int day, Instant at) {
    List<List<Step>> kiosks = new ArrayList<>();
    federation.hosts().forEach(_ -> {
      kiosks.add(new ArrayList<>());
      kiosks.add(new ArrayList<>());
    });
    return new Wave(day, at, kiosks);
  }

  /** Pairs of steps, one for each kiosk of a host, dealt to hosts in turn and to the waves in order. */
  private void steps() {
    var hosts = federation.hosts();
    int pairs = CHECK_INS / 2;
    for (int pair = 0; pair < pairs; pair++) {
      int host = pair % hosts.size();
      var wave = waves.get(pair * waves.size() / pairs).kiosks();
      if (chance(12)) {
        var club = pick(federation.partners(hosts.get(host))).code();
        wave.get(2 * host).add(step(club, RACER, true));
        wave.get(2 * host + 1).add(step(club, RACER, true));
      } else {
        wave.get(2 * host).add(step(hosts.get(host), 0, FIRST_REGULARS));
        wave.get(2 * host + 1).add(step(hosts.get(host), 2, SECOND_REGULARS));
      }
    }
  }

  private Step step(RealFederation.Club host, int remainder, List<Integer> regulars) {
    var partner = pick(federation.partners(host)).code();
    int anyone = RealFederation.FIRST_NUMBER + 4 * random.nextInt(RealFederation.MEMBERS / 4) + remainder;
    return switch (random.nextInt(40)) {
      case 0, 1 -> step(pick(federation.strangers(host)).code(), anyone, false);
      case 2 -> step(host.code(), anyone, false);
      case 3 -> step(partner, 5_000 + anyone, false);
      case 4, 5, 6, 7 -> step(partner, anyone, false);
      default -> step(partner, pick(regulars), false);
    };
  }

  private Step step(String club, int number, boolean race) {
    int guests = switch (random.nextInt(20)) {
      case 0, 1 -> 1;
      case 2, 3 -> 2;
      case 4 -> 3;
      case 5 -> 6;
      default -> 0;
    };
    return new Step(club, number, guests, race, chance(5), chance(85));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
