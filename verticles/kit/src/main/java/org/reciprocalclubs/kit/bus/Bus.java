package org.reciprocalclubs.kit.bus;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.Rpc;

/**
 * How rooms ask each other, typed by the contract.
 *
 * <pre>{@code
 * bus.serve(VisitsGrpcService.CheckOut, request -> checkOut(request));       // in a verticle's start
 * Visit visit = bus.ask(VisitsGrpcClient.CheckOut, request).await();         // anywhere
 * }</pre>
 *
 * <p>An ask always has a deadline, never later than the one of the request being worked on. Every failure is
 * a {@link Problem}: what the other side threw, DEADLINE when no answer came, OVERLOADED when nobody serves
 * or too much is in flight, INTERNAL_ERROR for a fault (logged once, where it happened). Who asks is taken
 * from {@link CallContext#current()}. What the rpc declares of who may call it ({@link Permissions}) is
 * checked before the request leaves, and again before its handler runs; what it says is recorded of it is on
 * disk before it is answered, see {@link #recordTo}.
 *
 * <p>Serving from a verticle runs each request as a task of its own on that verticle's context: on virtual
 * threads handlers may {@code await()} and still overlap. Thread-safe.
 */
public final class Bus {
  private static final String SIGNAL = "signal:";

  private final Vertx vertx;
  private final Codecs codecs;
  private final BusSettings settings;
  private final Asker asker;
  private final Desk desk;
  private final Set<MessageConsumer<?>> consumers = ConcurrentHashMap.newKeySet();

  /** What the serving side needs of everything around it. */
  record Desk(BusMetrics metrics, ProblemMapper problems, InFlight inFlight, Recording recording) {}

  /**
   * A bus over the event bus of that Vert.x, on which {@link Codecs#register} was called.
   *
   * @param problems knows what the exceptions of other rooms mean
   */
  public Bus(Vertx vertx, Codecs codecs, BusSettings settings, MeterRegistry meters, ProblemMapper problems) {
    BusMetrics metrics = new BusMetrics(meters);
    this.vertx = vertx;
    this.codecs = codecs;
    this.settings = settings;
    this.asker = new Asker(vertx, metrics);
    this.desk = new Desk(metrics, problems, new InFlight(vertx), new Recording());
  }

  /** Asks within the default deadline. */
  public <Q extends Message, A extends Message> Future<A> ask(ServiceMethod<A, Q> method, Q request) {
    return ask(method, request, settings.deadline());
  }

  /**
   * Asks within that deadline. An rpc that is idempotent or only reads is asked once more when its first half
   * passes without an answer, or when nobody serves it.
   */
  public <Q extends Message, A extends Message> Future<A> ask(ServiceMethod<A, Q> method, Q request,
      Duration deadline) {
    Rpc rpc = codecs.rpc(method.fullMethodName());
    return asker.ask(rpc, rpc.address(), request, deadline);
  }

  /** Asks an rpc known only by its descriptor, as the doors do. */
  public Future<Message> ask(Rpc rpc, Message request, Duration deadline) {
    return asker.ask(rpc, rpc.address(), request, deadline);
  }

  /** Asks whoever holds that lane; see {@link Lanes#of}. */
  public <Q extends Message, A extends Message> Future<A> askLane(ServiceMethod<A, Q> method, int lane,
      Q request) {
    Rpc rpc = codecs.rpc(method.fullMethodName());
    return asker.ask(rpc, Lanes.address(rpc.address(), lane), request, settings.deadline());
  }

  /** Asks whoever holds that lane an rpc known only by its descriptor. */
  public Future<Message> askLane(Rpc rpc, int lane, Message request, Duration deadline) {
    return asker.ask(rpc, Lanes.address(rpc.address(), lane), request, deadline);
  }

  /** Serves an rpc with as many requests in flight as the settings allow; completes once it is reachable. */
  public <Q extends Message, A extends Message> Future<Registration> serve(ServiceMethod<Q, A> method,
      RpcHandler<Q, A> handler) {
    return serve(method, settings.maxInFlight(), handler);
  }

  /** Serves an rpc, refusing OVERLOADED what exceeds that many in flight in this verticle. */
  public <Q extends Message, A extends Message> Future<Registration> serve(ServiceMethod<Q, A> method,
      int maxInFlight, RpcHandler<Q, A> handler) {
    Rpc rpc = codecs.rpc(method.fullMethodName());
    return register(Serving.tasks(rpc, rpc.address(), maxInFlight, handler, desk));
  }

  /** Serves an rpc by futures: for event loops, and for those who collect requests into batches. */
  public <Q extends Message, A extends Message> Future<Registration> serveAsync(ServiceMethod<Q, A> method,
      int maxInFlight, AsyncRpcHandler<Q, A> handler) {
    Rpc rpc = codecs.rpc(method.fullMethodName());
    return register(Serving.futures(rpc, rpc.address(), maxInFlight, handler, desk));
  }

  /** Serves one lane of an rpc by futures, for as long as the registration is not stopped. */
  public <Q extends Message, A extends Message> Future<Registration> serveLane(ServiceMethod<Q, A> method,
      int lane, int maxInFlight, AsyncRpcHandler<Q, A> handler) {
    Rpc rpc = codecs.rpc(method.fullMethodName());
    String address = Lanes.address(rpc.address(), lane);
    return register(Serving.futures(rpc, address, maxInFlight, handler, desk));
  }

  /**
   * Wakes every subscriber of that signal, on every node; it may get lost, so they must also look by
   * themselves.
   */
  public void announce(String signal) {
    vertx.eventBus().publish(SIGNAL + signal, "");
  }

  /** Runs the task, which must be short, on the calling context whenever the signal is announced. */
  public Future<Registration> subscribe(String signal, Runnable task) {
    MessageConsumer<String> consumer = vertx.eventBus().consumer(SIGNAL + signal, _ -> task.run());
    return registered(consumer);
  }

  /**
   * Keeps from now on there what the contract says is recorded. Before this is called such calls are refused.
   */
  public void recordTo(Recorder recorder) {
    desk.recording().to(recorder);
  }

  /** The contract this bus speaks. */
  public Codecs codecs() {
    return codecs;
  }

  /**
   * Stops serving, then waits until what is in flight is answered.
   *
   * @return true if all was answered within the limit
   */
  public Future<Boolean> drain(Duration limit) {
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .transform(_ -> desk.inFlight().ended(limit));
  }

  private Future<Registration> register(Serving<?, ?> serving) {
    return registered(vertx.eventBus().consumer(serving.options(), serving));
  }

  private Future<Registration> registered(MessageConsumer<?> consumer) {
    consumers.add(consumer);
    Registration registration = () -> {
      consumers.remove(consumer);
      return consumer.unregister();
    };
    return consumer.completion().map(registration);
  }
}
