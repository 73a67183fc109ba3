package org.reciprocalclubs.kit.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs due jobs, on a virtual thread of its own. Of all processes one at a time runs a kind (a lease); the
 * row lock in the job's own transaction is what makes it happen once. It sees which jobs are due as
 * clubs_jobs and then acts as the app for the job's club. A failing job is tried again with doubled pauses
 * and is dead, visibly, after the last attempt.
 */
public final class JobRunner extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final Duration PURGE_EVERY = Duration.ofHours(1);
  private static final String PURGE_LEASE = "kit.purge";
  private static final String DUE = """
      select id, club, kind, due from kit.job where due <= kit.now() and kind = any($1)
      order by due limit $2""";
  private static final String CLAIM = """
      select data, attempts from kit.job where id = $1 and due = $2 for update skip locked""";
  private static final String DONE = "update kit.job set due = null, done_at = $2 where id = $1";
  private static final String FAILED = """
                                       update kit.job set attempts = attempts + 1, last_error = $3,
                                         due = case when attempts + 1 < $4
        then kit.now() + $5::bigint * (1::bigint << attempts) * interval '1 millisecond' end,
      dead_at = case when attempts + 1 >= $4 then kit.now() end
                                       where id = $1 and due = $2 returning dead_at is not null""";
  /** The policy of clubs_jobs says which: those done long ago. */
  private static final String FORGET_DONE = "delete from kit.job";

  private record Due(UUID id, UUID club, String kind, Instant due) {}

  private final Store store;
  private final Leases leases;
  private final Map<String, JobHandler> handlers;
  private final StoreSettings.JobLimits limits;
  private final MeterRegistry meters;
  private final Doorbell bell = new Doorbell();
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean stopping;
  private long nextPurgeNanos = System.nanoTime();

  private JobRunner(Store store, Leases leases, Map<String, JobHandler> handlers, MeterRegistry meters) {
    this.store = store;
    this.leases = leases;
    this.handlers = Map.copyOf(handlers);
    this.meters = meters;
    limits = store.settings().background().jobs();
  }

  /**
   * Starts a runner for some kinds of jobs. Called within a verticle it ends with that verticle.
   *
   * @return the deployment's id
   */
  public static Future<String> start(Store store, Leases leases, Map<String, JobHandler> handlers,
      MeterRegistry meters) {
    var options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
    return store.vertx().deployVerticle(new JobRunner(store, leases, handlers, meters), options);
  }

  @Override
  public Future<?> start() {
    context.runOnContext(now -> run());
    return Future.succeededFuture();
  }

  private void run() {
    try {
      while (!stopping) {
        Future<Void> news = bell.next();
        if (!turn() && !stopping) {
          Doorbell.await(vertx, news, limits.poll());
        }
      }
      leases.release(handlers.keySet().stream().map(JobRunner::lease).toList()).otherwiseEmpty().await();
    } finally {
      ended.tryComplete();
    }
  }

  /** @return whether there may be more at once */
  private boolean turn() {
    try {
      purge();
      var kinds = kinds();
      var due = kinds.isEmpty() ? List.<Due>of() : due(kinds);
      for (Due each : due) {
        if (stopping) {
          return false;
        }
        work(each);
      }
      return due.size() == limits.batch();
    } catch (RuntimeException failure) {
      LOG.atWarn().setCause(failure).log("due jobs cannot be run");
      return false;
    }
  }

  private List<String> kinds() {
    var wanted = handlers.keySet().stream().collect(Collectors.toMap(JobRunner::lease, kind -> kind));
    if (!wanted.keySet().stream().allMatch(leases::holding) && !wanted.isEmpty()) {
      SqlProblems.await(leases.acquire(wanted.keySet()));
    }
    return wanted.entrySet().stream().filter(each -> leases.holding(each.getKey())).map(Map.Entry::getValue)
        .toList();
  }

  private List<Due> due(List<String> kinds) {
    var binds = Tuple.of(kinds.toArray(String[]::new), limits.batch());
    var result = new ArrayList<Due>();
    for (Row row : SqlProblems.await(store.jobsPool().preparedQuery(DUE).execute(binds))) {
      result.add(
          new Due(row.getUUID(0), row.getUUID(1), row.getString(2), row.getOffsetDateTime(3).toInstant()));
    }
    return result;
  }

  private void work(Due due) {
    try {
      store.perform(Scope.club(due.club()), tx -> {
        var row = tx.one(CLAIM, due.id(), due.due());
        if (row.isPresent()) {
          var job = new Job(due.id(), due.club(), due.kind(), due.due(), row.get().getBuffer(0).getBytes(),
              row.get().getInteger(1));
          Objects.requireNonNull(handlers.get(due.kind())).run(tx, job);
          tx.query(DONE, due.id(), tx.now());
        }
      });
      count(due, "done");
    } catch (StoreAway later) {
      throw later;
    } catch (RuntimeException failure) {
      failed(due, failure);
    }
  }

  /** Only the kinds of exceptions are kept: their texts might hold what a person entered. */
  private void failed(Due due, RuntimeException failure) {
    var error = new StringBuilder(failure.getClass().getName());
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      error.append(" < ").append(cause.getClass().getName());
    }
    boolean dead = store.transact(Scope.club(due.club()),
        tx -> tx
            .one(FAILED, due.id(), due.due(), error.toString(), limits.attempts(),
                limits.backoff().toMillis())
            .map(row -> row.getBoolean(0))
            .orElse(false));
    count(due, dead ? "dead" : "failed");
    (dead ? LOG.atError() : LOG.atWarn()).setCause(failure)
        .addKeyValue("job", due.id())
        .addKeyValue("kind", due.kind())
        .addKeyValue("dead", dead)
        .log("a job failed");
  }

  private void purge() {
    if (System.nanoTime() - nextPurgeNanos < 0) {
      return;
    }
    nextPurgeNanos = System.nanoTime() + PURGE_EVERY.toNanos();
    if (SqlProblems.await(leases.acquire(PURGE_LEASE))) {
      SqlProblems.await(Requests.purge(store));
      SqlProblems.await(store.jobsPool().query(FORGET_DONE).execute());
      SqlProblems.await(leases.release(List.of(PURGE_LEASE)));
    }
  }

  private void count(Due due, String outcome) {
    meters.counter("clubs.jobs", "kind", due.kind(), "outcome", outcome).increment();
  }

  private static String lease(String kind) {
    return "kit.jobs/" + kind;
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    bell.ring();
    return ended.future();
  }
}
