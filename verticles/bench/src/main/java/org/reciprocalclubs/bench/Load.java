package org.reciprocalclubs.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.reciprocalclubs.bench.Stations.Desk;

/** A closed loop: each kiosk sends the next check-in when the last is answered. One use. */
final class Load {
  private final Stations stations;
  private final Promise<Void> idle = Promise.promise();
  private final Tally tally;
  private int working;

  /** Runs for so long, of which the first part does not count. */
  Load(Stations stations, Duration warmUp, Duration counting) {
    this.stations = stations;
    this.tally = new Tally(warmUp, counting);
  }

  /** Ends when all is answered. */
  Future<Tally.Result> run(List<Desk> desks) {
    working = desks.size();
    desks.forEach(this::next);
    return idle.future().map(_ -> tally.result());
  }

  private void next(Desk desk) {
    long start = System.nanoTime();
    if (tally.over(start)) {
      if (--working == 0) {
        idle.tryComplete();
      }
      return;
    }
    stations.checkIn(desk).onComplete(admitted -> {
      tally.count(admitted, start);
      next(desk);
    }, idle::tryFail);
  }
}
