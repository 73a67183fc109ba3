package org.reciprocalclubs.reciprocal;

import com.google.protobuf.Message;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.reciprocalclubs.codecs.reciprocal.v1.AnnulVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckOutVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CorrectVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.DeleteVisitCommentRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListInsideRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListInsideResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.RateVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.VerifyVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.store.Once;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Visit.Act;
import org.reciprocalclubs.reciprocal.rules.Visit.Annul;
import org.reciprocalclubs.reciprocal.rules.Visit.Cancel;
import org.reciprocalclubs.reciprocal.rules.Visit.CheckOut;
import org.reciprocalclubs.reciprocal.rules.Visit.Command;
import org.reciprocalclubs.reciprocal.rules.Visit.Correct;
import org.reciprocalclubs.reciprocal.rules.Visit.Rate;
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

  Visit correct(CorrectVisitRequest request) {
    var correction = VisitNoteEvents.read(request);
    var id = ScanMapper.id("id", request.getId());
    return on("CorrectVisit", request, scope(),
        tx -> request.hasGuests() ? VisitFile.openAlone(tx, id) : VisitFile.open(tx, id),
        (act, version) -> new Correct(act, version, correction, request.getReason()));
  }

  Visit rate(RateVisitRequest request) {
    var id = ScanMapper.id("id", request.getId());
    return on("RateVisit", request, mine(), tx -> VisitFile.open(tx, id),
        (act, _) -> new Rate(act, request.getStars(), request.getComment()));
  }

  Visit deleteComment(DeleteVisitCommentRequest request) {
    var id = ScanMapper.id("id", request.getId());
    return store.transact(mine(), tx -> {
      VisitNoteRows.removeComment(tx, id);
      return VisitRows.find(tx, id).map(VisitRows::read).orElseThrow(VisitFile::none);
    });
  }

  private Visit act(String operation, Message request, UUID id, Function<Act, Command> command) {
    return on(operation, request, scope(), tx -> VisitFile.open(tx, id), (act, _) -> command.apply(act));
  }

  private Visit on(String operation, Message request, Scope scope, Function<Tx, VisitFile> open,
      BiFunction<Act, Integer, Command> command) {
    var call = CallContext.current();
    return store.transact(scope, tx -> Once.answer(tx, operation, request, Visit.getDefaultInstance(), () -> {
      var act = new Act(call.caller().requireClub(), call.caller().requireSubject(), tx.now());
      var file = open.apply(tx);
      return file.decide(tx, command.apply(act, file.version()), call);
    }));
  }

  Visit get(GetVisitRequest request) {
    var id = ScanMapper.id("id", request.getId());
    return store.read(scope(), tx -> VisitGuests.withNames(tx, VisitFile.read(tx, id)));
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
    var filter = VisitFilter.of(request);
    return store.read(mine(), tx -> VisitLists.ofPerson(tx, caller.requireSubject(), filter, paging));
  }

  ListInsideResponse inside(ListInsideRequest request) {
    var club = CallContext.current().caller().requireClub();
    return store.read(scope(), tx -> VisitRows.inside(tx, club));
  }

  /** Of somebody as a member, whatever else they are in the club. */
  private static Scope mine() {
    var caller = CallContext.current().caller();
    return Scope.person(caller.requireClub(), caller.requireSubject());
  }

  private static Scope scope() {
    return Scope.of(CallContext.current().caller());
  }
}
