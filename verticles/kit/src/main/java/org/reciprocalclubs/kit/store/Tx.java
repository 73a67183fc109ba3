package org.reciprocalclubs.kit.store;

import static org.reciprocalclubs.kit.store.SqlProblems.mapped;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open transaction on one connection. Statements go out at once and are answered in order, so the first
 * ones share the round trip of BEGIN. Binds may be UUID, String, numbers, Boolean, Instant, byte[], enums (by
 * name), Optional of these, null, and arrays; only arrays of a known type may hold nulls. Every failure is a
 * {@link StoreProblem} and ends the transaction. Not thread-safe; must not be kept after the work has
 * returned.
 */
public final class Tx {
  private static final Logger LOG = LoggerFactory.getLogger(Tx.class);
  private static final String OPEN = """
      select set_config('app.club', $1, true), set_config('app.person', $2, true), kit.now()""";
  private static final String SCOPE = """
      select set_config('app.club', $1, true), set_config('app.person', $2, true)""";

  private final SqlConnection connection;
  private final Future<Instant> opened;
  private final List<Future<?>> unseen = new ArrayList<>();
  private Scope scope;
  private boolean appended;
  private boolean ended;

  private Tx(SqlConnection connection, Scope scope, Future<Instant> opened) {
    this.connection = connection;
    this.scope = scope;
    this.opened = opened;
  }

  static Tx open(SqlConnection connection, Scope scope, String begin) {
    Future<?> begun = connection.query(begin).execute();
    Future<Instant> opened = connection.preparedQuery(OPEN)
        .execute(Tuple.of(scope.clubText(), scope.personText()))
        .map(rows -> rows.iterator().next().getOffsetDateTime(2).toInstant());
    var tx = new Tx(connection, scope, mapped(opened));
    tx.unseen.add(begun);
    tx.unseen.add(tx.opened);
    return tx;
  }

  /** @return the platform's time as read in the first round trip; the same throughout the transaction */
  public Instant now() {
    return SqlProblems.await(opened);
  }

  /** @return whose rows are seen at this moment */
  public Scope scope() {
    return scope;
  }

  /** Switches to another scope from here on; for followers and jobs over many clubs. Costs no round trip. */
  public void as(Scope other) {
    scope = other;
    queryAsync(SCOPE, other.clubText(), other.personText());
  }

  /** Runs one statement and waits for its rows. */
  public RowSet<Row> query(String sql, @Nullable Object... binds) {
    return seen(queryAsync(sql, binds));
  }

  /** Runs one statement that finds at most one row. */
  public Optional<Row> one(String sql, @Nullable Object... binds) {
    var rows = query(sql, binds).iterator();
    return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
  }

  /** Sends one statement without waiting; COMMIT fails if it did. */
  public Future<RowSet<Row>> queryAsync(String sql, @Nullable Object... binds) {
    Future<RowSet<Row>> answer = mapped(connection.preparedQuery(sql).execute(Binds.tuple(binds)));
    unseen.add(answer);
    return answer;
  }

  /**
   * Runs one statement once per list of binds, in one round trip.
   *
   * @return the rows of the first run; {@link RowSet#next()} leads to the others
   */
  public RowSet<Row> batch(String sql, List<? extends List<? extends @Nullable Object>> binds) {
    var tuples = binds.stream().map(each -> Binds.tuple(each.toArray())).toList();
    Future<RowSet<Row>> answer = mapped(connection.preparedQuery(sql).executeBatch(tuples));
    unseen.add(answer);
    return seen(answer);
  }

  /**
   * Appends to a stream. The rows are inserted before this returns, and read by followers after COMMIT.
   *
   * @param stream the aggregate
   * @param expectedVersion the newest version that the decision has seen; 0 for a new stream
   * @return the stream's newest version after this
   * @throws VersionConflict when somebody else has appended in the meantime
   */
  public int append(UUID stream, int expectedVersion, List<NewEvent> events) {
    if (expectedVersion < 0) {
      throw new IllegalArgumentException("versions begin at 0");
    }
    var rows = new ArrayList<Appended>(events.size());
    for (NewEvent event : events) {
      rows.add(new Appended(stream, expectedVersion + rows.size() + 1, event));
    }
    append(rows);
    return expectedVersion + events.size();
  }

  /**
   * Appends events of any number of streams in one round trip.
   *
   * @throws VersionConflict when somebody else has written one of the versions in the meantime
   */
  public void append(List<Appended> rows) {
    if (!rows.isEmpty()) {
      seen(EventRows.insert(this, rows));
      appended = true;
    }
  }

  /** Appends one event; see {@link #append(UUID, int, List)}. */
  public int append(UUID stream, int expectedVersion, NewEvent event) {
    return append(stream, expectedVersion, List.of(event));
  }

  /** @return the stream's events after a version, oldest first, as far as this scope may see them */
  public List<EventRecord> events(UUID stream, int afterVersion) {
    return EventRows.list(query(EventRows.STREAM, stream, afterVersion));
  }

  /** Says that a statement of this transaction wrote events itself: followers are woken after COMMIT. */
  public void appended() {
    appended = true;
  }

  boolean hasAppended() {
    return appended;
  }

  /** Answers come in order: when COMMIT is answered, so is everything before it. */
  void commit() {
    ended = true;
    SqlProblems.await(connection.query("COMMIT").execute());
    StoreProblem broken = broken();
    if (broken != null) {
      throw broken;
    }
  }

  /** After a statement that nobody awaited has failed, all others fail for its reason, not for their own. */
  private <T> T seen(Future<T> answer) {
    try {
      return SqlProblems.await(answer);
    } catch (StoreProblem problem) {
      StoreProblem broken = broken();
      throw broken == null ? problem : broken;
    }
  }

  /** What broke the transaction; null while it is whole. */
  private @Nullable StoreProblem broken() {
    for (Future<?> each : unseen) {
      if (each.failed()) {
        return SqlProblems.of(each.cause());
      }
    }
    return null;
  }

  /** Awaited, so that whoever is told of the failure finds every lock free again. */
  void rollback() {
    if (ended) {
      return;
    }
    try {
      connection.query("ROLLBACK").execute().otherwiseEmpty().await();
    } catch (RuntimeException stopped) {
      LOG.atDebug().setCause(stopped).log("nobody waits for the rollback");
    }
  }
}
