package org.reciprocalclubs.kit.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.function.Supplier;
import org.reciprocalclubs.kit.bus.Bus;

/**
 * What a process gives each of its rooms. Thread-safe.
 *
 * @param name of this process
 * @param clock the time of this process, UTC
 */
public record NodeContext(String name, Vertx vertx, Settings settings, Bus bus, Routes routes, Health health,
    MeterRegistry meters, Clock clock) {

  /**
   * Deploys a domain verticle, whose code awaits on virtual threads, that many times, each on a loop of its
   * own.
   */
  public Future<?> deployDomain(Supplier<? extends Deployable> verticle, int instances) {
    return deploy(verticle, instances, ThreadingModel.VIRTUAL_THREAD);
  }

  /** Deploys a verticle that never blocks, that many times. */
  public Future<?> deployLoops(Supplier<? extends Deployable> verticle, int instances) {
    return deploy(verticle, instances, ThreadingModel.EVENT_LOOP);
  }

  /** One by one: instances of one virtual-thread deployment would share an event loop. */
  private Future<?> deploy(Supplier<? extends Deployable> verticle, int instances, ThreadingModel model) {
    Future<?> all = Future.succeededFuture();
    for (int i = 0; i < instances; i++) {
      all = all.compose(
          _ -> vertx.deployVerticle(verticle.get(), new DeploymentOptions().setThreadingModel(model)));
    }
    return all;
  }
}
