package org.reciprocalclubs.ledger.transactions;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do nothing but wait for the ledger, so that whoever waits for nothing else is never held up by
 * it. Thread-safe.
 */
final class LedgerPool implements AutoCloseable {
  /** Longer than any call may take; what waits for events waits for ever. */
  private static final long WARN_HOURS = 24L * 365;

  private final WorkerExecutor executor;

  /** @param name of the threads, in thread dumps and metrics */
  LedgerPool(Vertx vertx, String name, int threads) {
    executor = vertx.createSharedWorkerExecutor(name, threads, WARN_HOURS, TimeUnit.HOURS);
  }

  /** Runs it there and waits for it; for virtual threads. Its exceptions are passed on as they are. */
  <T extends @Nullable Object> T call(Supplier<T> work) {
    return executor.executeBlocking(work::get, false).await();
  }

  @Override
  public void close() {
    executor.close();
  }
}
