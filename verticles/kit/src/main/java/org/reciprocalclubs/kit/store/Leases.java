package org.reciprocalclubs.kit.store;

import static org.reciprocalclubs.kit.store.SqlProblems.mapped;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that one process does at a time: rows with an end, renewed while the process lives. A lease is a hint
 * for efficiency, never a proof: a process may be paused after looking, so the writes themselves must be
 * guarded by keys, row locks or compare-and-set. The database's clock decides. Thread-safe; for event loops
 * too.
 */
public final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
  /** Takes free, ended and own leases; serves for renewal as well. */
  private static final String TAKE = """
      insert into kit.lease as l (name, node, until)
      select n, $2, clock_timestamp() + $3::bigint * interval '1 millisecond'
      from (select distinct n from unnest($1::text[]) n order by n) as wanted
      on conflict (name) do update set node = excluded.node, until = excluded.until
        where l.until < clock_timestamp() or l.node = excluded.node
      returning name""";
  private static final String RELEASE = "delete from kit.lease where name = any($1) and node = $2";

  private final Store store;
  private final StoreSettings.Lease limits;
  private final String node;
  /** Name to the System.nanoTime until which the lease is surely ours. */
  private final Map<String, Long> held = new ConcurrentHashMap<>();
  private final AtomicBoolean renewing = new AtomicBoolean();
  private final long timer;

  private Leases(Store store, String node) {
    this.store = store;
    this.node = node;
    limits = store.settings().background().lease();
    timer = store.vertx().setPeriodic(limits.renew().toMillis(), tick -> renew());
  }

  /** Starts renewing for a node of its own name; two processes never share one. */
  public static Leases start(Store store) {
    return new Leases(store, Ids.uuid7().toString());
  }

  /** @return this process's name in kit.lease */
  public String node() {
    return node;
  }

  /** Tries once to take leases, in one statement; those we hold already count as taken. */
  public Future<Set<String>> acquire(Collection<String> names) {
    long asked = System.nanoTime();
    return take(names).map(taken -> {
      long until = asked + limits.term().toNanos();
      taken.forEach(name -> held.put(name, until));
      return taken;
    });
  }

  /** Tries once to take one lease. */
  public Future<Boolean> acquire(String name) {
    return acquire(List.of(name)).map(taken -> taken.contains(name));
  }

  /** @return whether the lease was ours at the last renewal and cannot have ended since */
  public boolean holding(String name) {
    Long until = held.get(name);
    return until != null && System.nanoTime() - until < 0;
  }

  /** Gives leases back at once, so that nobody has to wait for their end. */
  public Future<Void> release(Collection<String> names) {
    names.forEach(held::remove);
    return mapped(store.appPool()
        .preparedQuery(RELEASE)
        .execute(Tuple.of(names.toArray(String[]::new), node))
        .<Void>mapEmpty());
  }

  /** Ends renewing and gives everything back. */
  public Future<Void> stop() {
    store.vertx().cancelTimer(timer);
    return release(Set.copyOf(held.keySet()));
  }

  private Future<Set<String>> take(Collection<String> names) {
    Tuple binds = Tuple.of(names.toArray(String[]::new), node, limits.term().toMillis());
    return mapped(store.appPool().preparedQuery(TAKE).execute(binds)).map(Leases::names);
  }

  private void renew() {
    var names = Set.copyOf(held.keySet());
    if (names.isEmpty() || !renewing.compareAndSet(false, true)) {
      return;
    }
    long asked = System.nanoTime();
    take(names).onComplete(answer -> {
      renewing.set(false);
      if (answer.succeeded()) {
        renewed(names, answer.result(), asked + limits.term().toNanos());
      } else {
        LOG.atWarn().setCause(answer.cause()).log("leases cannot be renewed");
      }
    });
  }

  /** What was released meanwhile stays released here; its row ends by itself. */
  private void renewed(Set<String> names, Set<String> taken, long until) {
    for (String name : names) {
      if (taken.contains(name)) {
        held.computeIfPresent(name, (same, before) -> until);
      } else {
        held.remove(name);
        LOG.atWarn().addKeyValue("lease", name).log("a lease was lost");
      }
    }
  }

  private static Set<String> names(RowSet<Row> rows) {
    var names = new HashSet<String>();
    rows.forEach(row -> names.add(row.getString(0)));
    return names;
  }
}
