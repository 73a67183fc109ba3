package org.reciprocalclubs.edge.operation;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * One request at a door: who knocks, from where, and with what.
 *
 * <p>A token that does not hold does not end the request at once: what anyone may do (sign in, refresh) still
 * works, and everything else answers {@link #refusal}. Confined to the request's event loop.
 */
public final class Call {
  private final CallContext context;
  private final String address;
  private final @Nullable Problem refusal;
  private final AtomicBoolean hit = new AtomicBoolean();

  /**
   * @param context under which the rooms are asked
   * @param address of the client, for rate limits
   * @param refusal why the token given does not hold; null when it does, or when none was given
   */
  public Call(CallContext context, String address, @Nullable Problem refusal) {
    this.context = context;
    this.address = address;
    this.refusal = refusal;
  }

  public CallContext context() {
    return context;
  }

  public Caller caller() {
    return context.caller();
  }

  public String correlationId() {
    return context.correlationId();
  }

  public String address() {
    return address;
  }

  public @Nullable Problem refusal() {
    return refusal;
  }

  /** Remembers that the answer is one given before. */
  void markHit() {
    hit.set(true);
  }

  /** Whether an answer was one given before to the same scan id or Idempotency-Key. */
  public boolean isHit() {
    return hit.get();
  }
}
