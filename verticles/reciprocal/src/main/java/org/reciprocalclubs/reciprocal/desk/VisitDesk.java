package org.reciprocalclubs.reciprocal.desk;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.reciprocalclubs.kit.bus.Lanes;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.reciprocal.rules.Manner;

/**
 * Admits and refuses. Scans of one host always go to the same writer, so that kiosks of one club seldom wait
 * for each other's row locks; whether they do or not, the locks and keys in PostgreSQL decide. What has
 * already happened, and whom a manager lets in, has a writer of its own that takes one at a time, so that a
 * kiosk that was cut off delays nobody who stands at a door. Thread-safe.
 */
public final class VisitDesk {
  private final List<DeskWriter> writers = new ArrayList<>();
  private final DeskWriter oneByOne;

  /** A desk whose writers open their connections with the first scan. */
  public VisitDesk(Vertx vertx, Store store, DeskSettings settings, MeterRegistry registry) {
    var meters = new DeskMeters(registry);
    for (int i = 0; i < settings.writers(); i++) {
      var context = ((VertxInternal) vertx).createEventLoopContext();
      writers.add(new DeskWriter(context, store, settings, meters));
    }
    oneByOne = new DeskWriter(((VertxInternal) vertx).createEventLoopContext(), store,
        settings.oneByOne(), meters);
  }

  /**
   * Decides one scan; completes once the answer is on disk.
   *
   * @return fails with a {@link org.reciprocalclubs.kit.bus.Problem} (SCAN_ID_REUSED, DESK_FULL) or a
   * {@link org.reciprocalclubs.kit.store.StoreProblem}; then nothing is known to be written, and the same
   * scan may be sent again
   */
  public Future<Answer> checkIn(Scan scan) {
    return scan.extras().manner() == Manner.ASKED
        ? writers.get(Lanes.of(scan.host()) % writers.size()).submit(scan)
        : oneByOne.submit(scan);
  }

  /** Refuses what waits, ends what is being written, then the connections. */
  public Future<Void> close() {
    return Future.join(Stream.concat(writers.stream(), Stream.of(oneByOne)).map(DeskWriter::close).toList())
        .mapEmpty();
  }
}
