package org.reciprocalclubs.reciprocal;

import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.FlaggedVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.ListFlaggedVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListFlaggedVisitsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.SettleVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitSettled;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Outcome;
import org.reciprocalclubs.reciprocal.rules.Visit;

/** What a host's office does about what happened though the rules would have refused it. Thread-safe. */
final class FlagOffice {
  private final Store store;

  FlagOffice(Store store) {
    this.store = store;
  }

  ListFlaggedVisitsResponse list(ListFlaggedVisitsRequest request) {
    var paging = Paging.of(request.getPagination());
    var settled = request.hasSettled() ? Boolean.valueOf(request.getSettled()) : null;
    return store.read(Scope.of(CallContext.current().caller()), tx -> FlagRows.list(tx, settled, paging));
  }

  /** The stream's version is the judge when two settle at once. */
  FlaggedVisit settle(SettleVisitRequest request) {
    var id = ScanMapper.id("id", request.getId());
    var call = CallContext.current();
    boolean stands = switch (request.getResolution()) {
      case ACCEPTED -> true;
      case ANNULLED -> false;
      case RESOLUTION_UNSPECIFIED, UNRECOGNIZED ->
        throw Problem.validation("resolution", "ACCEPTED or ANNULLED.");
    };
    return store.transact(Scope.of(call.caller()), tx -> {
      if (FlagRows.find(tx, id).isEmpty()) {
        throw VisitFile.none();
      }
      var act = new Visit.Act(call.caller().requireClub(), call.caller().requireSubject(), tx.now());
      var events = tx.events(id, 0);
      switch (Visit.decide(VisitEvents.fold(events), new Visit.Settle(act, stands, request.getNote()))) {
        case Outcome.Refused(var refusal) -> throw Refusals.problem(refusal);
        case Outcome.Accepted(var settled) -> {
          if (settled.isEmpty()) {
            call.markHit();
          } else {
            write(tx, request, events.size(), call);
          }
        }
      }
      return FlagRows.find(tx, id).orElseThrow();
    });
  }

  private static void write(Tx tx, SettleVisitRequest request, int version, CallContext call) {
    var id = UUID.fromString(request.getId());
    var host = call.caller().requireClub();
    var by = call.caller().requireSubject();
    var event = VisitSettled.newBuilder().setVisitId(request.getId()).setVisitingClubId(host.toString())
        .setActorId(by.toString()).setResolution(request.getResolution());
    var visit = VisitRows.find(tx, id);
    visit.ifPresent(row -> event.setClubId(row.getUUID("home").toString())
        .setMemberId(row.getUUID("member").toString()).setUserId(row.getUUID("person").toString()));
    var meta = EventMeta.of(call);
    int after = tx.append(id, version, visit.isPresent()
        ? NewEvent.between(host, visit.get().getUUID("home"), event.build(), meta)
        : NewEvent.of(host, event.build(), meta));
    FlagRows.settle(tx, id, request.getResolution(), request.getNote(), by);
    visit.ifPresent(row -> {
      boolean counts = row.getString("state").startsWith("CHECKED_");
      if (request.getResolution() == FlaggedVisit.Resolution.ANNULLED && counts) {
        VisitRows.end(tx, id, after, "ANNULLED", null);
        VisitRows.undone(tx, row);
      }
      FlagRows.mark(tx, id, request.getResolution(), after);
    });
  }
}
