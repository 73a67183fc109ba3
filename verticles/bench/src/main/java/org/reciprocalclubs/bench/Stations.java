package org.reciprocalclubs.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.reciprocalclubs.kit.store.Ids;

/** Kiosks that stand ready: each has one connection, kept open. All of them live on one event loop. */
final class Stations {
  private static final byte[] ADMITTED = "\"decision\":\"ADMITTED\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REFUSED = "\"decision\":\"REFUSED\"".getBytes(StandardCharsets.US_ASCII);
  /** The decision comes right after the scan's id. */
  private static final int LOOKED_AT_BYTES = 128;
  private static final int OK = 200;
  private static final String PATH = "/api/v1/check-ins";

  private final Vertx vertx;
  private final URI edge;
  private final Visitors visitors;

  Stations(Vertx vertx, URI edge, Visitors visitors) {
    this.vertx = vertx;
    this.edge = edge;
    this.visitors = visitors;
  }

  /** A kiosk of that club, with its token. */
  record Station(int club, String token) {}

  /** A station at its end of a connection. */
  record Desk(Line line, int club) {}

  /** Connects all of them, lets them work, and disconnects. */
  <T> Future<T> with(List<Station> stations, Function<List<Desk>, Future<T>> work) {
    NetClient client = vertx.createNetClient();
    List<Future<Desk>> connecting = stations.stream()
        .map(station -> client.connect(edge.getPort(), edge.getHost())
            .map(socket -> new Desk(new Line(socket, PATH, station.token()), station.club())))
        .toList();
    return Future.all(connecting).compose(_ -> work.apply(connecting.stream().map(Future::result).toList()))
        .eventually(client::close);
  }

  /** Checks the next visitor in; says whether they were admitted. */
  Future<Boolean> checkIn(Desk desk) {
    return desk.line().post(Ids.uuid7().toString(), next(desk.club())).compose(answer -> answer.status() == OK
        ? decision(answer.body())
        : Future.failedFuture("A check-in was answered " + answer.status() + ": " + answer.body()));
  }

  private String next(int club) {
    var visitor = visitors.at(club);
    return "{\"scanId\":\"" + Ids.uuid7() + "\",\"member\":{\"club\":\"" + visitor.home()
        + "\",\"number\":\"" + visitor.number() + "\"},\"facility\":\"DINING\"}";
  }

  private static Future<Boolean> decision(Buffer answer) {
    if (Bytes.indexOf(answer, ADMITTED, LOOKED_AT_BYTES) >= 0) {
      return Future.succeededFuture(true);
    }
    return Bytes.indexOf(answer, REFUSED, LOOKED_AT_BYTES) >= 0
        ? Future.succeededFuture(false)
        : Future.failedFuture("Not the answer to a check-in: " + answer);
  }
}
