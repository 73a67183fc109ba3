package org.reciprocalclubs.edge.http;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Token buckets in the memory of this process: what counts while there is no Redis. Thread-safe. */
final class Buckets {
  private static final int MAX_KEYS = 100_000;

  private final LongSupplier millis;
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      return size() > MAX_KEYS;
    }
  };

  private record Bucket(double tokens, long atMillis) {}

  /**
   * What a bucket gave.
   *
   * @param granted how many tokens, 0 when it was empty
   * @param remaining how many are left
   * @param waitMillis how long until there is one again
   */
  record Grant(int granted, int remaining, long waitMillis) {}

  /** Up to that many tokens of one bucket. */
  record Wanted(String key, RateSettings.Limit limit, int tokens) {}

  /** Somewhere buckets are kept. */
  @FunctionalInterface
  interface Store {
    /** Takes from several buckets at once; the grants are in their order. */
    Future<List<Grant>> take(List<Wanted> wanted);
  }

  Buckets(LongSupplier millis) {
    this.millis = millis;
  }

  /** Takes from each. */
  List<Grant> take(List<Wanted> wanted) {
    return wanted.stream().map(each -> take(each.key(), each.limit(), each.tokens())).toList();
  }

  synchronized Grant take(String key, RateSettings.Limit limit, int wanted) {
    long now = millis.getAsLong();
    Bucket before = buckets.get(key);
    double tokens = before == null
        ? limit.burst()
        : Math.min(limit.burst(), before.tokens() + (now - before.atMillis()) * limit.perMilli());
    int granted = Math.min(wanted, (int) tokens);
    buckets.put(key, new Bucket(tokens - granted, now));
    double left = tokens - granted;
    long wait = granted > 0 ? 0 : (long) Math.ceil((1 - left) / limit.perMilli());
    return new Grant(granted, (int) left, wait);
  }
}
