package org.reciprocalclubs.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
    HttpClientAgent client = vertx.createHttpClient();
    var address = new HttpConnectOptions().setHost("127.0.0.1").setPort(edge.getPort());
    List<Future<HttpClientConnection>> connecting = new ArrayList<>();
    stations.forEach(_ -> connecting.add(client.connect(address)));
    return Future.all(connecting).compose(_ -> {
      working = stations.size();
      for (int i = 0; i < working; i++) {
        next(connecting.get(i).result(), stations.get(i));
      }
      return idle.future();
    }).eventually(client::close).map(_ -> new Result(
        counted / (counting.toNanos() / 1e9), admitted, refused, latencies));
  }

  private void next(HttpClient connection, Station station) {
    long start = System.nanoTime();
    if (start >= countUntilNanos) {
      if (--working == 0) {
        idle.tryComplete();
      }
      return;
    }
    ask(connection, station).onComplete(answer -> {
      count(answer, start);
      next(connection, station);
    }, idle::tryFail);
  }

  private Future<Buffer> ask(HttpClient connection, Station station) {
    var body = body(station);
    return connection.request(HttpMethod.POST, "/api/v1/check-ins").compose(request -> {
      var key = Long.toHexString(Ids.uuid7().getLeastSignificantBits());
      request.putHeader("content-type", "application/json").putHeader("authorization", station.token())
          .putHeader("idempotency-key", key);
      return request.send(body)
          .compose(response -> response.body().compose(answer -> response.statusCode() == OK
              ? Future.succeededFuture(answer)
              : Future.failedFuture("A check-in was answered " + response.statusCode() + ": " + answer)));
    });
  }

  private Buffer body(Station station) {
    var visitor = visitors.at(station.club());
    return Buffer.buffer("{\"scanId\":\"" + Ids.uuid7() + "\",\"member\":{\"club\":\"" + visitor.home()
        + "\",\"number\":\"" + visitor.number() + "\"},\"facility\":\"DINING\"}");
  }

  private void count(Buffer answer, long start) {
    var head = answer.getBytes(0, Math.min(answer.length(), LOOKED_AT_BYTES));
    if (holds(head, ADMITTED)) {
      admitted++;
    } else if (holds(head, REFUSED)) {
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

  private static boolean holds(byte[] text, byte[] part) {
    for (int at = 0; at + part.length <= text.length; at++) {
      int same = 0;
      while (same < part.length && text[at + same] == part[same]) {
        same++;
      }
      if (same == part.length) {
        return true;
      }
    }
    return false;
  }
}
