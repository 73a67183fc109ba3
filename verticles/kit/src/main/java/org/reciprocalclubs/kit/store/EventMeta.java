package org.reciprocalclubs.kit.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Whence;

/**
 * Who and what caused an event: ids only, nothing personal but where it came from, which is kept apart.
 *
 * @param actor user, device or integration that acted; null when the platform did
 * @param correlation the request's correlation id
 * @param trace W3C traceparent when the request was sampled
 * @param whence from where; of an event that was read only its id is known here
 */
public record EventMeta(@Nullable UUID actor, @Nullable String correlation, @Nullable String trace,
    @Nullable Whence whence) {
  /** The platform itself, unprompted. */
  public static final EventMeta NONE = new EventMeta(null, null, null);

  /** From where is not known. */
  public EventMeta(@Nullable UUID actor, @Nullable String correlation, @Nullable String trace) {
    this(actor, correlation, trace, null);
  }

  /** Whoever makes this call. */
  public static EventMeta of(CallContext call) {
    return new EventMeta(call.caller().subject(), call.correlationId(), call.traceparent(),
        call.whence());
  }
}
