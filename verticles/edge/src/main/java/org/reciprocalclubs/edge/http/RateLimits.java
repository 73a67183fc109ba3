package org.reciprocalclubs.edge.http;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Rpc;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.edge.operation.Door;
import org.reciprocalclubs.edge.operation.Operation;
import org.reciprocalclubs.edge.operation.Operations;
import org.reciprocalclubs.kit.boot.Secret;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.GrpcLimits;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * Counts requests of every door by address, account and device, and guesses more strictly. Tokens of large
 * limits are fetched several at a time, so most requests are counted without a call. Thread-safe.
 */
public final class RateLimits implements Door.Guesses, GrpcLimits {
  private static final int MAX_IN_HAND = 50_000;
  private static final Set<String> GUESSES = Operations.TABLE.stream()
      .filter(row -> row.limit() == Operation.Limit.CREDENTIALS).map(Operation::method)
      .collect(Collectors.toUnmodifiableSet());

  private final RateSettings settings;
  private final Buckets.Store store;
  private final Map<String, Buckets.Grant> inHand = new LinkedHashMap<>(64, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Buckets.Grant> eldest) {
      return size() > MAX_IN_HAND;
    }
  };

  /** What is left to a client after a request; the IETF draft's RateLimit fields. */
  record Standing(int limit, int remaining, long resetSeconds) {
    private static final Standing UNLIMITED = new Standing(0, 0, 0);

    void write(HttpServerResponse response) {
      if (limit > 0) {
        response.putHeader("ratelimit-limit", Integer.toString(limit))
            .putHeader("ratelimit-remaining", Integer.toString(remaining))
            .putHeader("ratelimit-reset", Long.toString(resetSeconds));
      }
    }
  }

  private RateLimits(RateSettings settings, Buckets.Store store) {
    this.settings = settings;
    this.store = store;
  }

  /**
   * @param redis where all doors count together; null: this process counts by itself
   */
  public static RateLimits of(RateSettings settings, @Nullable Redis redis) {
    Buckets local = new Buckets(() -> System.nanoTime() / 1_000_000);
    return new RateLimits(settings, redis == null
        ? (key, limit, wanted) -> Future.succeededFuture(local.take(key, limit, wanted))
        : new RedisBuckets(RedisAPI.api(redis), local));
  }

  /** A client for {@link #of}; close it after the doors. */
  public static Redis redis(Vertx vertx, String url, Secret password) {
    return RedisBuckets.client(vertx, url, password);
  }

  /** Counts a request; fails with RATE_LIMITED. */
  Future<Standing> count(Call call) {
    Caller caller = call.caller();
    return switch (caller.kind()) {
      case DEVICE -> take("device:" + caller.subject(), settings.device());
      case PERSON -> take("account:" + caller.subject(), settings.account());
      case INTEGRATION -> take("integration:" + caller.subject(), settings.integration());
      case ANONYMOUS -> take("address:" + call.address(), settings.address());
      case SYSTEM -> Future.succeededFuture(Standing.UNLIMITED);
    };
  }

  /** Counts a call of gRPC, and as a guess, too, where the table of operations says so. */
  @Override
  public Future<?> count(CallContext context, String address, Rpc rpc, Message request) {
    Call call = new Call(context, address, null);
    return count(call).compose(_ -> GUESSES.contains(rpc.address())
        ? count(call, request)
        : Future.succeededFuture());
  }

  /** Counts by address, and by the account that is tried. */
  @Override
  public Future<Void> count(Call call, Message request) {
    return take("guess:" + call.address(), settings.guessesByAddress()).compose(_ -> {
      FieldDescriptor email = request.getDescriptorForType().findFieldByName("email");
      return email == null
          ? Future.succeededFuture()
          : take("login:" + pseudonym((String) request.getField(email)), settings.guessesByAccount())
              .mapEmpty();
    });
  }

  private Future<Standing> take(String key, RateSettings.Limit limit) {
    if (limit.isOff()) {
      return Future.succeededFuture(Standing.UNLIMITED);
    }
    Buckets.Grant mine = oneInHand(key);
    if (mine != null) {
      return Future.succeededFuture(standing(limit, mine));
    }
    return store.take(key, limit, limit.chunk()).compose(grant -> {
      if (grant.granted() == 0) {
        return Future.failedFuture(Problem.rateLimited(Duration.ofMillis(Math.max(1, grant.waitMillis()))));
      }
      keep(key, new Buckets.Grant(grant.granted() - 1, grant.remaining(), 0));
      return Future
          .succeededFuture(standing(limit, new Buckets.Grant(grant.granted() - 1, grant.remaining(), 0)));
    });
  }

  private synchronized Buckets.@Nullable Grant oneInHand(String key) {
    Buckets.Grant now = inHand.get(key);
    if (now == null || now.granted() == 0) {
      return null;
    }
    Buckets.Grant left = new Buckets.Grant(now.granted() - 1, now.remaining(), 0);
    inHand.put(key, left);
    return left;
  }

  private synchronized void keep(String key, Buckets.Grant grant) {
    if (grant.granted() > 0) {
      inHand.put(key, grant);
    }
  }

  private static Standing standing(RateSettings.Limit limit, Buckets.Grant grant) {
    int remaining = grant.granted() + grant.remaining();
    long reset = (long) Math.ceil((limit.burst() - remaining) / limit.perMilli() / 1_000);
    return new Standing(limit.burst(), remaining, Math.max(0, reset));
  }

  /** Keys of Redis hold nobody's address of mail. */
  private static String pseudonym(String email) {
    byte[] written = email.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(written), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
