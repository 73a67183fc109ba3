package org.reciprocalclubs.edge.operation;

import com.google.protobuf.Message;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Lanes;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.RefusalLog;

/**
 * Through which REST and GraphQL ask the rooms: it refuses a token that does not hold, counts guesses, finds
 * the lane, and puts the request's context on the way. For event loops; thread-safe.
 */
public final class Door {
  private final Bus bus;
  private final Duration deadline;
  private final Guesses guesses;
  private final RefusalLog refusals = new RefusalLog();

  /** Slows down whoever tries passwords and codes. */
  @FunctionalInterface
  public interface Guesses {
    /** Counts one attempt; fails with RATE_LIMITED when there were too many. */
    Future<Void> count(Call call, Message request);
  }

  /**
   * @param deadline of one ask
   */
  public Door(Bus bus, Duration deadline, Guesses guesses) {
    this.bus = bus;
    this.deadline = deadline;
    this.guesses = guesses;
  }

  /**
   * The room's answer; every failure is a {@link Problem}.
   *
   * @param key the idempotency key, if the client gave one
   */
  public Future<Message> ask(Bound bound, Message request, Call call, @Nullable String key) {
    return answer(bound, request, call, key)
        .onFailure(failure -> refusals.told(bound.rpc().address(), call.context(), failure));
  }

  /** The failure of whoever shows a token that does not hold. */
  public Future<Message> refuse(Bound bound, Call call, Problem refusal) {
    refusals.told(bound.rpc().address(), call.context(), refusal);
    return Future.failedFuture(refusal);
  }

  private Future<Message> answer(Bound bound, Message request, Call call, @Nullable String key) {
    if (call.refusal() != null && !bound.rpc().isPublic()) {
      return Future.failedFuture(call.refusal());
    }
    return bound.operation().limit() == Operation.Limit.CREDENTIALS
        ? guesses.count(call, request).compose(_ -> send(bound, request, call, key))
        : send(bound, request, call, key);
  }

  private Future<Message> send(Bound bound, Message request, Call call, @Nullable String key) {
    if (bound.operation().lane() && !call.caller().isAuthenticated()) {
      return Future.failedFuture(Problem.unauthenticated("Sign in first"));
    }
    CallContext context = call.context().withIdempotencyKey(key);
    context.enter();
    Future<Message> answer = bound.operation().lane()
        ? bus.askLane(bound.rpc(), Lanes.of(call.caller().requireClub()), request, deadline)
        : bus.ask(bound.rpc(), request, deadline);
    return answer.compose(SecondHalf::before).onSuccess(_ -> {
      if (context.isHit()) {
        call.markHit();
      }
    });
  }
}
