package org.reciprocalclubs.auth.keys;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * Hashes and verifies passwords on one worker thread, so that a storm of logins takes one core at most and
 * 19 MiB, and that core only while nothing else wants it ({@link Niceness}). What does not fit into the
 * queue is refused at once: OVERLOADED with the code PASSWORD_QUEUE_FULL. Thread-safe.
 */
public final class Passwords {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final WorkerExecutor worker;
  private final PasswordCost cost;
  private final int waitingMax;
  private final AtomicInteger waiting = new AtomicInteger();
  /** Verified against when there is no such login: the time taken must not tell. */
  private final String nobody;

  /**
   * Starts the worker.
   *
   * @param waitingMax how many hashes may wait or be worked on
   */
  public Passwords(Vertx vertx, PasswordCost cost, int waitingMax) {
    worker = vertx.createSharedWorkerExecutor("auth-passwords", 1);
    this.cost = cost;
    this.waitingMax = waitingMax;
    nobody = PasswordHash.of("nobody's password", cost, new byte[PasswordHash.saltBytes()]);
  }

  /** The hash of a new password, with a salt of its own. */
  public Future<String> hash(String password) {
    byte[] salt = new byte[PasswordHash.saltBytes()];
    RANDOM.nextBytes(salt);
    return queued(() -> PasswordHash.of(password, cost, salt));
  }

  /** Whether it is the password; takes as long without a hash, and is then false. */
  public Future<Boolean> verify(@Nullable String hash, String password) {
    return queued(() -> PasswordHash.verify(hash == null ? nobody : hash, password) && hash != null);
  }

  private <T> Future<T> queued(Callable<T> work) {
    if (waiting.incrementAndGet() > waitingMax) {
      waiting.decrementAndGet();
      return Future.failedFuture(
          Problem.of(ErrorCode.OVERLOADED, "PASSWORD_QUEUE_FULL", "Too many people are signing in just now")
              .retryAfter(RETRY_AFTER));
    }
    return worker.executeBlocking(() -> {
      Niceness.lowerThisThread();
      return work.call();
    }, false).map(done -> Objects.requireNonNull(done))
        .onComplete(_ -> waiting.decrementAndGet());
  }

  /** Ends the worker after what it is working on. */
  public Future<Void> close() {
    return worker.close();
  }
}
