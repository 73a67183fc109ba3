package org.reciprocalclubs.edge.http;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
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
import org.reciprocalclubs.kit.bus.Whereabouts;
import org.reciprocalclubs.kit.hash.Sha256;

/**
 * Counts requests of every door by address, account, device, program and club, and guesses more strictly.
 * Tokens of large limits are fetched several at a time, so most requests are counted without a call.
 * Thread-safe.
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

  /**
   * What is left to a client after a request: the fields RateLimit of the IETF's draft
   * (draft-ietf-httpapi-ratelimit-headers-03), of the tightest of its limits.
   *
   * @param refusal RATE_LIMITED when nothing was left; null otherwise
   */
  record Standing(int limit, int remaining, long resetSeconds, @Nullable Problem refusal) {
    private static final Standing UNLIMITED = new Standing(0, 0, 0, null);

    void write(BiConsumer<String, String> headers) {
      if (limit > 0) {
        headers.accept("ratelimit-limit", Integer.toString(limit));
        headers.accept("ratelimit-remaining", Integer.toString(remaining));
        headers.accept("ratelimit-reset", Long.toString(resetSeconds));
      }
    }

    Future<Standing> orRefused() {
      return refusal == null ? Future.succeededFuture(this) : Future.failedFuture(refusal);
    }

    /** The one that leaves less. */
    private Standing and(Standing other) {
      if (refusal != null || other.limit() == 0) {
        return this;
      }
      return other.refusal() != null || limit == 0 || other.remaining() < remaining ? other : this;
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
        ? wanted -> Future.succeededFuture(local.take(wanted))
        : new RedisBuckets(RedisAPI.api(redis), local));
  }

  /** A client for {@link #of}; close it after the doors. */
  public static Redis redis(Vertx vertx, String url, Secret password) {
    return RedisBuckets.client(vertx, url, password);
  }

  /** Counts a request by who knocks and by their club; says what is left. Does not fail. */
  Future<Standing> count(Call call) {
    Caller caller = call.caller();
    List<Bucket> buckets = switch (caller.kind()) {
      case DEVICE -> of("device:" + caller.subject(), settings.device(), caller);
      case PERSON -> of("account:" + caller.subject(), settings.account(), caller);
      case INTEGRATION -> of("integration:" + caller.subject(), settings.integration(), caller);
      case ANONYMOUS -> List.of(new Bucket("address:" + call.address(), settings.address()));
      case SYSTEM -> List.of();
    };
    return take(buckets);
  }

  private List<Bucket> of(String key, RateSettings.Limit limit, Caller caller) {
    Bucket own = new Bucket(key, limit);
    return caller.club() == null
        ? List.of(own)
        : List.of(own, new Bucket("club:" + caller.club(), settings.club()));
  }

  /** Counts a call of gRPC, and as a guess, too, where the table of operations says so. */
  @Override
  public Future<?> count(CallContext context, String address, Rpc rpc, Message request,
      BiConsumer<String, String> tell) {
    Call call = new Call(context, address, null);
    return count(call).compose(standing -> {
      standing.write(tell);
      return standing.orRefused();
    }).compose(_ -> GUESSES.contains(rpc.address()) ? count(call, request) : Future.succeededFuture());
  }

  /**
   * Counts by address, and by the account that is tried from its network: whoever tries it elsewhere leaves
   * its owner what is theirs.
   */
  @Override
  public Future<Void> count(Call call, Message request) {
    List<Bucket> buckets = new ArrayList<>();
    buckets.add(new Bucket("guess:" + call.address(), settings.guessesByAddress()));
    FieldDescriptor email = request.getDescriptorForType().findFieldByName("email");
    if (email != null) {
      String network = Whereabouts.of(call.address(), "").network();
      buckets.add(new Bucket("login:" + pseudonym((String) request.getField(email)) + "@" + network,
          settings.guessesByAccount()));
    }
    return take(buckets).compose(Standing::orRefused).mapEmpty();
  }

  /** A bucket of tokens that a request takes one of. */
  private record Bucket(String key, RateSettings.Limit limit) {}

  /** One of each: from what is in hand, and what is not there by one call. */
  private Future<Standing> take(List<Bucket> buckets) {
    Standing known = Standing.UNLIMITED;
    List<Bucket> missing = new ArrayList<>();
    for (Bucket bucket : buckets) {
      if (bucket.limit().isOff()) {
        continue;
      }
      Buckets.Grant mine = oneInHand(bucket.key());
      if (mine == null) {
        missing.add(bucket);
      } else {
        known = known.and(standing(bucket.limit(), mine));
      }
    }
    return missing.isEmpty() ? Future.succeededFuture(known) : fetch(missing, known);
  }

  private Future<Standing> fetch(List<Bucket> buckets, Standing known) {
    List<Buckets.Wanted> wanted = buckets.stream()
        .map(each -> new Buckets.Wanted(each.key(), each.limit(), each.limit().chunk())).toList();
    return store.take(wanted).map(grants -> {
      Standing all = known;
      for (int i = 0; i < grants.size(); i++) {
        all = all.and(kept(buckets.get(i), grants.get(i)));
      }
      return all;
    });
  }

  /** One is used, the others stay in hand. */
  private Standing kept(Bucket bucket, Buckets.Grant grant) {
    if (grant.granted() == 0) {
      long wait = Math.max(1, grant.waitMillis());
      return new Standing(bucket.limit().burst(), 0, (wait + 999) / 1_000,
          Problem.rateLimited(Duration.ofMillis(wait)));
    }
    Buckets.Grant left = new Buckets.Grant(grant.granted() - 1, grant.remaining(), 0);
    keep(bucket.key(), left);
    return standing(bucket.limit(), left);
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
    return new Standing(limit.burst(), remaining, Math.max(0, reset), null);
  }

  /** Keys of Redis hold nobody's address of mail. */
  private static String pseudonym(String email) {
    byte[] written = email.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Sha256.of(written), 0, 16);
  }
}
