package org.reciprocalclubs.kit.bus;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A {@link CallContext} in the headers of a bus message. Thread-safe. */
final class CallHeaders {
  private static final String CALLER = "clubs-caller";
  private static final String CORRELATION = "clubs-correlation";
  private static final String IDEMPOTENCY = "clubs-idempotency";
  private static final String LEFT_MILLIS = "clubs-left";
  private static final String ADDRESS = "clubs-address";
  private static final String PROGRAM = "clubs-program";
  private static final String WHENCE = "clubs-whence";
  private static final String HIT = "clubs-hit";
  private static final String TRACEPARENT = "clubs-traceparent";
  /** The same few thousand callers come again and again: parse each once. */
  private static final int MAX_CALLERS = 10_000;
  private static final Map<String, Caller> CALLERS = new ConcurrentHashMap<>();

  private CallHeaders() {}

  static void write(CallContext call, Duration left, DeliveryOptions options) {
    options.addHeader(CALLER, CallerText.write(call.caller()));
    options.addHeader(CORRELATION, call.correlationId());
    options.addHeader(LEFT_MILLIS, Long.toString(left.toMillis()));
    if (call.idempotencyKey() != null) {
      options.addHeader(IDEMPOTENCY, call.idempotencyKey());
    }
    if (call.traceparent() != null) {
      options.addHeader(TRACEPARENT, call.traceparent());
    }
  }

  /** For rpcs that are told from where they are asked. */
  static void writeOrigin(CallContext call, DeliveryOptions options) {
    if (call.origin() != null) {
      options.addHeader(ADDRESS, call.origin().address()).addHeader(PROGRAM, call.origin().program());
    }
  }

  /** For rpcs of which the audit trail keeps something. */
  static void writeWhence(CallContext call, DeliveryOptions options) {
    if (call.whence() != null) {
      options.addHeader(WHENCE, call.whence().text());
    }
  }

  /** What goes back with an answer. */
  static DeliveryOptions answered(CallContext call) {
    return call.isHit() ? new DeliveryOptions().addHeader(HIT, "1") : new DeliveryOptions();
  }

  /** Takes over what came back with an answer. */
  static void readAnswer(MultiMap headers, CallContext call) {
    if (headers.contains(HIT)) {
      call.markHit();
    }
  }

  static CallContext read(MultiMap headers) {
    String correlation = headers.get(CORRELATION);
    String left = headers.get(LEFT_MILLIS);
    CallContext call = new CallContext(caller(headers.get(CALLER)),
        correlation == null ? "none" : correlation,
        headers.get(IDEMPOTENCY), left == null ? null : Instant.now().plusMillis(Long.parseLong(left)),
        headers.get(TRACEPARENT));
    String address = headers.get(ADDRESS);
    String program = headers.get(PROGRAM);
    String whence = headers.get(WHENCE);
    return call.told(address == null || program == null ? null : new CallOrigin(address, program),
        whence == null ? null : Whence.read(whence));
  }

  private static Caller caller(@Nullable String text) {
    if (text == null) {
      return Caller.ANONYMOUS;
    }
    Caller known = CALLERS.get(text);
    if (known != null) {
      return known;
    }
    if (CALLERS.size() >= MAX_CALLERS) {
      CALLERS.clear();
    }
    Caller caller = CallerText.read(text);
    CALLERS.put(text, caller);
    return caller;
  }
}
