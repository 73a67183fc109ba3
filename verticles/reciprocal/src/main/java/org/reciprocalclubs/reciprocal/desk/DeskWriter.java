package org.reciprocalclubs.reciprocal.desk;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.DeskConnection;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.StoreProblem;
import org.reciprocalclubs.reciprocal.rules.History;
import org.reciprocalclubs.reciprocal.rules.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that writes one batch after the other: what arrives while a batch is on its way forms the
 * next one, so
 * an idle desk answers at once and a busy one shares each commit among many. An actor: everything runs on
 * the context
 * it was made on; only {@link #submit} may be called from elsewhere.
 */
final class DeskWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DeskWriter.class);

  private record Waiting(Scan scan, Promise<Answer> answer) {}

  /** A visitor at a host: what one quota row is for. */
  private record Guest(UUID host, UUID member) {}

  private final Vertx vertx;
  private final Context context;
  private final Store store;
  private final DeskSettings settings;
  private final DeskMeters meters;
  private final Deciding deciding = new Deciding();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private @Nullable DeskConnection connection;
  private boolean writing;

  DeskWriter(Vertx vertx, Context context, Store store, DeskSettings settings, DeskMeters meters) {
    this.vertx = vertx;
    this.context = context;
    this.store = store;
    this.settings = settings;
    this.meters = meters;
  }

  /** Takes a scan into the next batch; completes once what became of it is on disk. */
  Future<Answer> submit(Scan scan) {
    Promise<Answer> answer = Promise.promise();
    context.runOnContext(_ -> enqueue(new Waiting(scan, answer)));
    return answer.future();
  }

  private void enqueue(Waiting waiting) {
    if (queue.size() >= settings.queueMax()) {
      meters.shed();
      waiting.answer.fail(
          Problem.overloaded("DESK_FULL", "Too many check-ins are waiting; send this one again shortly.")
              .retryAfter(settings.reconnectWait()));
      return;
    }
    queue.add(waiting);
    writeNext();
  }

  private void writeNext() {
    if (writing || queue.isEmpty()) {
      return;
    }
    writing = true;
    var batch = take();
    write(batch).onComplete(done -> {
      writing = false;
      writeNext();
    });
  }

  /**
   * The oldest scans, each id once: a repeat that came meanwhile is answered from what the first one wrote.
   */
  private List<Waiting> take() {
    List<Waiting> batch = new ArrayList<>();
    Set<UUID> ids = new HashSet<>();
    Iterator<Waiting> waiting = queue.iterator();
    while (waiting.hasNext() && batch.size() < settings.batchMax()) {
      var next = waiting.next();
      if (ids.add(next.scan.id())) {
        batch.add(next);
        waiting.remove();
      }
    }
    return batch;
  }

  private Future<Void> write(List<Waiting> batch) {
    return attempt(batch).recover(failure -> batch.size() == 1
        ? retryOne(batch.getFirst(), failure, Store.MAX_RERUNS)
        : oneByOne(batch, failure));
  }

  /** A batch failed as a whole, or nobody knows whether it did: each scan by itself, told apart by its id. */
  private Future<Void> oneByOne(List<Waiting> batch, Throwable failure) {
    LOG.atInfo().addKeyValue("size", batch.size()).addKeyValue("cause", failure.getClass().getSimpleName())
        .log("A batch of check-ins is written one by one");
    meters.rerun();
    Future<Void> all = Future.succeededFuture();
    for (Waiting each : batch) {
      all = all.compose(_ -> attempt(List.of(each))
          .recover(again -> retryOne(each, again, Store.MAX_RERUNS)));
    }
    return all;
  }

  private Future<Void> retryOne(Waiting one, Throwable failure, int left) {
    if (!worthRetrying(failure) || left == 0) {
      one.answer.fail(failure);
      return Future.succeededFuture();
    }
    return attempt(List.of(one)).recover(again -> retryOne(one, again, left - 1));
  }

  private static boolean worthRetrying(Throwable failure) {
    return failure instanceof StoreProblem;
  }

  private Future<Void> attempt(List<Waiting> batch) {
    var scans = batch.stream().map(Waiting::scan).toList();
    return connected().compose(desk -> desk.begin(LoadRows.SQL, LoadRows.binds(scans))
        .compose(rows -> Future.succeededFuture(decide(batch, rows)))
        .recover(failure -> giveUp(desk).transform(_ -> Future.failedFuture(failure)))
        .compose(decided -> end(desk, decided)));
  }

  /** A batch between its round trips: what to write, and what to tell whom after that. */
  private record Decided(Instant at, CommitRows rows, Map<Waiting, Outcome> outcomes,
      Map<Waiting, Problem> refused) {
    void tell() {
      outcomes.forEach((waiting, outcome) -> waiting.answer.complete(outcome.answer()));
      refused.forEach((waiting, problem) -> waiting.answer.fail(problem));
    }
  }

  private Decided decide(List<Waiting> batch, RowSet<Row> rows) {
    Map<Guest, History> used = new HashMap<>();
    Map<Long, Row> found = new HashMap<>();
    rows.forEach(row -> found.put(row.getLong("ord"), row));
    Instant at = rows.size() == 0
        ? Instant.EPOCH
        : rows.iterator().next().getOffsetDateTime("now").toInstant();
    var decided = new Decided(at, new CommitRows(), new HashMap<>(), new HashMap<>());
    for (int i = 0; i < batch.size(); i++) {
      var each = batch.get(i);
      try {
        var outcome = decide(each.scan, facts(found.get(i + 1L)), used);
        decided.outcomes.put(each, outcome);
        decided.rows.add(outcome);
      } catch (Problem problem) {
        decided.refused.put(each, problem);
      } catch (RuntimeException fault) {
        // One scan that cannot be decided is that scan's failure, not that of all who came with it.
        LOG.atError().setCause(fault).addKeyValue("scan", each.scan.id())
            .log("A check-in could not be decided");
        decided.refused.put(each, Problem.internal(fault));
      }
    }
    return decided;
  }

  private static Facts facts(@Nullable Row row) {
    if (row == null) {
      throw Problem.notFound("Your club is not in the federation.");
    }
    return Facts.read(row);
  }

  private Outcome decide(Scan scan, Facts facts, Map<Guest, History> used) {
    if (!(facts.standing() instanceof Standing.Known member)) {
      return deciding.decide(scan, facts, facts.history());
    }
    var guest = new Guest(scan.host(), member.member());
    var outcome = deciding.decide(scan, facts, used.getOrDefault(guest, facts.history()));
    if (outcome.writing() != null && outcome.writing().admission() != null) {
      used.put(guest, outcome.writing().admission().after());
    }
    return outcome;
  }

  /**
   * A failed commit has ended its transaction; only a lost connection leaves it unknown, and is not used
   * again.
   */
  private Future<Void> end(DeskConnection desk, Decided decided) {
    Future<?> written = decided.rows.isEmpty()
        ? desk.rollback()
        : desk.commit(CommitRows.SQL, decided.rows.binds(decided.at)).onSuccess(_ -> store.signalAppend());
    return written.<Void>mapEmpty().onSuccess(_ -> {
      meters.written(decided.outcomes.size() + decided.refused.size());
      decided.tell();
    });
  }

  private Future<DeskConnection> connected() {
    if (connection != null && connection.usable()) {
      return Future.succeededFuture(connection);
    }
    return store.desk().onSuccess(fresh -> connection = fresh)
        .recover(away -> vertx.timer(settings.reconnectWait().toMillis())
            .transform(_ -> Future.failedFuture(away)));
  }

  private Future<Void> giveUp(DeskConnection desk) {
    return desk.usable() ? desk.rollback().recover(failure -> drop(desk)) : drop(desk);
  }

  private Future<Void> drop(DeskConnection desk) {
    connection = null;
    return desk.close().otherwiseEmpty();
  }

  /** Ends the connection once the batch on its way is written. */
  Future<Void> close() {
    var desk = connection;
    return desk == null ? Future.succeededFuture() : desk.close();
  }
}
