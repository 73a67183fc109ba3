package org.reciprocalclubs.kit.audit;

import com.google.protobuf.Message;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.audit.v1.CallerKind;
import org.reciprocalclubs.codecs.audit.v1.ChangeAsked;
import org.reciprocalclubs.codecs.audit.v1.PersonalDataRead;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Recorder;
import org.reciprocalclubs.kit.store.Appended;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.StoreAway;

/**
 * Writes records as events: those that come while a transaction is under way share the next one, so a busy
 * office pays for a few. A record that cannot be written fails, and whoever was to be recorded is refused.
 * Thread-safe.
 */
public final class AuditRecorder extends VerticleBase implements Recorder {
  /** Ids in one record; an export becomes several. */
  static final int ROWS_MAX = 1_000;

  private final Store store;
  private final AuditSettings settings;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private boolean writing;
  private @Nullable Context writer;

  /** A record, and whoever waits for it. */
  private record Waiting(Record record, Promise<Void> done) {}

  private AuditRecorder(Store store, AuditSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** A recorder that writes on a virtual thread of its own. */
  public static Future<AuditRecorder> start(Vertx vertx, Store store, AuditSettings settings) {
    var recorder = new AuditRecorder(store, settings);
    return vertx.deployVerticle(recorder,
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)).map(recorder);
  }

  @Override
  public Future<?> start() {
    synchronized (waiting) {
      writer = context;
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> record(Record record) {
    Promise<Void> done = Promise.promise();
    synchronized (waiting) {
      if (writer == null || waiting.size() >= settings.waiting()) {
        return Future.failedFuture(Problem.overloaded("NOT_RECORDED", "Too much waits to be recorded"));
      }
      waiting.add(new Waiting(record, done));
      if (!writing) {
        writing = true;
        writer.runOnContext(_ -> write());
      }
    }
    return done.future();
  }

  private void write() {
    for (var batch = next(); !batch.isEmpty(); batch = next()) {
      write(batch);
    }
  }

  /** What fails together is tried one by one, unless the database is away: one may be to blame. */
  private void write(List<Waiting> batch) {
    try {
      append(batch);
      batch.forEach(each -> each.done.complete());
    } catch (RuntimeException failure) {
      if (batch.size() == 1 || failure instanceof StoreAway) {
        batch.forEach(each -> each.done.fail(failure));
      } else {
        batch.forEach(each -> write(List.of(each)));
      }
    }
  }

  private List<Waiting> next() {
    synchronized (waiting) {
      var batch = new ArrayList<Waiting>();
      while (batch.size() < settings.batch() && !waiting.isEmpty()) {
        batch.add(waiting.remove());
      }
      writing = !batch.isEmpty();
      return batch;
    }
  }

  private void append(List<Waiting> batch) {
    Map<UUID, List<Appended>> ofClub = new LinkedHashMap<>();
    for (Waiting each : batch) {
      UUID club = each.record.call().caller().requireClub();
      ofClub.computeIfAbsent(club, _ -> new ArrayList<>()).addAll(events(club, each.record));
    }
    store.perform(Scope.nobody(), tx -> ofClub.forEach((club, events) -> {
      tx.as(Scope.club(club));
      tx.append(events);
    }));
  }

  private static List<Appended> events(UUID club, Record record) {
    List<Appended> events = new ArrayList<>();
    int from = 0;
    do {
      var rows = record.rows().subList(from, Math.min(from + ROWS_MAX, record.rows().size()));
      events.add(new Appended(Ids.uuid7(), 1, event(club, record, rows)));
      from += ROWS_MAX;
    } while (from < record.rows().size());
    return events;
  }

  private static NewEvent event(UUID club, Record record, List<String> rows) {
    CallContext call = record.call();
    UUID session = call.caller().session();
    String sessionText = session == null ? "" : session.toString();
    Message message = record.read()
        ? PersonalDataRead.newBuilder().setOperation(record.rpc().shortName()).setCaller(kind(call.caller()))
            .setSessionId(sessionText).addAllRowIds(rows).build()
        : ChangeAsked.newBuilder().setOperation(record.rpc().shortName()).setCaller(kind(call.caller()))
            .setSessionId(sessionText).addAllRowIds(rows).build();
    return NewEvent.of(club, message, EventMeta.of(call));
  }

  private static CallerKind kind(Caller caller) {
    return switch (caller.kind()) {
      case PERSON -> CallerKind.PERSON;
      case DEVICE -> CallerKind.DEVICE;
      case INTEGRATION -> CallerKind.INTEGRATION;
      case ANONYMOUS, SYSTEM -> CallerKind.CALLER_KIND_UNSPECIFIED;
    };
  }
}
