package org.reciprocalclubs.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** The room's numbers. Thread-safe. */
final class PushMetrics {
  private final Map<CloseCode, Counter> closes = new EnumMap<>(CloseCode.class);
  private final Counter messages;
  private final Counter frames;
  private final Counter resumed;
  private final Counter lost;

  PushMetrics(MeterRegistry meters, Seats seats) {
    Gauge.builder("push.sockets", seats, Seats::taken).description("connected sockets").register(meters);
    for (CloseCode code : CloseCode.values()) {
      closes.put(code, Counter.builder("push.closes").tag("code", Integer.toString(code.number))
          .description("sockets that were closed by us").register(meters));
    }
    messages = Counter.builder("push.messages").description("messages told").register(meters);
    frames = Counter.builder("push.frames").description("frames of messages sent").register(meters);
    resumed = Counter.builder("push.resumes").tag("recovered", "true").register(meters);
    lost = Counter.builder("push.resumes").tag("recovered", "false").register(meters);
  }

  void closed(CloseCode code) {
    Counter counter = closes.get(code);
    if (counter != null) {
      counter.increment();
    }
  }

  void sent(int count) {
    frames.increment();
    messages.increment(count);
  }

  void resumed(boolean recovered) {
    (recovered ? resumed : lost).increment();
  }
}
