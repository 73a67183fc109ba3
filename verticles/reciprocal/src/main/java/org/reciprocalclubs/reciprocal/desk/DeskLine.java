package org.reciprocalclubs.reciprocal.desk;

import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.DeskConnection;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.StoreAway;

/** A writer's connection, opened when needed and again when lost. For the writer's context only. */
final class DeskLine {
  private final Store store;
  private final Duration wait;
  private @Nullable DeskConnection connection;
  private @Nullable Throwable away;
  private long awayUntilNanos;

  /**
   * @param wait how long a failure to connect is taken for an answer before it is tried again
   */
  DeskLine(Store store, Duration wait) {
    this.store = store;
    this.wait = wait;
  }

  /** The connection; fails at once where connecting has failed a moment ago. */
  Future<DeskConnection> open() {
    if (connection != null && connection.usable()) {
      return Future.succeededFuture(connection);
    }
    if (away != null && System.nanoTime() - awayUntilNanos < 0) {
      return Future.failedFuture(away);
    }
    return store.desk().onComplete(fresh -> {
      connection = fresh;
      away = null;
    }, failure -> {
      away = failure;
      awayUntilNanos = System.nanoTime() + wait.toNanos();
    });
  }

  /**
   * Leaves no transaction open after that failure: rolls back, or hangs up where that cannot be. A
   * connection that is being cut says so before it looks closed.
   */
  Future<Void> giveUp(DeskConnection desk, Throwable failure) {
    return desk.usable() && !(failure instanceof StoreAway)
        ? desk.rollback().recover(_ -> drop(desk))
        : drop(desk);
  }

  private Future<Void> drop(DeskConnection desk) {
    connection = null;
    return desk.close().otherwiseEmpty();
  }

  Future<Void> close() {
    var desk = connection;
    return desk == null ? Future.succeededFuture() : drop(desk);
  }
}
