package org.reciprocalclubs.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.reciprocalclubs.kit.store.Ids;

/**
 * Kiosks at work: each has one connection, kept open, and sends the next check-in when the last is
 * answered. All of them live on one event loop. One use.
 */
final class Load {
  private static final byte[] ADMITTED = "\"decision\":\"ADMITTED\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REFUSED = "\"decision\":\"REFUSED\"".getBytes(StandardCharsets.US_ASCII);
  /** The decision comes right after the scan's id. */
  private static final int LOOKED_AT_BYTES = 128;
  private static final int OK = 200;
  private static final String PATH = "/api/v1/check-ins";

  private final Vertx vertx;
  private final URI edge;
  private final Visitors visitors;
  private final Latencies latencies = new Latencies();
  private final Promise<Void> idle = Promise.promise();
  private long admitted;
  private long refused;
  private long counted;
  private long countFromNanos;
  private long countUntilNanos;
  private int working;

  Load(Vertx vertx, URI edge, Visitors visitors) {
    this.vertx = vertx;
    this.edge = edge;
    this.visitors = visitors;
  }

  /** A kiosk of that club, with its token. */
  record Station(int club, String token) {}

  /**
   * What was answered.
   *
   * @param perSecond within the window that counts
   * @param admitted of the whole run, warm-up and end included
   * @param refused likewise
   * @param latencies within the window
   */
  record Result(double perSecond, long admitted, long refused, Latencies latencies) {
    long all() {
      return admitted + refused;
    }
  }

  /** Runs for so long, of which the first part does not count, and ends when all is answered. */
  Future<Result> run(List<Station> stations, Duration warmUp, Duration counting) {
    countFromNanos = System.nanoTime() + warmUp.toNanos();
    countUntilNanos = countFromNanos + counting.toNanos();
    NetClient client = vertx.createNetClient();
    List<Future<Line>> connecting = stations.stream()
        .map(station -> client.connect(edge.getPort(), edge.getHost())
            .map(socket -> new Line(socket, PATH, station.token())))
        .toList();
    return Future.all(connecting).compose(_ -> {
      working = stations.size();
      for (int i = 0; i < working; i++) {
        next(connecting.get(i).result(), stations.get(i));
      }
      return idle.future();
    }).eventually(client::close).map(_ -> new Result(
        counted / (counting.toNanos() / 1e9), admitted, refused, latencies));
  }

  private void next(Line line, Station station) {
    long start = System.nanoTime();
    if (start >= countUntilNanos) {
      if (--working == 0) {
        idle.tryComplete();
      }
      return;
    }
    ask(line, station).onComplete(answer -> {
      count(answer, start);
      next(line, station);
    }, idle::tryFail);
  }

  private Future<Buffer> ask(Line line, Station station) {
    return line.post(Ids.uuid7().toString(), check(station)).compose(answer -> answer.status() == OK
        ? Future.succeededFuture(answer.body())
        : Future.failedFuture("A check-in was answered " + answer.status() + ": " + answer.body()));
  }

  private String check(Station station) {
    var visitor = visitors.at(station.club());
    return "{\"scanId\":\"" + Ids.uuid7() + "\",\"member\":{\"club\":\"" + visitor.home()
        + "\",\"number\":\"" + visitor.number() + "\"},\"facility\":\"DINING\"}";
  }

  private void count(Buffer answer, long start) {
    if (Bytes.indexOf(answer, ADMITTED, LOOKED_AT_BYTES) >= 0) {
      admitted++;
    } else if (Bytes.indexOf(answer, REFUSED, LOOKED_AT_BYTES) >= 0) {
      refused++;
    } else {
      idle.tryFail("Not the answer to a check-in: " + answer);
    }
    long end = System.nanoTime();
    if (end >= countFromNanos && end < countUntilNanos) {
      counted++;
      latencies.add(end - start);
    }
  }
}
