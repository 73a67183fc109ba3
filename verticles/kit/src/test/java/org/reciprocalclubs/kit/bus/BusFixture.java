package org.reciprocalclubs.kit.bus;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.kitsample.v1.ShoutRequest;
import org.reciprocalclubs.kit.kitsample.v1.ShoutResponse;

/** A real Vert.x with a bus over the sample service, and verticles to serve it from. */
final class BusFixture implements AutoCloseable {
  static final UUID CLUB = UUID.fromString("019a0000-0000-7000-8000-000000000001");
  static final UUID USER = UUID.fromString("019a0000-0000-7000-8000-000000000002");
  static final Caller MANAGER = new Caller(Caller.Kind.PERSON, USER, CLUB, null, UUID.randomUUID(),
      Set.of("decree.sign"), Set.of("MANAGER"));

  final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Codecs codecs = Codecs.of(List.of(ShoutRequest.getDescriptor().getFile()));
  final Bus bus;

  BusFixture(Duration deadline, int maxInFlight) {
    codecs.register(vertx.eventBus());
    bus = new Bus(vertx, codecs, new BusSettings(deadline, maxInFlight), meters,
        failure -> failure instanceof IllegalMonitorStateException
            ? Problem.overloaded("STORE_BUSY", "Busy")
            : null);
    bus.recordTo(Recorder.FORGETFUL);
  }

  BusFixture() {
    this(Duration.ofSeconds(5), 1_000);
  }

  static ShoutRequest shout(String text) {
    return ShoutRequest.newBuilder().setText(text).build();
  }

  static ShoutResponse answer(String text) {
    return ShoutResponse.newBuilder().setText(text)
        .setThread(Thread.currentThread().isVirtual() ? "virtual" : "loop")
        .setCorrelationId(CallContext.current().correlationId()).build();
  }

  /** Runs the registration inside a verticle of that model, as rooms do. */
  void deploy(ThreadingModel model, Supplier<Future<?>> start) {
    vertx.deployVerticle(new VerticleBase() {
      @Override
      public Future<?> start() {
        return start.get();
      }
    }, new DeploymentOptions().setThreadingModel(model)).await();
  }

  void onVirtualThreads(Supplier<Future<?>> start) {
    deploy(ThreadingModel.VIRTUAL_THREAD, start);
  }

  /** Asks within a context that holds the call. */
  <T> T within(CallContext call, Callable<Future<T>> ask) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    call.run(vertx, () -> {
      try {
        ask.call().onComplete(result::complete, result::completeExceptionally);
      } catch (Exception e) {
        result.completeExceptionally(e);
      }
    });
    try {
      return result.get(10, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
