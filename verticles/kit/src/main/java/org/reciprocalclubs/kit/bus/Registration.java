package org.reciprocalclubs.kit.bus;

import io.vertx.core.Future;

/** Something that the bus delivers to, until stopped. Thread-safe. */
public interface Registration {
  /** Ends the delivery; what is in flight is still answered. */
  Future<Void> stop();
}
