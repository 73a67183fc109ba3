package org.reciprocalclubs.edge.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Token buckets that all doors share, each taken from by one call of one script, at the time of Redis. When
 * Redis does not answer in time, this process counts by itself for some seconds. Thread-safe.
 */
final class RedisBuckets implements Buckets.Store {
  private static final Logger LOG = LoggerFactory.getLogger(RedisBuckets.class);
  private static final Duration AWAY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final int CONNECTIONS = 4;
  /** Requests that may wait for a connection, none beyond the patience: all kiosks of a federation. */
  private static final int WAITING_MAX = 4_096;
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
  private final AtomicLong awayUntilNanos = new AtomicLong(System.nanoTime());

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

  /** A client that has room for all who ask at once. */
  static Redis client(Vertx vertx, String url, Secret password) {
    var options = new RedisOptions().setConnectionString(url).setMaxPoolSize(CONNECTIONS)
        .setMaxPoolWaiting(WAITING_MAX);
    return Redis.createClient(vertx, password.isEmpty() ? options : options.setPassword(password.value()));
  }

  @Override
  public Future<Buckets.Grant> take(String key, RateSettings.Limit limit, int wanted) {
    if (isAway(System.nanoTime())) {
      return Future.succeededFuture(local.take(key, limit, wanted));
    }
    return redis.eval(List.of(TAKE, "1", "clubs:rate:" + key, Integer.toString(limit.burst()),
        Double.toString(limit.perMilli()), Integer.toString(wanted)))
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS).map(RedisBuckets::grant)
        .recover(failure -> {
          leave(failure);
          return Future.succeededFuture(local.take(key, limit, wanted));
        });
  }

  private boolean isAway(long now) {
    return awayUntilNanos.get() - now > 0;
  }

  /** Of many who failed at once, one tells. */
  private void leave(Throwable failure) {
    long now = System.nanoTime();
    long until = awayUntilNanos.get();
    if (until - now <= 0 && awayUntilNanos.compareAndSet(until, now + AWAY.toNanos())) {
      LOG.atWarn().addKeyValue("reason", failure.getClass().getSimpleName()).addKeyValue("for", AWAY)
          .log("Rate limits are counted in this process for a while: Redis did not answer in time");
    }
  }

  private static Buckets.Grant grant(@Nullable Response answer) {
    return new Buckets.Grant((int) number(answer, 0), (int) number(answer, 1), number(answer, 2));
  }

  private static long number(@Nullable Response answer, int at) {
    return Objects.requireNonNull(Objects.requireNonNull(answer).get(at).toLong());
  }
}
