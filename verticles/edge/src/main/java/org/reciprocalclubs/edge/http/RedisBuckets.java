package org.reciprocalclubs.edge.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Token buckets that all doors share, taken from by one call of one script, at the time of Redis. When
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
   * KEYS buckets; ARGV burst, tokens per millisecond, wanted, of each. Answers granted, remaining,
   * milliseconds to wait, of each.
   */
  private static final String TAKE = """
      local t = redis.call('TIME')
      local now = t[1] * 1000 + math.floor(t[2] / 1000)
      local answer = {}
      for i, key in ipairs(KEYS) do
        local burst, rate = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1])
        local known = redis.call('HMGET', key, 'n', 't')
        local tokens = burst
        if known[1] then
          local passed = math.max(0, now - tonumber(known[2]))
          tokens = math.min(burst, tonumber(known[1]) + passed * rate)
        end
        local granted = math.min(tonumber(ARGV[3 * i]), math.floor(tokens))
        tokens = tokens - granted
        redis.call('HSET', key, 'n', tostring(tokens), 't', now)
        redis.call('PEXPIRE', key, math.ceil(burst / rate) + 1000)
        local wait = 0
        if granted == 0 then wait = math.ceil((1 - tokens) / rate) end
        answer[3 * i - 2], answer[3 * i - 1], answer[3 * i] = granted, math.floor(tokens), wait
      end
      return answer
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
  public Future<List<Buckets.Grant>> take(List<Buckets.Wanted> wanted) {
    if (isAway(System.nanoTime())) {
      return Future.succeededFuture(local.take(wanted));
    }
    return redis.eval(call(wanted)).timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .map(answer -> grants(answer, wanted.size())).recover(failure -> {
          leave(failure);
          return Future.succeededFuture(local.take(wanted));
        });
  }

  private static List<String> call(List<Buckets.Wanted> wanted) {
    List<String> call = new ArrayList<>(List.of(TAKE, Integer.toString(wanted.size())));
    wanted.forEach(each -> call.add("clubs:rate:" + each.key()));
    wanted.forEach(each -> call.addAll(List.of(Integer.toString(each.limit().burst()),
        Double.toString(each.limit().perMilli()), Integer.toString(each.tokens()))));
    return call;
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

  private static List<Buckets.Grant> grants(@Nullable Response answer, int buckets) {
    List<Buckets.Grant> grants = new ArrayList<>(buckets);
    for (int at = 0; at < 3 * buckets; at += 3) {
      grants.add(new Buckets.Grant((int) number(answer, at), (int) number(answer, at + 1),
          number(answer, at + 2)));
    }
    return grants;
  }

  private static long number(@Nullable Response answer, int at) {
    return Objects.requireNonNull(Objects.requireNonNull(answer).get(at).toLong());
  }
}
