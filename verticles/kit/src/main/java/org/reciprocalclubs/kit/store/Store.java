package org.reciprocalclubs.kit.store;

import static org.reciprocalclubs.kit.store.SqlProblems.mapped;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The database as rooms see it: short transactions, each within one {@link Scope}. One per process;
 * thread-safe. {@code transact} and {@code read} wait, so they are for virtual threads (and tests);
 * {@code fetch} returns a future and may be used on event loops.
 *
 * <pre>{@code
 * int version = store.transact(Scope.club(club), tx -> {
 *   var past = tx.events(stream, 0);
 *   return tx.append(stream, past.size(), NewEvent.of(club, decided, meta));
 * });
 * }</pre>
 */
public final class Store {
  /** Reruns of a transaction that lost a race, after the first run. */
  public static final int MAX_RERUNS = 3;

  private final Vertx vertx;
  private final StoreSettings settings;
  private final Pool app;
  private final Pool feed;
  private final Pool jobs;
  private final List<Runnable> afterAppend = new CopyOnWriteArrayList<>();
  private final AtomicInteger nextHost = new AtomicInteger();

  private Store(Vertx vertx, StoreSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    app = Connections.pool(vertx, settings, StoreRole.APP, settings.pools().appConnections());
    feed = Connections.pool(vertx, settings, StoreRole.FEED, settings.pools().feedConnections());
    jobs = Connections.pool(vertx, settings, StoreRole.JOBS, settings.pools().jobsConnections());
  }

  /** Makes the pools; connections are opened when needed, so this succeeds while the database is away. */
  public static Store open(Vertx vertx, StoreSettings settings) {
    return new Store(vertx, settings);
  }

  /**
   * Runs work in one transaction and commits it. The work is run again, at most {@link #MAX_RERUNS} times,
   * when it lost a race (version conflict, serialization failure, deadlock): it must have no effect outside
   * the transaction. Any exception from the work rolls back and is passed on.
   *
   * @throws StoreProblem whatever the database said
   */
  public <T extends @Nullable Object> T transact(Scope scope, Function<Tx, T> work) {
    for (int rerun = 0;; rerun++) {
      try {
        return once(scope, "BEGIN", work);
      } catch (StoreProblem problem) {
        if (!problem.worthRerunning() || rerun == MAX_RERUNS) {
          throw problem;
        }
      }
    }
  }

  /** {@link #transact} for work without a result. */
  public void perform(Scope scope, Consumer<Tx> work) {
    this.<@Nullable Void>transact(scope, tx -> {
      work.accept(tx);
      return null;
    });
  }

  /** Runs work that only reads, in a transaction that cannot write and holds no follower back. */
  public <T extends @Nullable Object> T read(Scope scope, Function<Tx, T> work) {
    return once(scope, "BEGIN READ ONLY", work);
  }

  private <T extends @Nullable Object> T once(Scope scope, String begin, Function<Tx, T> work) {
    SqlConnection connection = SqlProblems.await(app.getConnection());
    try {
      return once(Tx.open(connection, scope, begin), work);
    } finally {
      connection.close();
    }
  }

  private <T extends @Nullable Object> T once(Tx tx, Function<Tx, T> work) {
    boolean committed = false;
    try {
      T result = work.apply(tx);
      tx.commit();
      committed = true;
      if (tx.hasAppended()) {
        signalAppend();
      }
      return result;
    } finally {
      if (!committed) {
        tx.rollback();
      }
    }
  }

  /** Reads with one statement in one round trip. For event loops. */
  public Future<RowSet<Row>> fetch(Scope scope, String sql, @Nullable Object... binds) {
    return mapped(app.getConnection()).compose(connection -> {
      Tx tx = Tx.open(connection, scope, "BEGIN READ ONLY");
      Future<RowSet<Row>> rows = tx.queryAsync(sql, binds);
      Future<?> ended = connection.query("COMMIT").execute();
      return Future.join(rows, ended).transform(both -> rows).onComplete(done -> connection.close());
    });
  }

  /**
   * Opens a connection of its own for a writer that batches; the caller closes it. Fails with {@link
   * StoreAway} when the database does not answer within {@code timeouts.connect}.
   */
  public Future<DeskConnection> desk() {
    var hosts = settings.server().hosts();
    String host = hosts.get(Math.floorMod(nextHost.getAndIncrement(), hosts.size()));
    var connecting = PgConnection.connect(vertx, Connections.options(settings, StoreRole.APP, host));
    return mapped(connecting.timeout(settings.timeouts().connect().toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> {
          // nobody waits for it any more, should it come late
          connecting.onSuccess(PgConnection::close);
          return Future
              .failedFuture(failure instanceof TimeoutException late ? new StoreAway(late) : failure);
        })).map(DeskConnection::new);
  }

  /**
   * Runs after each transaction of this process that appended events, on the thread that committed. Must not
   * wait.
   */
  public void onAppend(Runnable signal) {
    afterAppend.add(signal);
  }

  /** To be called by whoever appends events without {@link Tx#append}, such as the desk, after its commit. */
  public void signalAppend() {
    afterAppend.forEach(Runnable::run);
  }

  /** @return completes when the database answers; for health */
  public Future<Void> ping() {
    return mapped(app.query("select 1").execute().mapEmpty());
  }

  /** Closes the pools; open transactions are rolled back by the server. */
  public Future<Void> close() {
    return Future.join(app.close(), feed.close(), jobs.close()).mapEmpty();
  }

  Vertx vertx() {
    return vertx;
  }

  StoreSettings settings() {
    return settings;
  }

  Pool appPool() {
    return app;
  }

  Pool feedPool() {
    return feed;
  }

  Pool jobsPool() {
    return jobs;
  }
}
