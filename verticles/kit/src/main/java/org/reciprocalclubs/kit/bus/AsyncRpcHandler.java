package org.reciprocalclubs.kit.bus;

import io.vertx.core.Future;

/** Answers one rpc later; it must not block. */
@FunctionalInterface
public interface AsyncRpcHandler<Q, A> {
  /** The answer to come; a failed future or a thrown {@link Problem} refuses. */
  Future<A> handle(Q request);
}
