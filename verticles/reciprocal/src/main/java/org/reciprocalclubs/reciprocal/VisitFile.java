package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit.Status;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitBill;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Outcome;
import org.reciprocalclubs.reciprocal.rules.Visit;

/**
 * One visit within one transaction, after the door: its events folded, a command decided, events, read model
 * and quota written together. The stream's version is the judge when two act at once.
 */
final class VisitFile {
  private final Row row;
  private final Visit state;
  private final List<EventRecord> events;

  private VisitFile(Row row, Visit state, List<EventRecord> events) {
    this.row = row;
    this.state = state;
    this.events = events;
  }

  /** The visit, if the transaction's scope may see it; NOT_FOUND otherwise. */
  static VisitFile open(Tx tx, UUID id) {
    var events = tx.events(id, 0); // before the row: what is written in between is a conflict, not overlooked
    var row = VisitRows.find(tx, id).orElseThrow(VisitFile::none);
    var state = VisitRows.began(row) ? VisitEvents.fold(events) : new Visit.Unopened();
    return new VisitFile(row, state, events);
  }

  /** The same, when no desk is deciding about the member: for what changes how much the member has used. */
  static VisitFile openAlone(Tx tx, UUID id) {
    var member = VisitRows.find(tx, id).orElseThrow(VisitFile::none).getUUID("member");
    tx.query("select pg_advisory_xact_lock(uuid_hash_extended($1, 0))", member);
    return open(tx, id);
  }

  /** The newest version of the visit's stream. */
  int version() {
    return events.size();
  }

  /** The visit, and while it lasts the bill that it would be left with now. */
  static org.reciprocalclubs.codecs.reciprocal.v1.Visit read(Tx tx, UUID id) {
    var row = VisitRows.find(tx, id).orElseThrow(VisitFile::none);
    var visit = VisitRows.read(row);
    if (visit.getStatus() != Status.CHECKED_IN) {
      return visit;
    }
    var bill = BillMapper.write(BillMapper.opened(tx.events(id, 0).getFirst().data()), VisitRows.bill(row));
    return visit.toBuilder().setBill(bill).setFee(bill.getFee()).build();
  }

  /** Decides and writes what the rules accept; nothing when it was done before. */
  org.reciprocalclubs.codecs.reciprocal.v1.Visit decide(Tx tx, Visit.Command command, CallContext call) {
    apply(tx, command, EventMeta.of(call));
    return VisitRows.read(VisitRows.find(tx, row.getUUID("id")).orElseThrow(VisitFile::none));
  }

  /** The same without an answer. */
  void apply(Tx tx, Visit.Command command, EventMeta meta) {
    switch (Visit.decide(state, command)) {
      case Outcome.Refused(var refusal) -> throw Refusals.problem(refusal);
      case Outcome.Accepted(var events) -> events.forEach(event -> write(tx, event, meta));
    }
  }

  private void write(Tx tx, Visit.Event event, EventMeta meta) {
    var about = new VisitEvents.About(row.getUUID("id"), row.getUUID("host"), row.getUUID("home"),
        row.getUUID("member"), row.getUUID("person"));
    var bill = bill(event);
    int after = tx.append(about.visit(), version(),
        NewEvent.between(about.host(), about.home(), VisitEvents.write(about, event, bill), meta));
    switch (event) {
      case Visit.VisitClosed closed -> {
        VisitRows.close(tx, about.visit(), after, closed, Objects.requireNonNull(bill));
        VisitRows.left(tx, row);
      }
      case Visit.VisitAnnulled _ -> undo(tx, after, "ANNULLED", null);
      case Visit.VisitCancelled(_, var reason) ->
        undo(tx, after, "CANCELLED", reason.isEmpty() ? null : reason);
      case Visit.VisitVerified _ -> VisitRows.verify(tx, about.visit(), after);
      case Visit.VisitCorrected corrected -> {
        VisitNoteRows.correct(tx, about, corrected, after, bill);
        if (corrected.correction().guests() != null) {
          VisitRows.recount(tx, row, corrected.correction().guests());
        }
      }
      case Visit.VisitRated rated -> VisitNoteRows.rate(tx, about, rated);
      case Visit.VisitSettled _ -> throw new IllegalStateException("FlagOffice writes what it settles");
      case Visit.VisitOpened _,Visit.CheckInRefused _ ->
        throw new IllegalStateException("The desk writes entries");
    }
  }

  /** Of a visit that is over, with the event or before; null where it lasts, and where nothing is billed. */
  private @Nullable VisitBill bill(Visit.Event event) {
    var known = VisitRows.bill(row);
    var now = switch (event) {
      case Visit.VisitClosed closed -> known.and(closed.bill());
      case Visit.VisitCorrected corrected when state instanceof Visit.CheckedOut ->
        known.corrected(corrected.correction());
      case Visit.VisitCorrected _,Visit.VisitAnnulled _,Visit.VisitCancelled _,Visit.VisitVerified _ -> null;
      case Visit.VisitRated _,Visit.VisitSettled _,Visit.VisitOpened _,Visit.CheckInRefused _ -> null;
    };
    return now == null ? null : BillMapper.write(BillMapper.opened(events.getFirst().data()), now);
  }

  private void undo(Tx tx, int after, String stateAfter, @Nullable String reason) {
    VisitRows.end(tx, row.getUUID("id"), after, stateAfter, reason);
    VisitRows.undone(tx, row);
  }

  static Problem none() {
    return Problem.notFound("There is no such visit.");
  }
}
