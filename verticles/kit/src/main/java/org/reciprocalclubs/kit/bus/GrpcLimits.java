package org.reciprocalclubs.kit.bus;

import com.google.protobuf.Message;
import io.vertx.core.Future;
import java.util.function.BiConsumer;
import org.reciprocalclubs.codecs.Rpc;

/** Slows down whoever calls a gRPC door too often, as the other doors do. Implementations are thread-safe. */
@FunctionalInterface
public interface GrpcLimits {
  /** Counts nothing. */
  GrpcLimits NONE = (_, _, _, _, _) -> Future.succeededFuture();

  /**
   * Counts one call; fails with {@link Problem} RATE_LIMITED when there were too many.
   *
   * @param call anonymous, too, when the token given does not hold
   * @param address of the client, as the network says
   * @param tell takes the metadata that say what is left, also where the call is refused
   */
  Future<?> count(CallContext call, String address, Rpc rpc, Message request,
      BiConsumer<String, String> tell);
}
