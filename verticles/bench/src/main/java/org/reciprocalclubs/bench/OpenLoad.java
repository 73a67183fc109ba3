package org.reciprocalclubs.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.reciprocalclubs.bench.Stations.Desk;

/**
 * An open loop: visitors come at their own pace, whether or not those before them have been answered, and
 * each waits from the moment when they came. So a stall is felt by all who come during it, not only by the
 * one who met it (the omission that HdrHistogram's author calls coordinated). One use.
 */
final class OpenLoad {
  private static final int TICK_MILLIS = 1;

  private final Vertx vertx;
  private final Stations stations;
  private final Promise<Void> idle = Promise.promise();
  private final Deque<Desk> free = new ArrayDeque<>();
  private final Deque<Long> waiting = new ArrayDeque<>();
  private final double nanosBetween;
  private final Tally tally;
  private long began;
  private long came;
  private int asking;
  private boolean over;

  /**
   * Runs for so long, of which the first part does not count.
   *
   * @param perSecond visitors who come
   */
  OpenLoad(Vertx vertx, Stations stations, double perSecond, Duration warmUp, Duration counting) {
    this.vertx = vertx;
    this.stations = stations;
    this.nanosBetween = 1e9 / perSecond;
    this.tally = new Tally(warmUp, counting);
  }

  /** Ends when all who came are answered. */
  Future<Tally.Result> run(List<Desk> desks) {
    free.addAll(desks);
    began = System.nanoTime();
    vertx.setPeriodic(TICK_MILLIS, this::tick);
    return idle.future().map(_ -> tally.result());
  }

  private void tick(long timer) {
    long now = System.nanoTime();
    over = tally.over(now);
    if (over || idle.future().isComplete()) {
      vertx.cancelTimer(timer);
      end();
      return;
    }
    for (long next = dueNanos(); next <= now; next = dueNanos()) {
      came++;
      waiting.add(next);
    }
    work();
  }

  /** When the next visitor comes. */
  private long dueNanos() {
    return began + (long) (came * nanosBetween);
  }

  private void work() {
    while (!waiting.isEmpty() && !free.isEmpty()) {
      ask(free.remove(), waiting.remove());
    }
  }

  private void ask(Desk desk, long cameNanos) {
    asking++;
    stations.checkIn(desk).onComplete(admitted -> {
      asking--;
      tally.count(admitted, cameNanos);
      free.add(desk);
      work();
      end();
    }, idle::tryFail);
  }

  private void end() {
    if (over && asking == 0 && waiting.isEmpty()) {
      idle.tryComplete();
    }
  }
}
