package org.reciprocalclubs.kit.store;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and PostgreSQL and counts round trips: how often the client speaks after the server
 * did.
 */
final class CountingProxy implements AutoCloseable {
  private static final long HELD_MS = 150;
  private final AtomicInteger trips = new AtomicInteger();
  private final Vertx vertx;
  private final NetServer server;

  CountingProxy(Vertx vertx, int target) {
    this.vertx = vertx;
    var client = vertx.createNetClient();
    server = vertx.createNetServer().connectHandler(near -> {
      near.pause();
      client.connect(target, "127.0.0.1").onSuccess(far -> join(near, far));
    });
    TestDatabase.await(server.listen(0, "127.0.0.1"));
  }

  private void join(NetSocket near, NetSocket far) {
    var serverSpoke = new boolean[]{true};
    near.handler(bytes -> {
      if (serverSpoke[0]) {
        serverSpoke[0] = false;
        trips.incrementAndGet();
      }
      far.write(bytes);
    });
    far.handler(bytes -> {
      vertx.setTimer(HELD_MS, later -> {
        serverSpoke[0] = true;
        near.write(bytes);
      });
    });
    near.closeHandler(over -> far.close());
    far.closeHandler(over -> near.close());
    near.resume();
  }

  int port() {
    return server.actualPort();
  }

  /** @return round trips since the last call */
  int trips() {
    return trips.getAndSet(0);
  }

  @Override
  public void close() {
    TestDatabase.await(server.close());
  }
}
