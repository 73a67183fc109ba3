package org.reciprocalclubs.kit.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts and times of asks and of requests served, by address and outcome. Thread-safe. */
final class BusMetrics {
  private static final String OK = "OK";

  private record Key(String name, String address, String outcome) {}

  private final MeterRegistry registry;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  BusMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void asked(String address, long startNanos, @Nullable Problem problem) {
    record("clubs.bus.ask", address, startNanos, problem);
  }

  void served(String address, long startNanos, @Nullable Problem problem) {
    record("clubs.bus.serve", address, startNanos, problem);
  }

  private void record(String name, String address, long startNanos,
      @Nullable Problem problem) {
    Key key = new Key(name, address, problem == null ? OK : problem.kind().name());
    Timer timer = timers.get(key);
    if (timer == null) {
      timer = timers.computeIfAbsent(key, this::timer);
    }
    timer.record(Duration.ofNanos(System.nanoTime() - startNanos));
  }

  private Timer timer(Key key) {
    return Timer.builder(key.name()).tag("address", key.address()).tag("outcome", key.outcome())
        .register(registry);
  }
}
