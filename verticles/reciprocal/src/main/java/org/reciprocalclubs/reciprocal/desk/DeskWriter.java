package org.reciprocalclubs.reciprocal.desk;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.DeskConnection;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.StoreAway;
import org.reciprocalclubs.kit.store.StoreFailed;
import org.reciprocalclubs.kit.store.StoreProblem;
import org.reciprocalclubs.reciprocal.desk.DeskQueue.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that writes one batch after the other: what arrives while a batch is on its way, or in a
 * moment after it, forms the next one. So an idle desk answers at once, and a busy one shares each commit
 * among many. An actor: everything runs on the context it was made on; only {@link #submit} and
 * {@link #close} may be called from elsewhere.
 */
final class DeskWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DeskWriter.class);
  /** A batch that holds this part of what is wanted tells that more are on their way. */
  private static final int BUSY_PART = 4;

  private final Context context;
  private final Store store;
  private final DeskSettings settings;
  private final DeskMeters meters;
  private final Deciding deciding = new Deciding();
  private final DeskQueue queue;
  private final DeskLine line;
  private Future<Void> writing = Future.succeededFuture();
  private boolean gathering;
  private boolean closing;

  DeskWriter(Context context, Store store, DeskSettings settings, DeskMeters meters) {
    this.context = context;
    this.store = store;
    this.settings = settings;
    this.meters = meters;
    this.queue = new DeskQueue(settings.queueMax());
    this.line = new DeskLine(store, settings.reconnectWait());
  }

  /** Takes a scan into the next batch; completes once what became of it is on disk. */
  Future<Answer> submit(Scan scan) {
    Promise<Answer> answer = Promise.promise();
    context.runOnContext(_ -> enqueue(new Waiting(scan, answer)));
    return answer.future();
  }

  private void enqueue(Waiting waiting) {
    if (closing) {
      waiting.answer().fail(closed());
      return;
    }
    var gone = queue.offer(waiting);
    if (gone != null) {
      meters.shed();
      gone.answer().fail(full());
    }
    if (gone != waiting) {
      if (queue.size() >= settings.batchWanted()) {
        gathering = false;
      }
      writeNext();
    }
  }

  /** Back-pressure, not an outage: the kiosk that sends too many is to send more slowly (RFC 6585, 429). */
  private Problem full() {
    return Problem.of(ErrorCode.RATE_LIMITED, "DESK_FULL",
        "Too many check-ins of your club are waiting; send this one again shortly.")
        .retryAfter(settings.reconnectWait());
  }

  private Problem closed() {
    return Problem.overloaded("DESK_CLOSED", "This desk is closing; send the check-in again shortly.")
        .retryAfter(settings.reconnectWait());
  }

  private void writeNext() {
    if (!writing.isComplete() || gathering || queue.isEmpty()) {
      return;
    }
    Promise<Void> written = Promise.promise();
    writing = written.future();
    var batch = queue.take(settings.batchMax());
    write(batch, Store.MAX_RERUNS).onComplete(_ -> {
      written.complete();
      gather(batch.size());
    });
  }

  /**
   * Whoever was answered just now is about to send the next scan: a commit costs the same for one as for
   * many.
   *
   * @param answered how many
   */
  private void gather(int answered) {
    boolean busy = answered >= settings.batchWanted() / BUSY_PART;
    if (!busy || queue.size() >= settings.batchWanted()) {
      writeNext();
      return;
    }
    gathering = true;
    context.owner().setTimer(settings.gather().toMillis(), _ -> {
      gathering = false;
      writeNext();
    });
  }

  /**
   * Completes when every scan of the batch is answered, whatever the answer. Scans are told apart by their
   * ids, so all of this may be sent again: a batch that was refused as a whole goes scan by scan, one that
   * lost its connection once more as it is. A database that stays away is told to everyone at once, not
   * found out by each.
   */
  private Future<Void> write(List<Waiting> batch, int reruns) {
    return attempt(batch).recover(failure -> {
      boolean away = failure instanceof StoreAway;
      if (batch.size() > 1 && !away) {
        return oneByOne(batch, failure);
      }
      if (reruns == 0 || !mayPass(failure)) {
        batch.forEach(each -> each.answer().fail(failure));
        return Future.succeededFuture();
      }
      return write(batch, away ? 0 : reruns - 1);
    });
  }

  /** What a statement says of a value, it says again. */
  private static boolean mayPass(Throwable failure) {
    return failure instanceof StoreProblem && !(failure instanceof StoreFailed failed && failed.ofValue());
  }

  private Future<Void> oneByOne(List<Waiting> batch, Throwable failure) {
    LOG.atInfo().addKeyValue("size", batch.size()).addKeyValue("cause", failure.getClass().getSimpleName())
        .log("A batch of check-ins is written one by one");
    meters.rerun();
    Future<Void> all = Future.succeededFuture();
    for (Waiting each : batch) {
      all = all.compose(_ -> write(List.of(each), Store.MAX_RERUNS));
    }
    return all;
  }

  private Future<Void> attempt(List<Waiting> batch) {
    var scans = batch.stream().map(Waiting::scan).toList();
    var trip = Trip.of(scans);
    return line.open().compose(desk -> desk.begin(trip.load(), trip.loadBinds(scans))
        .map(rows -> decide(trip, batch, rows))
        .compose(decided -> end(desk, decided))
        .recover(failure -> line.giveUp(desk, failure).transform(_ -> Future.failedFuture(failure))));
  }

  /**
   * A batch between its round trips.
   *
   * @param sql what to write, and its binds; null for nothing
   * @param answers what to tell whom after that
   */
  private record Decided(String sql, @Nullable Tuple binds, List<Runnable> answers) {}

  private Decided decide(Trip trip, List<Waiting> batch, RowSet<Row> found) {
    var carried = new Carried();
    @Nullable
    Row[] rows = new Row[batch.size()];
    Instant at = Instant.EPOCH;
    for (Row row : found) {
      rows[Math.toIntExact(row.getLong("ord")) - 1] = row;
      at = row.getOffsetDateTime("now").toInstant();
    }
    var writing = new CommitRows();
    List<Runnable> answers = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      var each = batch.get(i);
      try {
        var outcome = trip.decide(deciding, each.scan(), found(rows[i]), carried);
        writing.add(outcome);
        answers.add(() -> each.answer().complete(outcome.answer()));
      } catch (Problem problem) {
        answers.add(() -> each.answer().fail(problem));
      } catch (RuntimeException fault) {
        // One scan that cannot be decided is that scan's failure, not that of all who came with it.
        LOG.atError().setCause(fault).addKeyValue("scan", each.scan().id())
            .log("A check-in could not be decided");
        answers.add(() -> each.answer().fail(Problem.internal(fault)));
      }
    }
    return new Decided(trip.commit(), writing.isEmpty() ? null : trip.commitBinds(writing, at), answers);
  }

  private static Row found(@Nullable Row row) {
    if (row == null) {
      throw Problem.notFound("Your club is not in the federation.");
    }
    return row;
  }

  /**
   * A failed commit has ended its transaction; only a lost connection leaves it unknown, and is not used
   * again.
   */
  private Future<Void> end(DeskConnection desk, Decided decided) {
    Future<?> written = decided.binds == null
        ? desk.rollback()
        : desk.commit(decided.sql, decided.binds).onSuccess(_ -> store.signalAppend());
    return written.<Void>mapEmpty().onSuccess(_ -> {
      meters.written(decided.answers.size());
      decided.answers.forEach(Runnable::run);
    });
  }

  /** Refuses what waits, ends the batch on its way, then the connection. */
  Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    context.runOnContext(_ -> {
      closing = true;
      queue.clear(waiting -> waiting.answer().fail(closed()));
      writing.eventually(line::close).onComplete(closed);
    });
    return closed.future();
  }
}
