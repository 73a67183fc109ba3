package org.reciprocalclubs.reciprocal;

import com.google.protobuf.Message;
import java.util.UUID;
import java.util.function.Function;
import org.reciprocalclubs.codecs.reciprocal.v1.AnnulVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckOutVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListInsideRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListInsideResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.VerifyVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.store.Once;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.reciprocal.rules.Visit.Act;
import org.reciprocalclubs.reciprocal.rules.Visit.Annul;
import org.reciprocalclubs.reciprocal.rules.Visit.Cancel;
import org.reciprocalclubs.reciprocal.rules.Visit.CheckOut;
import org.reciprocalclubs.reciprocal.rules.Visit.Command;
import org.reciprocalclubs.reciprocal.rules.Visit.Verify;

/** What happens to a visit after the door, and the lists of visits. Thread-safe. */
final class VisitOffice {
  private final Store store;

  VisitOffice(Store store) {
    this.store = store;
  }

  Visit checkOut(CheckOutVisitRequest request) {
    var bill = VisitEvents.bill(request.getServicesList(), request.hasCost() ? request.getCost() : null);
    return act("CheckOutVisit", request, ScanMapper.id("visitId", request.getVisitId()),
        at -> new CheckOut(at, bill));
  }

  Visit annul(AnnulVisitRequest request) {
    return act("AnnulVisit", request, ScanMapper.id("visitId", request.getVisitId()), Annul::new);
  }

  Visit cancel(CancelVisitRequest request) {
    return act("CancelVisit", request, ScanMapper.id("id", request.getId()),
        at -> new Cancel(at, request.getReason()));
  }

  Visit verify(VerifyVisitRequest request) {
    return act("VerifyVisit", request, ScanMapper.id("id", request.getId()), Verify::new);
  }

  private Visit act(String operation, Message request, UUID id, Function<Act, Command> command) {
    var call = CallContext.current();
    return store.transact(Scope.of(call.caller()),
        tx -> Once.answer(tx, operation, request, Visit.getDefaultInstance(),
            () -> {
              var act = new Act(call.caller().requireClub(), call.caller().requireSubject(), tx.now());
              return VisitFile.open(tx, id).decide(tx, command.apply(act), call);
            }));
  }

  Visit get(GetVisitRequest request) {
    var id = ScanMapper.id("id", request.getId());
    return store.read(scope(), tx -> VisitRows.find(tx, id)).map(VisitRows::read)
        .orElseThrow(VisitFile::none);
  }

  ListVisitsResponse list(ListVisitsRequest request) {
    var paging = Paging.of(request.getPagination());
    var club = CallContext.current().caller().requireClub();
    var filter = VisitFilter.of(request);
    return store.read(scope(), tx -> VisitLists.ofClub(tx, club, filter, paging));
  }

  ListVisitsResponse listMine(ListMyVisitsRequest request) {
    var paging = Paging.of(request.getPagination());
    var caller = CallContext.current().caller();
    var mine = Scope.person(caller.requireClub(), caller.requireSubject());
    var filter = VisitFilter.of(request);
    return store.read(mine, tx -> VisitLists.ofPerson(tx, caller.requireSubject(), filter, paging));
  }

  ListInsideResponse inside(ListInsideRequest request) {
    var club = CallContext.current().caller().requireClub();
    return store.read(scope(), tx -> VisitRows.inside(tx, club));
  }

  private static Scope scope() {
    return Scope.of(CallContext.current().caller());
  }
}
