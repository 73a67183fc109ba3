package org.reciprocalclubs.kit.boot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.KeyReused;
import org.reciprocalclubs.kit.store.SerializationConflict;
import org.reciprocalclubs.kit.store.StillRunning;
import org.reciprocalclubs.kit.store.StoreAway;
import org.reciprocalclubs.kit.store.StoreBusy;
import org.reciprocalclubs.kit.store.StoreFailed;
import org.reciprocalclubs.kit.store.VersionConflict;

/**
 * What the store's exceptions mean to whoever asked; give {@code StoreProblems::map} to the {@link
 * Node.Plan}.
 */
public final class StoreProblems {
  private static final Duration SOON = Duration.ofSeconds(1);

  private StoreProblems() {}

  /** The problem; null for what is a fault of ours. */
  public static @Nullable Problem map(Throwable failure) {
    return switch (failure) {
      case StoreBusy _ -> Problem.overloaded("STORE_BUSY", "The database is too busy").retryAfter(SOON);
      case StoreAway _ -> Problem.overloaded("STORE_AWAY", "The database is not reachable").retryAfter(SOON);
      case VersionConflict _ -> Problem.conflict("CONFLICT", "Something else happened first: read again");
      case SerializationConflict _ ->
        Problem.conflict("CONFLICT", "Something else happened at the same time");
      case KeyReused _ -> Problem.of(ErrorCode.REFUSED, "IDEMPOTENCY_KEY_REUSED",
          "This idempotency key was used for another request");
      case StillRunning _ ->
        Problem.conflict("STILL_RUNNING", "The first request under this key is still running")
            .retryAfter(SOON);
      case StoreFailed failed when failed.ofNul() ->
        Problem.of(ErrorCode.VALIDATION_ERROR, "VALIDATION_ERROR",
            "A text must not hold the character U+0000");
      default -> null;
    };
  }
}
