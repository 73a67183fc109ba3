package org.reciprocalclubs.kit.auth;

import io.vertx.core.Future;
import java.time.Duration;

/** Gets the access token that a program's key stands for. */
@FunctionalInterface
public interface KeyExchange {
  /** What every key begins with. */
  String PREFIX = "rck_";
  /** Then it is asked for again, so that the key's last use is known to the minute. */
  Duration BELIEVED = Duration.ofMinutes(1);

  /** A token of ours; a failed future with UNAUTHENTICATED where the key does not hold. */
  Future<String> token(String key);
}
