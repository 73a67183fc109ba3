package org.reciprocalclubs.kit.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.CallContext;

/**
 * Who and what caused an event: ids only, nothing personal.
 *
 * @param actor user, device or integration that acted; null when the platform did
 * @param correlation the request's correlation id
 * @param trace W3C traceparent when the request was sampled
 */
public record EventMeta(@Nullable UUID actor, @Nullable String correlation, @Nullable String trace) {
  /** The platform itself, unprompted. */
  public static final EventMeta NONE = new EventMeta(null, null, null);

  /** Whoever makes this call. */
  public static EventMeta of(CallContext call) {
    return new EventMeta(call.caller().subject(), call.correlationId(), call.traceparent());
  }
}
