package org.reciprocalclubs.kit.boot;

import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.CallContext;
import org.slf4j.spi.MDCAdapter;

/**
 * A mapped diagnostic context that adds who asks, for which club, and the correlation id of the request
 * being worked on. Threads carry many requests at once here, so only the Vert.x context knows.
 */
final class CallMdc implements MDCAdapter {
  private static final String CLUB = "club";
  private static final String CALLER = "caller";
  private static final String CORRELATION = "correlationId";

  private final LogbackMDCAdapter others = new LogbackMDCAdapter();

  @Override
  public Map<String, String> getCopyOfContextMap() {
    @SuppressWarnings("unchecked") // Logback gives the raw type of what it keeps as texts
    Map<String, String> copy = others.getCopyOfContextMap();
    CallContext call = CallContext.current();
    if (call.isNone()) {
      return copy == null ? Map.of() : copy;
    }
    Map<String, String> all = copy == null ? new HashMap<>() : copy;
    all.put(CORRELATION, call.correlationId());
    if (call.caller().club() != null) {
      all.put(CLUB, call.caller().club().toString());
    }
    if (call.caller().subject() != null) {
      all.put(CALLER, call.caller().subject().toString());
    }
    return all;
  }

  @Override
  public @Nullable String get(String key) {
    return getCopyOfContextMap().get(key);
  }

  @Override
  public void put(String key, @Nullable String value) {
    others.put(key, value);
  }

  @Override
  public void remove(String key) {
    others.remove(key);
  }

  @Override
  public void clear() {
    others.clear();
  }

  @Override
  public void setContextMap(Map<String, String> map) {
    others.setContextMap(map);
  }

  @Override
  public void pushByKey(String key, String value) {
    others.pushByKey(key, value);
  }

  @Override
  public @Nullable String popByKey(String key) {
    return others.popByKey(key);
  }

  @Override
  public @Nullable Deque<String> getCopyOfDequeByKey(String key) {
    return others.getCopyOfDequeByKey(key);
  }

  @Override
  public void clearDequeByKey(String key) {
    others.clearDequeByKey(key);
  }
}
