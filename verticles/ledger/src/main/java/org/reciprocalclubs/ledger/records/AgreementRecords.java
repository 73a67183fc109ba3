package org.reciprocalclubs.ledger.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.BatchHandler;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.transactions.Kind;
import org.reciprocalclubs.ledger.transactions.TransactionRows;
import org.reciprocalclubs.ledger.transactions.Wanted;

/**
 * Follows agreements and wants each change of one recorded, after the last before it that was not refused.
 * Which changes those are follows from the agreement's events alone, so that a batch that is handled twice
 * wants the same. That an agreement has ended is recorded whatever became of the changes before. Thread-safe.
 */
public final class AgreementRecords implements BatchHandler {
  /** Its place in the feed; another name would want everything again, which changes nothing. */
  public static final String FOLLOWER = "ledger.records";
  /** Full names of the events that it records something of. */
  public static final Set<String> TYPES = Stream.of("AgreementApproved", "AmendmentApproved",
      "AgreementSuspended", "AgreementResumed", "AgreementTerminated", "AgreementAbandoned",
      "AgreementWithdrawn").map("reciprocalclubs.reciprocal.v1."::concat)
      .collect(Collectors.toUnmodifiableSet());

  private static final String CONTRACT = "agreements";
  private static final String STATE = "select state from ledger.transaction_for_desk($1)";

  @Override
  public void handle(Tx tx, List<EventRecord> events) {
    for (var event : events) {
      tx.as(Scope.club(event.club()));
      record(tx, event);
    }
  }

  private static void record(Tx tx, EventRecord event) {
    var course = new AgreementCourse(event.stream());
    var before = new ArrayList<Entry>();
    for (var past : tx.events(event.stream(), 0)) {
      var entries = course.next(past);
      if (past.version() == event.version()) {
        want(tx, entries, before);
        return;
      }
      before.addAll(entries);
    }
  }

  /** @param before what was wanted of it before, the oldest first */
  private static void want(Tx tx, List<Entry> entries, List<Entry> before) {
    if (!before.isEmpty() && isFailed(tx, before.getFirst())) {
      // the ledger knows nothing of the agreement: there is nothing to be changed or taken back
      return;
    }
    var after = before.reversed().stream().filter(entry -> !isFailed(tx, entry)).findFirst().map(Entry::key)
        .orElse(null);
    for (var entry : entries) {
      TransactionRows.enqueue(tx, wanted(entry, after));
      after = entry.key();
    }
  }

  private static boolean isFailed(Tx tx, Entry entry) {
    return tx.one(STATE, entry.key()).filter(row -> row.getString("state").equals("FAILED")).isPresent();
  }

  /**
   * The network plans who endorses: the keys of an agreement ask for both clubs' organisations. Which one
   * proposes is settled then, as {@link Organisations} says.
   */
  private static Wanted wanted(Entry entry, @Nullable String after) {
    var call = new Call(CONTRACT, entry.function(), entry.args(), Organisations.FEDERATION, Set.of());
    return new Wanted(entry.key(), Kind.AGREEMENT, entry.club(), entry.other(), call, after,
        entry.function().equals(AgreementCourse.END));
  }
}
