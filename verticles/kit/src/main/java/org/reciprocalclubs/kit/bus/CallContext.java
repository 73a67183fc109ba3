package org.reciprocalclubs.kit.bus;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What accompanies one request through every room: who asks, under which correlation id, until when.
 *
 * <p>It lives as a context local of the Vert.x context that works on the request, and crosses the bus in
 * headers. A batch has none of its own: each item keeps the context it came with. Immutable.
 *
 * @param correlationId finds the request in every log and event; visible ASCII, at most 64 characters
 * @param idempotencyKey what the client sent to make the request safe to repeat
 * @param deadline when the asker stops waiting
 * @param traceparent the W3C trace context, when traced
 * @param repeat set by {@link #markHit}
 * @param origin from where the request came; null where nobody said, or where it is nobody's business
 * @param whence the same for the audit trail; null where nobody said, or where nothing is recorded
 */
public record CallContext(Caller caller, String correlationId, @Nullable String idempotencyKey,
    @Nullable Instant deadline, @Nullable String traceparent, RepeatMark repeat,
    @Nullable CallOrigin origin, @Nullable Whence whence) {

  static final ContextLocal<CallContext> LOCAL = ContextLocal.registerLocal(CallContext.class);
  private static final CallContext NONE = new CallContext(Caller.ANONYMOUS, "none", null, null, null);

  /** A request not answered yet. */
  public CallContext(Caller caller, String correlationId, @Nullable String idempotencyKey,
      @Nullable Instant deadline, @Nullable String traceparent) {
    this(caller, correlationId, idempotencyKey, deadline, traceparent, new RepeatMark(), null, null);
  }

  /** Says that the answer is the one that was given when the same request came before; the asker is told. */
  public void markHit() {
    repeat.set();
  }

  /** True when what was asked under this context was answered as before. */
  public boolean isHit() {
    return repeat.isSet();
  }

  /** The request of that caller, under a new correlation id, without key or deadline. */
  public static CallContext of(Caller caller) {
    return new CallContext(caller, UUID.randomUUID().toString(), null, null, null);
  }

  /** The context of the request being worked on; an anonymous one outside any. */
  public static CallContext current() {
    Context context = Vertx.currentContext();
    CallContext call = context == null ? null : LOCAL.get(context, AccessMode.CONCURRENT);
    return call == null ? NONE : call;
  }

  /** True outside any request. */
  @SuppressWarnings("ReferenceEquality") // that one object: a request might have the same values
  public boolean isNone() {
    return this == NONE;
  }

  /**
   * Makes this the context of the request being worked on.
   *
   * @throws IllegalStateException outside a Vert.x context
   */
  public void enter() {
    Context context = Vertx.currentContext();
    if (context == null) {
      throw new IllegalStateException("A call context needs a Vert.x context");
    }
    LOCAL.put(context, AccessMode.CONCURRENT, this);
  }

  /** Runs the task on the same event loop or virtual threads, in a context of its own that holds this. */
  public void run(Vertx vertx, Runnable task) {
    ContextInternal context = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
    LOCAL.put(context, AccessMode.CONCURRENT, this);
    context.runOnContext(_ -> task.run());
  }

  /** This request, under that idempotency key. */
  public CallContext withIdempotencyKey(@Nullable String key) {
    return new CallContext(caller, correlationId, key, deadline, traceparent, repeat, origin,
        whence);
  }

  /** This request, to be answered by then. */
  public CallContext withDeadline(Instant at) {
    return new CallContext(caller, correlationId, idempotencyKey, at, traceparent, repeat, origin,
        whence);
  }

  /** This request, come from there. */
  public CallContext from(CallOrigin where) {
    return new CallContext(caller, correlationId, idempotencyKey, deadline, traceparent, repeat, where,
        Whence.of(where, caller));
  }

  /** This request, of which a room is told so much of where it came from. */
  CallContext told(@Nullable CallOrigin where, @Nullable Whence kept) {
    return new CallContext(caller, correlationId, idempotencyKey, deadline, traceparent, repeat, where, kept);
  }

  /** This request, made by that caller. */
  public CallContext withCaller(Caller other) {
    return new CallContext(other, correlationId, idempotencyKey, deadline, traceparent, repeat, origin,
        whence);
  }
}
