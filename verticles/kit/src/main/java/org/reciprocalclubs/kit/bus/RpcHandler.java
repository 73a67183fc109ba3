package org.reciprocalclubs.kit.bus;

/** Answers one rpc in straight-line code; throws {@link Problem} to refuse. */
@FunctionalInterface
public interface RpcHandler<Q, A> {
  /** The answer; may block its virtual thread with {@code await()}, never with a lock held. */
  A handle(Q request) throws Exception;
}
