package org.reciprocalclubs.app;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody in the place of a peer, with the peer's own TLS key, who answers whatever is asked with nonsense,
 * in turns: a page of HTML with a status of HTTP, a status of gRPC that means nothing here, a message that is
 * none, one with nothing in it.
 */
final class Babbler implements AutoCloseable {
  private static final List<Integer> HTTP = List.of(502, 404, 403, 503, 429, 400);
  /** UNKNOWN, UNIMPLEMENTED, INTERNAL, DATA_LOSS, OUT_OF_RANGE; a number that there is not. */
  private static final List<String> GRPC = List.of("2", "12", "13", "15", "11", "77");
  /** A field of the kind 7, of which there is none. */
  private static final byte[] NO_MESSAGE = {0, 0, 0, 0, 4, (byte) 0xff, (byte) 0xff, (byte) 0xff,
      (byte) 0xff};
  /** Of any kind, with nothing in it: of a status, that all is well. */
  private static final byte[] EMPTY = {0, 0, 0, 0, 0};

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger answers;
  private final int port;

  /**
   * @param keys a directory with tls.pem and tls.key
   * @param answers how many questions were answered, by others too who take turns with this one
   */
  Babbler(Path keys, AtomicInteger answers) {
    this.answers = answers;
    var identity = new PemKeyCertOptions().setCertPath(keys.resolve("tls.pem").toString())
        .setKeyPath(keys.resolve("tls.key").toString());
    port = vertx
        .createHttpServer(new HttpServerOptions().setSsl(true).setUseAlpn(true).setKeyCertOptions(identity)
            .setHost("127.0.0.1"))
        .requestHandler(request -> request.end().onComplete(_ -> answer(request))).listen(0).await()
        .actualPort();
  }

  int port() {
    return port;
  }

  private void answer(HttpServerRequest request) {
    int turn = answers.getAndIncrement();
    int which = turn / 4;
    var response = request.response();
    switch (turn % 4) {
      case 0 -> response.setStatusCode(HTTP.get(which % HTTP.size())).putHeader("content-type", "text/html")
          .end("<html><body>What ledger?</body></html>");
      case 1 -> grpc(response, GRPC.get(which % GRPC.size())).end();
      case 2 -> grpc(response, "0").end(Buffer.buffer(NO_MESSAGE));
      default -> grpc(response, "0").end(Buffer.buffer(EMPTY));
    }
  }

  private static HttpServerResponse grpc(HttpServerResponse response, String status) {
    response.putHeader("content-type", "application/grpc").setChunked(true).putTrailer("grpc-status", status)
        .putTrailer("grpc-message", "the moon is made of cheese");
    return response;
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
