package org.reciprocalclubs.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.EmbeddedEndpoints;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;
import org.reciprocalclubs.kit.boot.EmbeddedRequest;
import org.reciprocalclubs.kit.boot.EmbeddedServices;

/**
 * Starts PostgreSQL, then Redis, then NATS, the ledger meanwhile, and stops them in the opposite order:
 * what keeps the record starts first and goes last. Calls are serialised.
 */
public final class LocalServices implements EmbeddedServices {

  private final Deque<Child> running = new ArrayDeque<>();
  private @Nullable DataDirectory data;
  private @Nullable LedgerService ledger;

  @Override
  public synchronized EmbeddedEndpoints start(EmbeddedRequest request) {
    if (data != null) {
      throw new IllegalStateException("Already started");
    }
    data = DataDirectory.open(request.data());
    try {
      return start(request, data);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  private EmbeddedEndpoints start(EmbeddedRequest request, DataDirectory directory) {
    var postgres = new PostgresServer(directory, request.postgresPort());
    var redis = new RedisServer(directory, request.redisPort());
    var nats = new NatsServer(directory, request.natsPort(), request.natsMonitorPort());
    stopOrphans(directory);
    Loopback.requireFree(request.postgresPort(), "PostgreSQL");
    Loopback.requireFree(request.redisPort(), "Redis");
    Loopback.requireFree(request.natsPort(), "NATS");
    Loopback.requireFree(request.natsMonitorPort(), "the NATS monitor");
    var beside = new LedgerService(directory, request.ledgerPort());
    beside.requireFreePorts();
    ledger = beside;
    beside.start();
    running.push(postgres.start());
    running.push(redis.start());
    running.push(nats.start());
    return new EmbeddedEndpoints(postgres.endpoint(), redis.endpoint(), nats.endpoint(),
        beside.endpoint());
  }

  private static void stopOrphans(DataDirectory directory) {
    Orphans.stop("nats-server", directory.child("nats"), Child.Stop.NATS);
    Orphans.stop("redis-server", directory.child("redis"), Child.Stop.REDIS);
    Orphans.stop("postgres", directory.child("postgres"), Child.Stop.POSTGRES);
  }

  @Override
  public synchronized void stop() {
    try {
      if (ledger != null) {
        ledger.stop();
        ledger = null;
      }
      while (!running.isEmpty()) {
        running.pop().stop();
      }
    } finally {
      if (data != null) {
        data.close();
        data = null;
      }
    }
  }

  /** Whether every child that was started still runs. */
  synchronized boolean allRun() throws EmbeddedFailure {
    return data != null && running.stream().allMatch(Child::runs);
  }
}
