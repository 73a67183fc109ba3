package org.reciprocalclubs.ledger.transactions;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.transactions.TransactionRows.Open;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for transactions that are due and brings them further, several at a time, again and again. Of all
 * processes one does (a lease); were it two, the rows' versions decide. Deployed on virtual threads; waits
 * for the ledger on a pool of its own.
 */
public final class Recorder extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final String LEASE = "ledger.transactions";
  /** How long a lease that somebody else holds is left alone. */
  private static final long LEASE_POLL_MILLIS = 1_000;
  private static final long DATABASE_SECONDS = 30;
  /** Of the longest pause, while the database is away. */
  private static final int AWAY_PART = 10;
  /** Failures in a row that are told of. */
  private static final int TOLD = 3;

  private final Data data;
  private final Ledger ledger;
  private final LedgerSettings settings;
  private final Set<UUID> underway = new HashSet<>();
  private final Promise<Void> ended = Promise.promise();
  private volatile Promise<Void> bell = Promise.promise();
  private volatile boolean stopping;
  private int failures;

  /** @param ledger ended when this is undeployed: calls under way then fail, and their rows wait */
  public Recorder(Data data, Ledger ledger, LedgerSettings settings) {
    this.data = data;
    this.ledger = ledger;
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    context.runOnContext(_ -> run());
    return Future.succeededFuture();
  }

  /** One is through: there is room for another. */
  private void ring() {
    bell.tryComplete();
  }

  private void run() {
    var pool = new LedgerPool(vertx, "ledger", settings.threads());
    var ways = new Ways(ledger::organisations, settings.breaker(), System::nanoTime);
    var course = new Course(data.store(), ledger, pool, ways, settings);
    try {
      while (!stopping) {
        bell = Promise.promise();
        boolean more = turn(course, ways);
        if (!more && !stopping) {
          idle(failures == 0 ? settings.poll().toMillis() : settings.tries().pause(failures).toMillis());
        }
      }
      while (!underway.isEmpty()) {
        bell = Promise.promise();
        idle(settings.poll().toMillis());
      }
    } finally {
      pool.close();
      ended.tryComplete();
    }
  }

  /** Until it is rung, or the time is over. */
  private void idle(long millis) {
    var timer = vertx.timer(millis);
    Future.any(bell.future(), timer).await();
    timer.cancel();
  }

  /** @return whether there may be more at once */
  private boolean turn(Course course, Ways ways) {
    try {
      if (!holding()) {
        idle(LEASE_POLL_MILLIS);
        return false;
      }
      ways.look();
      int room = settings.inFlight() - underway.size();
      if (room <= 0 || ways.areShut()) {
        return false;
      }
      var due = due(ways.shut());
      failures = 0;
      due.stream().limit(room).forEach(open -> begin(course, open));
      return due.size() > room;
    } catch (RuntimeException failure) {
      failures++;
      if (failures <= TOLD) {
        LOG.atWarn().setCause(failure).log("Transactions that are due cannot be looked for");
      }
      return false;
    }
  }

  private boolean holding() {
    try {
      return data.leases().holding(LEASE)
          || data.leases().acquire(LEASE).await(DATABASE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException("The database does not answer", late);
    }
  }

  /** Not those that are under way, which are due until they are through. */
  private List<Open> due(List<String> shut) {
    int most = settings.inFlight() + underway.size();
    var found = data.store().read(Scope.nobody(), tx -> TransactionRows.due(tx, most, shut));
    return found.stream().filter(open -> !underway.contains(open.id())).toList();
  }

  /** As a task of its own of this verticle: while one waits another goes on, never two at once. */
  private void begin(Course course, Open open) {
    underway.add(open.id());
    context.runOnContext(_ -> {
      try {
        course.run(open);
      } catch (RuntimeException failure) {
        stumbled(course, open, failure);
      } finally {
        underway.remove(open.id());
        ring();
      }
    });
  }

  /** A fault of ours: its row waits longer each time. Where the database is away, this does. */
  private void stumbled(Course course, Open open, RuntimeException failure) {
    try {
      course.stumbled(open, failure);
      LOG.atWarn().setCause(failure).addKeyValue("transaction", open.id())
          .log("A transaction cannot be brought further now");
    } catch (RuntimeException away) {
      LOG.atDebug().setCause(away).addKeyValue("transaction", open.id())
          .log("A transaction cannot be brought further now, nor can that be written down");
      vertx.timer(settings.tries().longest().toMillis() / AWAY_PART).await();
    }
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    ledger.close();
    ring();
    return ended.future().eventually(() -> data.leases().release(List.of(LEASE)));
  }
}
