package org.reciprocalclubs.ledger.anchors;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.ConstraintViolated;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.anchors.AnchorRows.Growth;
import org.reciprocalclubs.ledger.anchors.AnchorRows.Open;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Proven;
import org.reciprocalclubs.ledger.log.Proven.Head;
import org.reciprocalclubs.ledger.transactions.Kind;
import org.reciprocalclubs.ledger.transactions.TransactionRows;
import org.reciprocalclubs.ledger.transactions.Wanted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes batches of the log: an anchor's row and the transaction that is to record it are written together,
 * so whatever dies leaves both or neither. What is not anchored waits in the log alone: while enough anchors
 * are on their way the next batch grows, and a long outage ends in few of them. A lease keeps other processes
 * from looking; that a batch is closed once is the work of the anchors' keys. One thread.
 */
public final class Anchoring {
  static final String LEASE = "ledger.anchors";

  private static final Logger LOG = LoggerFactory.getLogger(Anchoring.class);
  private static final Duration RENEWAL_FIRST = Duration.ofSeconds(2);
  private static final Duration RENEWAL_LONGEST = Duration.ofMinutes(5);
  private static final int DOUBLINGS_MAX = 20;

  private final Store store;
  private final Leases leases;
  private final AnchorSettings settings;
  private final Log log;
  private long waitingAfter = -1;
  private long waitingSinceNanos;

  /**
   * Of what, and where.
   *
   * @param origin the log's name
   * @param channel the ledger's channel, as receipts name it
   */
  public record Log(String origin, String channel) {}

  public Anchoring(Store store, Leases leases, AnchorSettings settings, Log log) {
    this.store = store;
    this.leases = leases;
    this.settings = settings;
    this.log = log;
  }

  /**
   * One look: what stands is marked, what failed is renewed, and a batch that is due is closed. Waits.
   *
   * @return false: there is nothing more at once
   */
  public boolean turn() {
    if (!leases.holding(LEASE) && !leases.acquire(LEASE).await()) {
      return false;
    }
    try {
      store.perform(Scope.nobody(), tx -> AnchorRows.federation(tx).ifPresent(club -> look(tx, club)));
    } catch (ConstraintViolated second) {
      LOG.atDebug().addKeyValue("constraint", second.constraint()).log("another process closed that batch");
    }
    return false;
  }

  private void look(Tx tx, UUID club) {
    tx.as(Scope.federation(club));
    var open = AnchorRows.open(tx);
    if (open.stream().anyMatch(each -> each.state().equals("CONFIRMED"))) {
      AnchorRows.confirm(tx, log.channel());
      open = AnchorRows.open(tx);
    }
    var growth = AnchorRows.growth(tx);
    boolean due = growth.isPresent() && isDue(growth.get());
    if (!open.isEmpty() && open.getFirst().state().equals("FAILED")) {
      renew(tx, open.getFirst());
    } else if (due && open.size() < settings.inFlight()) {
      close(tx, club, growth.get());
    }
  }

  /** Whether so many leaves wait, or one so long: from when it was first seen, which a restart forgets. */
  private boolean isDue(Growth growth) {
    if (growth.leaves() == 0) {
      waitingAfter = -1;
      return false;
    }
    if (waitingAfter != growth.anchored().size()) {
      waitingAfter = growth.anchored().size();
      waitingSinceNanos = System.nanoTime();
    }
    return growth.leaves() >= settings.leaves()
        || System.nanoTime() - waitingSinceNanos >= settings.time().toNanos();
  }

  private void close(Tx tx, UUID club, Growth growth) {
    var anchor = new Anchor(log.origin(), growth.anchored(), growth.now());
    var wanted = wanted(anchor, club, proof(tx, anchor.previous(), anchor.now()), growth.key());
    AnchorRows.insert(tx, anchor, growth.note(), TransactionRows.enqueue(tx, wanted));
  }

  /** The same anchor is proposed anew; those after it fail by themselves, and their turn comes. */
  private void renew(Tx tx, Open failed) {
    var pause = RENEWAL_FIRST.multipliedBy(1L << Math.min(failed.renewals(), DOUBLINGS_MAX));
    if (tx.now()
        .isBefore(failed.since().plus(pause.compareTo(RENEWAL_LONGEST) < 0 ? pause : RENEWAL_LONGEST))) {
      return;
    }
    proof(tx, failed.previous(), failed.now());
    if (AnchorRows.renew(tx, failed) && TransactionRows.retry(tx, failed.transaction())) {
      LOG.atWarn().addKeyValue("size", failed.now().size()).addKeyValue("renewals", failed.renewals())
          .log("an anchor was refused and is sent again");
    }
  }

  private static Wanted wanted(Anchor anchor, UUID club, List<Hash> proof, @Nullable String after) {
    return new Wanted(anchor.key(), Kind.ANCHOR, club, NewEvent.EVERY_CLUB, anchor.append(proof), after);
  }

  /** What would be refused by the contract is not even sent: somebody has rewritten the log. */
  private static List<Hash> proof(Tx tx, Head older, Head newer) {
    var proof = AnchorRows.growth(tx, older, newer);
    if (!Proven.consistency(older, newer, proof)) {
      throw new IllegalStateException("The log of " + newer.size() + " leaves is not the one of "
          + older.size() + " that was anchored: run deploy/audit");
    }
    return proof;
  }
}
