package org.reciprocalclubs.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reciprocalclubs.kit.boot.Secret;
import redis.embedded.RedisServer;

/** Buckets in memory and the script that keeps them in a real Redis: the same tests for both. */
class BucketsTest {
  private static final RateSettings.Limit SLOW = new RateSettings.Limit(10, 1, Duration.ofHours(1));
  private static final RateSettings.Limit QUICK = new RateSettings.Limit(10, 100, Duration.ofSeconds(1));
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Vertx vertx;
  private static RedisServer server;
  private static int port;
  private static Redis redis;

  /** Where the buckets are. */
  enum Kept {
    IN_MEMORY, IN_REDIS;

    Buckets.Store store() {
      Buckets local = new Buckets(() -> System.nanoTime() / 1_000_000);
      return this == IN_REDIS
          ? new RedisBuckets(RedisAPI.api(redis), new Buckets(() -> {
            throw new AssertionError("Redis did not answer");
          }), PATIENCE)
          : wanted -> Future.succeededFuture(local.take(wanted));
    }
  }

  @BeforeAll
  static void open() throws IOException {
    vertx = Vertx.vertx();
    port = freePort();
    server = new RedisServer(port);
    server.start();
    redis = RateLimits.redis(vertx, "redis://127.0.0.1:" + port, Secret.NONE);
    RedisAPI.api(redis).ping(List.of()).await();
  }

  @AfterAll
  static void close() throws IOException {
    redis.close().await();
    server.stop();
    vertx.close().await();
  }

  @ParameterizedTest
  @EnumSource
  void aBucketGivesUpToItsBurstAndThenSaysHowLongToWait(Kept kept) {
    var store = kept.store();
    var key = key();

    assertThat(take(store, key, SLOW, 4)).isEqualTo(new Buckets.Grant(4, 6, 0));
    assertThat(take(store, key, SLOW, 4)).isEqualTo(new Buckets.Grant(4, 2, 0));
    assertThat(take(store, key, SLOW, 4)).as("what is left").isEqualTo(new Buckets.Grant(2, 0, 0));

    var empty = take(store, key, SLOW, 1);
    assertThat(empty.granted()).isZero();
    assertThat(empty.remaining()).isZero();
    assertThat(empty.waitMillis()).isBetween(1L, Duration.ofHours(1).toMillis());
    assertThat(take(store, key(), SLOW, 1).granted()).as("another's bucket").isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aBucketFillsAgainButNeverOverItsBurst(Kept kept) {
    var store = kept.store();
    var key = key();
    assertThat(take(store, key, QUICK, 10).granted()).isEqualTo(10);

    var later = take(store, key, QUICK, 0);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (later.remaining() < 10 && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      later = take(store, key, QUICK, 0);
    }

    assertThat(later.remaining()).isEqualTo(10);
    assertThat(take(store, key, QUICK, 50).granted()).isEqualTo(10);
  }

  @Test
  void doorsThatTakeFromOneBucketAtOnceGetNoMoreThanItHolds() {
    var otherDoor = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
    var doors = List.of(new RedisBuckets(RedisAPI.api(redis), new Buckets(() -> 0), PATIENCE),
        new RedisBuckets(RedisAPI.api(otherDoor), new Buckets(() -> 0), PATIENCE));
    var key = key();
    List<Future<List<Buckets.Grant>>> taken = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      taken.add(doors.get(i % 2).take(List.of(new Buckets.Wanted(key, SLOW, 1))));
    }

    Future.all(taken).await();
    assertThat(taken.stream().mapToInt(each -> each.result().getFirst().granted()).sum()).isEqualTo(10);
    otherDoor.close().await();
  }

  @Test
  void allWhoAskAtOnceAreCountedByRedis() {
    var store = Kept.IN_REDIS.store();
    var key = key();
    var taken = IntStream.range(0, 1_000)
        .mapToObj(_ -> store.take(List.of(new Buckets.Wanted(key, SLOW, 1)))).toList();

    Future.all(taken).await();
    assertThat(taken.stream().mapToInt(each -> each.result().getFirst().granted()).sum()).isEqualTo(10);
  }

  @Test
  void aBucketThatIsFullAgainIsForgotten() {
    var key = key();
    take(Kept.IN_REDIS.store(), key, SLOW, 1);
    var left = RedisAPI.api(redis).pttl("clubs:rate:" + key).await();
    assertThat(left.toLong()).isBetween(1L, Duration.ofHours(10).toMillis() + 1_000);
  }

  @Test
  void withoutRedisEachDoorCountsByItself() throws IOException {
    var nowhere = Redis.createClient(vertx, "redis://127.0.0.1:" + freePort());
    var store = new RedisBuckets(RedisAPI.api(nowhere), new Buckets(() -> 0));
    var key = key();
    assertThat(take(store, key, SLOW, 8).granted()).isEqualTo(8);
    assertThat(take(store, key, SLOW, 8).granted()).isEqualTo(2);
    assertThat(take(store, key, SLOW, 8).granted()).isZero();
    nowhere.close().await();
  }

  @ParameterizedTest
  @EnumSource
  void oneCallTakesFromSeveralBucketsEachByItsOwnLimit(Kept kept) {
    var store = kept.store();
    var own = new Buckets.Wanted(key(), SLOW, 1);
    var clubs = new Buckets.Wanted(key(), new RateSettings.Limit(3, 1, Duration.ofHours(1)), 1);
    for (int i = 1; i <= 3; i++) {
      assertThat(store.take(List.of(own, clubs)).await())
          .containsExactly(new Buckets.Grant(1, 10 - i, 0), new Buckets.Grant(1, 3 - i, 0));
    }
    var last = store.take(List.of(own, clubs)).await();
    assertThat(last.getFirst()).isEqualTo(new Buckets.Grant(1, 6, 0));
    assertThat(last.getLast().granted()).isZero();
    assertThat(last.getLast().waitMillis()).isPositive();
  }

  @Test
  void whileRedisPausesThisDoorCountsByItselfAndThenAllTogetherAgain() {
    var other = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
    var store = new RedisBuckets(RedisAPI.api(redis), new Buckets(() -> 0));
    var key = key();
    assertThat(take(store, key, SLOW, 10).granted()).as("of the bucket in Redis").isEqualTo(10);
    RedisAPI.api(other).client(List.of("PAUSE", "3000", "ALL")).await();
    assertThat(take(store, key, SLOW, 8).granted()).as("of the bucket here").isEqualTo(8);
    assertThat(take(store, key, SLOW, 8).granted()).isEqualTo(2);
    assertThat(take(store, key, SLOW, 8).granted()).as("here, too, there is a limit").isZero();
    long end = System.nanoTime() + PATIENCE.toNanos();
    var fresh = key();
    while (RedisAPI.api(other).exists(List.of("clubs:rate:" + fresh)).await().toString().equals("0")) {
      assertThat(System.nanoTime()).as("it counts in Redis again").isLessThan(end);
      take(store, fresh, SLOW, 1);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    other.close().await();
  }

  private static Buckets.Grant take(Buckets.Store store, String key, RateSettings.Limit limit, int wanted) {
    return store.take(List.of(new Buckets.Wanted(key, limit, wanted))).await().getFirst();
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
