package org.reciprocalclubs.kit.boot;

import io.vertx.core.Future;

/** One room of the house, as a process starts and stops it. */
public interface Room {
  /** Its name, as the setting {@code node.rooms} lists it: {@code reciprocal}. */
  String name();

  /** Deploys its verticles and contributes its routes; completes once it serves. */
  Future<?> start(NodeContext node);

  /** Finishes what it has begun, before its verticles are undeployed; by default there is nothing. */
  default Future<?> drain() {
    return Future.succeededFuture();
  }
}
