package org.reciprocalclubs.edge.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.auth.v1.GetKeysRequest;
import org.reciprocalclubs.codecs.auth.v1.GetKeysResponse;
import org.reciprocalclubs.codecs.auth.v1.Jwk;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.kit.auth.TokenKeys;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * The keys that sign access tokens, as the auth room publishes them: for {@code /.well-known/jwks.json} (RFC
 * 7517), and for whoever must check a token. Asked for once a minute, and again when a token names a key that
 * is new. Thread-safe.
 */
public final class PublishedKeys implements TokenKeys, Handler<RoutingContext> {
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
  /** What stands before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");
  /** What stands before the two coordinates of a P-256 point (RFC 5480). */
  private static final byte[] P256 = HexFormat.of()
      .parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  private final Bus bus;
  private volatile @Nullable Known known;

  private record Known(GetKeysResponse keys, long atNanos) {
    boolean isYounger(Duration age) {
      return System.nanoTime() - atNanos < age.toNanos();
    }
  }

  public PublishedKeys(Bus bus) {
    this.bus = bus;
  }

  @Override
  public Future<PublicKey> find(String kid) {
    return keys(KEPT).compose(now -> {
      PublicKey key = pick(now, kid);
      return key != null ? Future.succeededFuture(key) : keys(LEAST_PAUSE).compose(newer -> {
        PublicKey found = pick(newer, kid);
        return found != null
            ? Future.succeededFuture(found)
            : Future.failedFuture(
                Problem.of(ErrorCode.UNAUTHENTICATED, "TOKEN_INVALID",
                    "The token names a key that is not ours"));
      });
    });
  }

  @Override
  public void handle(RoutingContext routing) {
    keys(KEPT).onSuccess(now -> {
      JsonArray keys = new JsonArray();
      now.getKeysList().forEach(key -> keys.add(json(key)));
      routing.response().putHeader("content-type", "application/jwk-set+json")
          .putHeader("cache-control", "public, max-age=" + KEPT.toSeconds())
          .end(new JsonObject().put("keys", keys).toBuffer());
    }).onFailure(failure -> Problems.send(routing.request(), failure, Correlation.of(routing.request())));
  }

  private Future<GetKeysResponse> keys(Duration maxAge) {
    Known now = known;
    if (now != null && now.isYounger(maxAge)) {
      return Future.succeededFuture(now.keys());
    }
    return bus.ask(SessionsGrpcClient.GetKeys, GetKeysRequest.getDefaultInstance())
        .onSuccess(keys -> known = new Known(keys, System.nanoTime()))
        .recover(failure -> now != null ? Future.succeededFuture(now.keys()) : Future.failedFuture(failure));
  }

  private static JsonObject json(Jwk key) {
    JsonObject json = new JsonObject().put("kty", key.getKty()).put("crv", key.getCrv()).put("x", key.getX());
    if (key.hasY()) {
      json.put("y", key.getY());
    }
    return json.put("kid", key.getKid()).put("alg", key.getAlg()).put("use", key.getUse());
  }

  private static @Nullable PublicKey pick(GetKeysResponse keys, String kid) {
    return keys.getKeysList().stream().filter(key -> key.getKid().equals(kid)).findFirst()
        .map(PublishedKeys::publicKey).orElse(null);
  }

  private static PublicKey publicKey(Jwk key) {
    try {
      boolean edwards = key.getKty().equals("OKP");
      byte[] point = edwards
          ? join(ED25519, bytes(key.getX()))
          : join(P256, join(bytes(key.getX()), bytes(key.getY())));
      return KeyFactory.getInstance(edwards ? "Ed25519" : "EC").generatePublic(new X509EncodedKeySpec(point));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw Problem.internal(e);
    }
  }

  private static byte[] bytes(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
