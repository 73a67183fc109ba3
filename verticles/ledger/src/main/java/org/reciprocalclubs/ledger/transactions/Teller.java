package org.reciprocalclubs.ledger.transactions;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.fabric.Events;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.fabric.LedgerAway;
import org.reciprocalclubs.ledger.fabric.LedgerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what the ledger tells: the transaction of an event stands, whoever recorded it, and whether or not
 * anybody was told of its outcome. What follows from an event and how far was read are one transaction of
 * the database, so each event has its effect once, however often peers tell of it. Of all processes one
 * follows. When a peer is lost another organisation's is asked, from there on. Deployed on virtual threads.
 */
public final class Teller extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
  private static final String LEASE = "ledger.followed";
  private static final long LEASE_POLL_MILLIS = 1_000;

  private final Data data;
  private final Ledger ledger;
  private final String channel;
  private final LedgerSettings settings;
  private final Promise<Void> stopped = Promise.promise();
  private final Promise<Void> ended = Promise.promise();
  private volatile @Nullable Events reading;
  private volatile long lastBlock = Place.BEFORE_ALL.block();

  /** How far was read. */
  record Place(long block, @Nullable String tx) {
    static final Place BEFORE_ALL = new Place(-1, null);
  }

  /**
   * @param ledger ended when this is undeployed
   * @param channel under whose name it is kept how far was read
   */
  public Teller(Data data, Ledger ledger, String channel, LedgerSettings settings) {
    this.data = data;
    this.ledger = ledger;
    this.channel = channel;
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    context.runOnContext(_ -> run());
    return Future.succeededFuture();
  }

  /** The newest block of which an event was read here; -1: none yet. */
  long lastBlock() {
    return lastBlock;
  }

  private void run() {
    var pool = new LedgerPool(vertx, "ledger-events", 1);
    int failures = 0;
    try {
      while (!stopped.future().isComplete()) {
        failures = turn(pool) ? 0 : failures + 1;
        if (!stopped.future().isComplete()) {
          pause(failures == 0 ? LEASE_POLL_MILLIS : settings.tries().pause(failures).toMillis());
        }
      }
    } finally {
      pool.close();
      ended.tryComplete();
    }
  }

  private void pause(long millis) {
    var timer = vertx.timer(millis);
    Future.any(stopped.future(), timer).await();
    timer.cancel();
  }

  /** @return false where something failed before anything was read */
  private boolean turn(LedgerPool pool) {
    boolean read = false;
    try {
      if (!data.leases().holding(LEASE) && !data.leases().acquire(LEASE).await()) {
        return true;
      }
      var place = begin(data.store(), channel);
      try (var events = pool.call(() -> ledger.events(place.block(), place.tx()))) {
        reading = events;
        var at = place;
        while (!stopped.future().isComplete()) {
          var event = pool.call(events::next);
          at = told(data.store(), channel, at, event);
          lastBlock = event.block();
          read = true;
        }
      }
    } catch (LedgerAway away) {
      LOG.atDebug().setCause(away).log("Nobody tells of the ledger's events now");
      return read;
    } catch (RuntimeException failure) {
      LOG.atWarn().setCause(failure).log("The ledger's events cannot be followed");
      return read;
    } finally {
      reading = null;
    }
    return true;
  }

  /** How far was read; from the beginning where nothing was. */
  static Place begin(Store store, String channel) {
    return store.transact(Scope.nobody(), tx -> {
      tx.query("""
          insert into ledger.followed (channel, block, at) values ($1, $2, $3) on conflict do nothing""",
          channel, Place.BEFORE_ALL.block(), tx.now());
      return place(tx, channel);
    });
  }

  /**
   * What follows from an event.
   *
   * @param at how far was read before it
   * @return how far was read with it
   * @throws IllegalStateException when somebody else has read on meanwhile: begin there
   */
  static Place told(Store store, String channel, Place at, LedgerEvent event) {
    var next = new Place(event.block(), event.tx());
    store.perform(Scope.nobody(), tx -> {
      if (!place(tx, channel).equals(at)) {
        throw new IllegalStateException("Somebody else follows the ledger's events");
      }
      tx.query("update ledger.followed set block = $2, tx = $3, at = $4 where channel = $1", channel,
          next.block(), next.tx(), tx.now());
      for (var open : TransactionRows.of(tx, event.tx())) {
        tx.as(Scope.club(open.club()));
        TransactionRows.find(tx, open.id()).filter(row -> row.state() != State.CONFIRMED)
            .ifPresent(row -> TransactionRows.confirmed(tx, row, event.tx(), event.block(), event.payload()));
      }
    });
    return next;
  }

  private static Place place(Tx tx, String channel) {
    var row = tx.one("select block, tx from ledger.followed where channel = $1 for update", channel)
        .orElseThrow();
    return new Place(row.getLong("block"), row.getString("tx"));
  }

  @Override
  public Future<?> stop() {
    stopped.tryComplete();
    var events = reading;
    if (events != null) {
      events.close();
    }
    ledger.close();
    return ended.future().eventually(() -> data.leases().release(List.of(LEASE)));
  }
}
