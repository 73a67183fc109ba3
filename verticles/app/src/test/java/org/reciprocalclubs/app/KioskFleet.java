package org.reciprocalclubs.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** All kiosks at work at once, two beside each other at each host. */
final class KioskFleet {
  private static final int MINUTES = 5;

  private final List<PatientKiosk> kiosks = new ArrayList<>();
  private final House house;
  private final Journal journal;

  KioskFleet(House house, Journal journal) {
    this.house = house;
    this.journal = journal;
  }

  /** Two kiosks for each host, beside each other, in the order of the hosts. */
  void enlist(List<Kiosk> enrolled) {
    for (int i = 0; i < enrolled.size(); i++) {
      kiosks.add(new PatientKiosk(house, enrolled.get(i), i, journal));
    }
  }

  /** Something that goes wrong while the kiosks work. */
  interface Mishap {
    void happen() throws Exception;
  }

  void play(MonthPlan.Wave wave) throws Exception {
    play(wave, 0, () -> {});
  }

  /** Plays a wave; after so many of its answers the mishap happens. */
  void play(MonthPlan.Wave wave, int answers, Mishap mishap) throws Exception {
    var left = new CountDownLatch(answers);
    List<Callable<Void>> work = new ArrayList<>();
    for (int host = 0; host < kiosks.size() / 2; host++) {
      var beside = new CyclicBarrier(2);
      work.add(work(2 * host, wave, beside, left));
      work.add(work(2 * host + 1, wave, beside, left));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var begun = work.stream().map(threads::submit).toList();
      try {
        if (!left.await(MINUTES, TimeUnit.MINUTES)) {
          throw new AssertionError("The wave did not come so far");
        }
        mishap.happen();
        for (var each : begun) {
          each.get();
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private Callable<Void> work(int number, MonthPlan.Wave wave, CyclicBarrier beside, CountDownLatch left) {
    return () -> {
      var kiosk = kiosks.get(number);
      try {
        kiosk.checkOutMost();
        for (var step : wave.kiosks().get(number)) {
          visit(kiosk, step, beside);
          left.countDown();
        }
        return null;
      } catch (Exception | AssertionError failed) {
        beside.reset();
        throw failed;
      }
    };
  }

  private static void visit(PatientKiosk kiosk, MonthPlan.Step step, CyclicBarrier beside) throws Exception {
    if (step.race()) {
      beside.await(MINUTES, TimeUnit.MINUTES);
    }
    var entry = kiosk.checkIn(step);
    if (step.race()) {
      beside.await(MINUTES, TimeUnit.MINUTES);
    }
    if (entry.admitted()) {
      var visit = entry.scan().getString("scanId");
      if (step.leaves()) {
        kiosk.checkOut(visit);
      } else {
        kiosk.staysInside(visit);
      }
    }
  }

  /** Asks for so many answers of the month again, each at the kiosk that heard it first. */
  void askAgain(int count, long seed) throws Exception {
    var all = new ArrayList<>(journal.answers().values());
    all.sort(java.util.Comparator.comparing(entry -> entry.scan().getString("scanId")));
    java.util.Collections.shuffle(all, new Random(seed));
    for (var entry : all.subList(0, Math.min(count, all.size()))) {
      kiosks.get(entry.kiosk()).checkInAgain(entry);
    }
  }
}
