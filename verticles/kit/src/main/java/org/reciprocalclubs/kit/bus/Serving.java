package org.reciprocalclubs.kit.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumerOptions;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Rpc;
import org.reciprocalclubs.codecs.kit.v1.Recorded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serving side of one address in one verticle: bounded, permitted, and every request answered whatever
 * happens.
 */
final class Serving<Q extends com.google.protobuf.Message, A extends com.google.protobuf.Message>
    implements
      Handler<Message<Q>> {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  private final Rpc rpc;
  private final MessageConsumerOptions options;
  private final @Nullable RpcHandler<Q, A> tasks;
  private final @Nullable AsyncRpcHandler<Q, A> futures;
  private final Bus.Desk desk;
  private final AtomicInteger inFlight = new AtomicInteger();

  private Serving(Rpc rpc, MessageConsumerOptions options, @Nullable RpcHandler<Q, A> tasks,
      @Nullable AsyncRpcHandler<Q, A> futures, Bus.Desk desk) {
    this.rpc = rpc;
    this.options = options;
    this.tasks = tasks;
    this.futures = futures;
    this.desk = desk;
  }

  static <Q extends com.google.protobuf.Message, A extends com.google.protobuf.Message> Serving<Q, A> tasks(
      Rpc rpc, String address, int maxInFlight, RpcHandler<Q, A> handler, Bus.Desk desk) {
    return new Serving<>(rpc, options(address, maxInFlight), handler, null, desk);
  }

  static <Q extends com.google.protobuf.Message, A extends com.google.protobuf.Message> Serving<Q, A> futures(
      Rpc rpc, String address, int maxInFlight, AsyncRpcHandler<Q, A> handler, Bus.Desk desk) {
    return new Serving<>(rpc, options(address, maxInFlight), null, handler, desk);
  }

  /**
   * The consumer's own buffer is as large as what may be in flight: what exceeds it is refused here first.
   */
  private static MessageConsumerOptions options(String address, int maxInFlight) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("At least one request must be allowed in flight");
    }
    return new MessageConsumerOptions().setAddress(address).setMaxBufferedMessages(maxInFlight);
  }

  MessageConsumerOptions options() {
    return options;
  }

  @Override
  public void handle(Message<Q> message) {
    long start = System.nanoTime();
    if (inFlight.incrementAndGet() > options.getMaxBufferedMessages()) {
      inFlight.decrementAndGet();
      refuse(message, start, Problem.overloaded("TOO_MANY_IN_FLIGHT", "Too many requests at once"));
      return;
    }
    desk.inFlight().began();
    CallContext call;
    try {
      call = CallHeaders.read(message.headers());
    } catch (RuntimeException failure) {
      finish(message, start, CallContext.current(), Future.failedFuture(failure));
      return;
    }
    begin(message, start, call);
  }

  private void begin(Message<Q> message, long start, CallContext call) {
    call.enter();
    if (tasks != null) {
      // a consumer takes one message at a time, awaits included: hand each to a task of its own, on the
      // current (duplicated) context because only that one holds the context locals
      Objects.requireNonNull(Vertx.currentContext())
          .runOnContext(_ -> finish(message, start, call, answer(tasks, message, call)));
    } else {
      answerLater(Objects.requireNonNull(futures), message, call)
          .compose(answer -> told(message, call, answer))
          .onComplete(result -> finish(message, start, call, result.succeeded()
              ? Future.succeededFuture(result.result())
              : Future.failedFuture(result.cause())));
    }
  }

  private Future<A> answer(RpcHandler<Q, A> handler, Message<Q> message, CallContext call) {
    try {
      admit(call);
      if (Recording.asked(rpc, call)) {
        kept(desk.recording().change(rpc, call, message.body()));
      }
      A answer = Objects.requireNonNull(handler.handle(message.body()), "The answer is null");
      kept(told(message, call, answer));
      return Future.succeededFuture(answer);
    } catch (Throwable failure) {
      return Future.failedFuture(failure);
    }
  }

  /** Waits, where there is something to wait for: most calls record nothing. */
  private static void kept(Future<?> record) {
    if (!record.succeeded()) {
      record.await();
    }
  }

  private Future<A> answerLater(AsyncRpcHandler<Q, A> handler, Message<Q> message, CallContext call) {
    try {
      admit(call);
      Future<Void> asked = Recording.asked(rpc, call)
          ? desk.recording().change(rpc, call, message.body())
          : Future.succeededFuture();
      return asked.compose(_ -> Objects.requireNonNull(handler.handle(message.body()),
          "The handler returned no future"));
    } catch (Throwable failure) {
      return Future.failedFuture(failure);
    }
  }

  /** The answer, once it is recorded to whom it is given. */
  private Future<A> told(Message<Q> message, CallContext call, A answer) {
    if (rpc.recorded() != Recorded.READ) {
      return Future.succeededFuture(answer);
    }
    return desk.recording().read(rpc, call, message.body(), answer).map(answer);
  }

  private void admit(CallContext call) {
    if (call.deadline() != null && Instant.now().isAfter(call.deadline())) {
      throw Problem.deadline("The asker stopped waiting before the work began");
    }
    Permissions.check(rpc, call.caller());
  }

  private void finish(Message<Q> message, long start, CallContext call, Future<A> answer) {
    inFlight.decrementAndGet();
    desk.inFlight().ended();
    if (answer.succeeded() && answer.result() != null) {
      message.reply(answer.result(), CallHeaders.answered(call));
      desk.metrics().served(options.getAddress(), start, null);
    } else {
      Throwable cause = answer.cause();
      refuse(message, start, problem(cause != null ? cause : new NullPointerException("The answer is null")));
    }
  }

  private Problem problem(Throwable failure) {
    if (failure instanceof Problem problem && problem.kind() != ErrorCode.INTERNAL_ERROR) {
      return problem;
    }
    Problem known = desk.problems().map(failure);
    if (known != null) {
      return known;
    }
    LOG.atError().setCause(failure).addKeyValue("rpc", rpc.address())
        .addKeyValue("correlationId", CallContext.current().correlationId()).log("A request failed");
    return failure instanceof Problem problem ? problem : Problem.internal(failure);
  }

  private void refuse(Message<Q> message, long start, Problem problem) {
    message.fail(problem.kind().grpcStatus(), ProblemJson.text(problem));
    desk.metrics().served(options.getAddress(), start, problem);
  }
}
