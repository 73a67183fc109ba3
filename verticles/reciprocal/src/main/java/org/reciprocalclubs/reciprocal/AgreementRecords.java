package org.reciprocalclubs.reciprocal;

import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.Agreement;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementEntry;
import org.reciprocalclubs.codecs.reciprocal.v1.GetAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementHistoryRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementHistoryResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementVersionsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementVersionsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementsResponse;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Dates;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** What clubs read about their agreements: as they are, as they were, and what happened. Thread-safe. */
final class AgreementRecords {
  private final Store store;

  AgreementRecords(Store store) {
    this.store = store;
  }

  Agreement get(GetAgreementRequest request) {
    var id = ScanMapper.id("id", request.getId());
    if (!request.hasAsOf()) {
      return store.read(scope(), tx -> AgreementRows.find(tx, id)).orElseThrow(AgreementActs::none);
    }
    var then = Dates.instant("asOf", request.getAsOf());
    return store.read(scope(), tx -> AgreementMapper
        .read(events(tx, id).stream().takeWhile(event -> !event.at().isAfter(then)).toList()));
  }

  ListAgreementsResponse list(ListAgreementsRequest request) {
    var paging = Paging.of(request.getPagination());
    var club = CallContext.current().caller().requireClub();
    var states = AgreementStates.states(request.getStatus());
    return store.read(scope(), tx -> AgreementRows.list(tx, club, states, paging));
  }

  ListAgreementVersionsResponse versions(ListAgreementVersionsRequest request) {
    var id = ScanMapper.id("id", request.getId());
    var paging = Paging.of(request.getPagination());
    return store.read(scope(), tx -> {
      if (AgreementRows.find(tx, id).isEmpty()) {
        throw AgreementActs.none();
      }
      return AgreementVersions.list(tx, id, paging);
    });
  }

  /** The stream is short: two clubs act by hand, and {@code Agreement.VERSIONS_MAX} bounds their offers. */
  ListAgreementHistoryResponse history(ListAgreementHistoryRequest request) {
    var id = ScanMapper.id("id", request.getId());
    var paging = Paging.of(request.getPagination());
    var events = store.read(scope(), tx -> events(tx, id)).reversed();
    var page = events.stream().filter(event -> before(event, paging)).skip(paging.offset())
        .limit(paging.pageSize()).toList();
    var response = ListAgreementHistoryResponse.newBuilder();
    page.forEach(event -> response.addNodes(entry(event)));
    var last = page.isEmpty() ? null : new Paging.Mark(page.getLast().at(), page.getLast().id());
    return response.setPageInfo(paging.info(events.size(), page.size(), last)).build();
  }

  private static boolean before(EventRecord event, Paging paging) {
    var at = paging.afterAt();
    var id = paging.afterId();
    if (at == null || id == null) {
      return true;
    }
    // ids are made in order, also those of one moment
    return event.at().isBefore(at)
        || event.at().equals(at) && event.id().toString().compareTo(id.toString()) < 0;
  }

  private static List<EventRecord> events(Tx tx, UUID id) {
    var events = tx.events(id, 0);
    if (events.isEmpty() || !events.getFirst().name().equals("AgreementProposed")) {
      throw AgreementActs.none();
    }
    return events;
  }

  private static AgreementEntry entry(EventRecord record) {
    var event = AgreementEvents.read(record);
    var entry = AgreementEntry.newBuilder().setAt(VerdictMapper.timestamp(record.at()))
        .setEvent(record.name());
    var by = AgreementEvents.by(event);
    if (by != null) {
      entry.setByClubId(by.toString());
    }
    AgreementMapper.dates(event, entry);
    return entry.build();
  }

  private static Scope scope() {
    return Scope.of(CallContext.current().caller());
  }
}
