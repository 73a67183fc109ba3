package org.reciprocalclubs.kit.bus;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;

/** Tells who calls from the metadata of a gRPC call. */
@FunctionalInterface
public interface GrpcAuthenticator {
  /**
   * The context of the call: anonymous without credentials, a failed future with {@link Problem}
   * UNAUTHENTICATED for credentials that do not hold.
   */
  Future<CallContext> authenticate(MultiMap metadata);
}
