package org.reciprocalclubs.kit.store;

import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what the driver and the server say into {@link StoreProblem}s (PostgreSQL manual, appendix A). */
final class SqlProblems {
  static final String EVENT_KEY = "event_stream_version";
  private static final Set<String> GIVE_WAY = Set.of("40001", "40P01");
  /**
   * Cancelled by a timeout, lock not free, idle in transaction, transaction timeout, too many connections.
   */
  private static final Set<String> BUSY = Set.of("57014", "55P03", "25P03", "25P04", "53300");
  /** Shutting down, crashed, starting; class 08 is a connection. */
  private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "57P05");

  private static final Pattern ENDED = Pattern
      .compile("(?i)connection.*(closed|not active)|pool closed|failed to read any response");

  private SqlProblems() {}

  static <T extends @Nullable Object> Future<T> mapped(Future<T> future) {
    return future.recover(failure -> Future.failedFuture(of(failure)));
  }

  static <T extends @Nullable Object> T await(Future<T> future) {
    try {
      return future.await();
    } catch (StoreProblem problem) {
      throw problem;
    } catch (RuntimeException | Error failure) {
      throw of(failure);
    } catch (Throwable failure) {
      throw of(failure);
    }
  }

  static StoreProblem of(Throwable failure) {
    return switch (failure) {
      case StoreProblem problem -> problem;
      case PgException refused -> ofState(refused);
      case ConnectionPoolTooBusyException busy -> new StoreBusy(busy);
      case ClosedConnectionException closed -> new StoreAway(closed);
      case IOException broken -> new StoreAway(broken);
      default -> ofText(failure);
    };
  }

  private static StoreProblem ofState(PgException refused) {
    String state = refused.getSqlState();
    if (state == null) {
      return new StoreFailed("", refused);
    }
    if ("23505".equals(state) && EVENT_KEY.equals(refused.getConstraint())) {
      return new VersionConflict(refused);
    }
    if (GIVE_WAY.contains(state)) {
      return new SerializationConflict(refused);
    }
    if (BUSY.contains(state)) {
      return new StoreBusy(refused);
    }
    if (AWAY.contains(state) || state.startsWith("08")) {
      return new StoreAway(refused);
    }
    if (state.startsWith("23")) {
      String constraint = refused.getConstraint();
      return new ConstraintViolated(constraint == null ? "" : constraint, state, refused);
    }
    return new StoreFailed(state, StoreFailed.ofValue(state) ? withoutValues(refused) : refused);
  }

  /** Such a text quotes the value that was wrong, which may be what a person entered: not for logs. */
  private static Throwable withoutValues(PgException refused) {
    var cause = new IllegalArgumentException("SQLSTATE " + refused.getSqlState() + ", the text is withheld");
    cause.setStackTrace(refused.getStackTrace());
    return cause;
  }

  /** The driver reports some ends of a connection, and a pool without a free one, as texts only. */
  private static StoreProblem ofText(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    if (text.startsWith("Timeout")) {
      return new StoreBusy(failure);
    }
    if (ENDED.matcher(text).find()) {
      return new StoreAway(failure);
    }
    return new StoreFailed("", failure);
  }
}
