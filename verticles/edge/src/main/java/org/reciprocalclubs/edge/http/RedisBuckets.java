package org.reciprocalclubs.edge.http;

import io.vertx.core.Future;
import io.vertx.redis.client.RedisAPI;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Token buckets that all doors share, each taken from by one call of one script, at the time of Redis. While
 * Redis does not answer, this process counts by itself. Thread-safe.
 */
final class RedisBuckets implements Buckets.Store {
  private static final Logger LOG = LoggerFactory.getLogger(RedisBuckets.class);
  private static final long AWAY_MILLIS = 5_000;
  private static final Duration PATIENCE = Duration.ofMillis(100);
  /**
   * KEYS bucket; ARGV burst, tokens per millisecond, wanted. Answers granted, remaining, milliseconds to
   * wait.
   */
  private static final String TAKE = """
      local t = redis.call('TIME')
      local now = t[1] * 1000 + math.floor(t[2] / 1000)
      local burst, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
      local known = redis.call('HMGET', KEYS[1], 'n', 't')
      local tokens = burst
      if known[1] then
        local passed = math.max(0, now - tonumber(known[2]))
        tokens = math.min(burst, tonumber(known[1]) + passed * rate)
      end
      local granted = math.min(tonumber(ARGV[3]), math.floor(tokens))
      tokens = tokens - granted
      redis.call('HSET', KEYS[1], 'n', tostring(tokens), 't', now)
      redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate) + 1000)
      local wait = 0
      if granted == 0 then wait = math.ceil((1 - tokens) / rate) end
      return {granted, math.floor(tokens), wait}
      """;

  private final RedisAPI redis;
  private final Buckets local;
  private final Duration patience;
  private volatile long awayUntilNanos = System.nanoTime();

  RedisBuckets(RedisAPI redis, Buckets local) {
    this(redis, local, PATIENCE);
  }

  /**
   * @param patience how long Redis may take before this process counts by itself
   */
  RedisBuckets(RedisAPI redis, Buckets local, Duration patience) {
    this.redis = redis;
    this.local = local;
    this.patience = patience;
  }

  @Override
  public Future<Buckets.Grant> take(String key, RateSettings.Limit limit, int wanted) {
    if (awayUntilNanos - System.nanoTime() > 0) {
      return Future.succeededFuture(local.take(key, limit, wanted));
    }
    return redis.eval(List.of(TAKE, "1", "clubs:rate:" + key, Integer.toString(limit.burst()),
        Double.toString(limit.perMilli()), Integer.toString(wanted)))
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS).map(RedisBuckets::grant)
        .recover(failure -> {
          awayUntilNanos = System.nanoTime() + AWAY_MILLIS * 1_000_000;
          LOG.atWarn().addKeyValue("reason", failure.getClass().getSimpleName())
              .log("Rate limits are counted in this process: Redis does not answer");
          return Future.succeededFuture(local.take(key, limit, wanted));
        });
  }

  private static Buckets.Grant grant(@Nullable Response answer) {
    return new Buckets.Grant((int) number(answer, 0), (int) number(answer, 1), number(answer, 2));
  }

  private static long number(@Nullable Response answer, int at) {
    return Objects.requireNonNull(Objects.requireNonNull(answer).get(at).toLong());
  }
}
