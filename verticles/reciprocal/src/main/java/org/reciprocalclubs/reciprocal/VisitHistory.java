package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitHistoryRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitHistoryResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitClosed;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitCorrected;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitHistoryEntry;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitRated;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/** All that happened to a visit, as both of its clubs may read it. Thread-safe. */
final class VisitHistory {
  private final Store store;

  VisitHistory(Store store) {
    this.store = store;
  }

  /** The stream is short: {@code VisitNotes.EVENTS_MAX} bounds what people add by hand. */
  ListVisitHistoryResponse list(ListVisitHistoryRequest request) {
    var id = ScanMapper.id("id", request.getId());
    return store.read(Scope.of(CallContext.current().caller()), tx -> {
      var row = VisitRows.find(tx, id).orElseThrow(VisitFile::none);
      var reasons = VisitNoteRows.reasons(tx, id);
      var response = ListVisitHistoryResponse.newBuilder();
      for (var event : tx.events(id, 0)) {
        var ended = event.name().equals("VisitCancelled") ? row.getString("reason") : null;
        response.addEntries(entry(event, reasons.getOrDefault(event.version(), ended)));
      }
      return response.build();
    });
  }

  private static VisitHistoryEntry entry(EventRecord event, @Nullable String reason) {
    var entry = VisitHistoryEntry.newBuilder().setVersion(event.version()).setType(event.name())
        .setAt(VerdictMapper.timestamp(event.at()));
    var actor = event.meta().actor();
    if (actor != null) {
      entry.setActorId(actor.toString());
    }
    if (reason != null) {
      entry.setReason(reason);
    }
    try {
      said(event, entry);
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("An event cannot be read: " + event.type(), unreadable);
    }
    return entry.build();
  }

  private static void said(EventRecord event, VisitHistoryEntry.Builder entry)
      throws InvalidProtocolBufferException {
    switch (event.name()) {
      case "VisitOpened" -> {
        var wire = VisitOpened.parseFrom(event.data());
        entry.addAllServices(wire.getServicesList()).setGuests(wire.getGuests());
        if (wire.hasCost()) {
          entry.setCost(wire.getCost());
        }
      }
      case "VisitClosed" -> {
        var wire = VisitClosed.parseFrom(event.data());
        entry.addAllServices(wire.getServicesList())
            .setCheckOutTime(wire.hasLeftAt() ? wire.getLeftAt() : entry.getAt());
        if (wire.hasBill()) {
          entry.setBill(wire.getBill());
        }
        if (wire.hasCost()) {
          entry.setCost(wire.getCost());
        }
      }
      case "VisitCorrected" -> corrected(VisitCorrected.parseFrom(event.data()), entry);
      case "VisitRated" -> entry.setStars(VisitRated.parseFrom(event.data()).getStars());
      default -> {
        // its name says it all
      }
    }
  }

  private static void corrected(VisitCorrected wire, VisitHistoryEntry.Builder entry) {
    entry.setCorrectsVersion(wire.getCorrectsVersion()).addAllServices(wire.getServicesList())
        .setNoServices(wire.getNoServices());
    if (wire.hasCost()) {
      entry.setCost(wire.getCost());
    }
    if (wire.hasGuests()) {
      entry.setGuests(wire.getGuests());
    }
    if (wire.hasCheckOutTime()) {
      entry.setCheckOutTime(wire.getCheckOutTime());
    }
    if (wire.hasBill()) {
      entry.setBill(wire.getBill());
    }
  }
}
