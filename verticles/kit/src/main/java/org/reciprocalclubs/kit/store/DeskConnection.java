package org.reciprocalclubs.kit.store;

import static org.reciprocalclubs.kit.store.SqlProblems.mapped;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/**
 * A connection of its own for a writer that batches: a batch costs two round trips, {@code BEGIN} with a
 * call, and a call with {@code COMMIT}. It logs in as clubs_app without any app.club; the SECURITY DEFINER
 * functions that it calls do the rest. One batch at a time; use it from one context.
 */
public final class DeskConnection {
  private final PgConnection connection;
  private volatile boolean usable = true;

  DeskConnection(PgConnection connection) {
    this.connection = connection;
    connection.closeHandler(ended -> usable = false);
  }

  /**
   * Opens a transaction and runs its first statement: one round trip. After a failure call {@link #rollback}.
   */
  public Future<RowSet<Row>> begin(String sql, Tuple binds) {
    Future<?> begun = connection.query("BEGIN").execute();
    Future<RowSet<Row>> rows = connection.preparedQuery(sql).execute(binds);
    return mapped(Future.join(begun, rows).compose(both -> rows, failure -> first(begun, rows)));
  }

  /**
   * Runs the last statement and commits: one round trip. When it fails nothing was written and the
   * transaction is over, unless the failure is {@link StoreAway}: then the outcome is unknown.
   */
  public Future<RowSet<Row>> commit(String sql, Tuple binds) {
    Future<RowSet<Row>> rows = connection.preparedQuery(sql).execute(binds);
    Future<?> committed = connection.query("COMMIT").execute();
    return mapped(Future.join(rows, committed).compose(both -> rows, failure -> first(rows, committed)));
  }

  /** Gives up the open transaction. */
  public Future<Void> rollback() {
    return mapped(connection.query("ROLLBACK").execute().mapEmpty());
  }

  /** @return false once the connection is gone; open another */
  public boolean usable() {
    return usable;
  }

  /** Ends the session; an open transaction is rolled back by the server. */
  public Future<Void> close() {
    usable = false;
    return mapped(connection.close());
  }

  private static Future<RowSet<Row>> first(Future<?> one, Future<?> other) {
    return Future.failedFuture(one.failed() ? one.cause() : other.cause());
  }
}
