package org.reciprocalclubs.kit.bus;

import com.google.protobuf.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Rpc;
import org.reciprocalclubs.codecs.kit.v1.Recorded;

/** The asking side: deadlines, one retry, problems restored. Thread-safe. */
final class Asker {
  private static final Duration PAUSE_BEFORE_RETRY = Duration.ofMillis(50);

  private final Vertx vertx;
  private final BusMetrics metrics;

  /** One ask under way. */
  private record Ask(Rpc rpc, String address, Message request, CallContext call, Instant until) {}

  Asker(Vertx vertx, BusMetrics metrics) {
    this.vertx = vertx;
    this.metrics = metrics;
  }

  <A extends Message> Future<A> ask(Rpc rpc, String address, Message request, Duration deadline) {
    long start = System.nanoTime();
    CallContext call = CallContext.current();
    Instant until = earlier(Instant.now().plus(deadline), call.deadline());
    return this.<A>permitted(new Ask(rpc, address, request, call, until)).transform(result -> {
      Problem problem = result.succeeded() ? null : problem(result.cause());
      metrics.asked(address, start, problem);
      return problem == null ? Future.succeededFuture(result.result()) : Future.failedFuture(problem);
    });
  }

  /** What its rpc's own room would refuse anyway does not even leave. */
  private <A extends Message> Future<A> permitted(Ask ask) {
    try {
      Permissions.check(ask.rpc(), ask.call().caller());
    } catch (Problem refused) {
      return Future.failedFuture(refused);
    }
    Duration left = left(ask);
    return ask.rpc().repeatable()
        ? this.<A>attempt(ask, left.dividedBy(2)).recover(failure -> again(ask, failure))
        : attempt(ask, left);
  }

  private <A extends Message> Future<A> again(Ask ask, Throwable failure) {
    if (!(failure instanceof ReplyException reply)) {
      return Future.failedFuture(failure);
    }
    return switch (reply.failureType()) {
      case TIMEOUT -> attempt(ask, left(ask));
      case NO_HANDLERS -> vertx.timer(PAUSE_BEFORE_RETRY.toMillis()).compose(_ -> attempt(ask, left(ask)));
      case RECIPIENT_FAILURE, ERROR -> Future.failedFuture(failure);
    };
  }

  private <A extends Message> Future<A> attempt(Ask ask, Duration limit) {
    if (limit.toMillis() < 1) {
      return Future.failedFuture(new ReplyException(ReplyFailure.TIMEOUT));
    }
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(limit.toMillis());
    CallHeaders.write(ask.call(), limit, options);
    if (ask.rpc().toldOrigin()) {
      CallHeaders.writeOrigin(ask.call(), options);
    }
    if (isRecorded(ask.rpc().recorded())) {
      CallHeaders.writeWhence(ask.call(), options);
    }
    return vertx.eventBus().<A>request(ask.address(), ask.request(), options)
        .map(reply -> {
          CallHeaders.readAnswer(reply.headers(), ask.call());
          return reply.body();
        });
  }

  private static boolean isRecorded(Recorded recorded) {
    return recorded != Recorded.NOTHING && recorded != Recorded.RECORDED_UNSPECIFIED;
  }

  private static Duration left(Ask ask) {
    return Duration.between(Instant.now(), ask.until());
  }

  private static Instant earlier(Instant one, @Nullable Instant other) {
    return other != null && other.isBefore(one) ? other : one;
  }

  private static Problem problem(Throwable failure) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    if (!(failure instanceof ReplyException reply)) {
      return Problem.internal(failure);
    }
    return switch (reply.failureType()) {
      case TIMEOUT -> Problem.deadline("No answer came in time");
      case NO_HANDLERS -> Problem.overloaded("NOT_SERVED", "Nobody serves this just now")
          .retryAfter(Duration.ofSeconds(1));
      case RECIPIENT_FAILURE, ERROR -> {
        Problem problem = ProblemJson.parse(reply.getMessage());
        yield problem == null ? Problem.internal(reply) : problem;
      }
    };
  }
}
