package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.GetAgreementRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Job;
import org.reciprocalclubs.kit.store.Jobs;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Agreement;
import org.reciprocalclubs.reciprocal.rules.Agreement.Command;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Outcome;

/**
 * One agreement within one transaction: its events folded, a command decided, events and read model written
 * together. The stream's version is the judge when two act at once.
 */
final class AgreementFile {
  /** Kinds of jobs: an agreement's first day has come, its last is over. */
  static final String ACTIVATE = "reciprocal.agreement.activate";
  static final String EXPIRE = "reciprocal.agreement.expire";

  private final Pact pact;
  private final Agreement state;
  private final int version;

  private AgreementFile(Pact pact, Agreement state, int version) {
    this.pact = pact;
    this.state = state;
    this.version = version;
  }

  static AgreementFile create(Pact pact) {
    return new AgreementFile(pact, new Agreement.Unproposed(), 0);
  }

  /** The agreement, if the transaction's club is party to it; NOT_FOUND otherwise. */
  static AgreementFile open(Tx tx, UUID id) {
    var events = tx.events(id, 0);
    if (events.isEmpty() || !events.getFirst().name().equals("AgreementProposed")) {
      throw AgreementOffice.none();
    }
    var state = AgreementEvents.fold(events);
    var pact = state.pact();
    if (pact == null) {
      throw AgreementOffice.none();
    }
    return new AgreementFile(pact, state, events.size());
  }

  Pact pact() {
    return pact;
  }

  /**
   * Decides and writes.
   *
   * @return the agreement afterwards
   * @throws org.reciprocalclubs.kit.bus.Problem what the rules refused
   */
  org.reciprocalclubs.codecs.reciprocal.v1.Agreement decide(Tx tx, Command command, CallContext call) {
    switch (Agreement.decide(state, command)) {
      case Outcome.Refused(var refusal) -> throw Refusals.problem(refusal);
      case Outcome.Accepted(var events) -> write(tx, events, call);
    }
    return AgreementRows.find(tx, pact.id()).orElseThrow(AgreementOffice::none);
  }

  private void write(Tx tx, List<Event> events, CallContext call) {
    var meta = new EventMeta(call.caller().subject(), call.correlationId(), call.traceparent());
    var messages = events.stream().map(event -> NewEvent.between(pact.proposer(), pact.partner(),
        AgreementEvents.write(pact.id(), event), meta)).toList();
    int after = tx.append(pact.id(), version, messages);
    var next = state;
    for (var event : events) {
      next = Agreement.evolve(next, event);
      if (event instanceof Agreement.AgreementProposed) {
        AgreementRows.insert(tx, pact, after);
      }
      schedule(tx, event);
    }
    var last = events.getLast();
    AgreementRows.update(tx, pact.id(),
        new AgreementRows.Change(next.state(), after, by(last), reason(last)));
  }

  /** Both clubs have said yes: from here on the calendar of the two acts. */
  private void schedule(Tx tx, Event event) {
    if (!(event instanceof Agreement.AgreementApproved)) {
      return;
    }
    var zones = AgreementRows.dates(tx, pact.proposer(), pact.partner()).zones();
    var period = pact.version().period();
    job(tx, ACTIVATE, last(period.effective(), zones));
    var expiration = period.expiration();
    if (expiration != null) {
      job(tx, EXPIRE, last(expiration.plusDays(1), zones));
    }
  }

  private void job(Tx tx, String kind, Instant due) {
    var club = Objects.requireNonNull(tx.scope().club());
    Jobs.schedule(tx, club, kind, due, GetAgreementRequest.newBuilder()
        .setId(pact.id().toString()).build().toByteArray());
  }

  /** When the day begins in the zone where it begins last. */
  private static Instant last(LocalDate day, List<ZoneId> zones) {
    return zones.stream().map(zone -> day.atStartOfDay(zone).toInstant()).max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static @Nullable UUID by(Event event) {
    return switch (event) {
      case Agreement.AgreementProposed(var pact) -> pact.proposer();
      case Agreement.AgreementApproved(var by, _) -> by;
      case Agreement.AgreementRejected(var by, _) -> by;
      case Agreement.AgreementWithdrawn(var by) -> by;
      case Agreement.AgreementSuspended(var by, _) -> by;
      case Agreement.AgreementResumed(var by) -> by;
      case Agreement.AgreementActivated _,Agreement.AgreementExpired _ -> null;
    };
  }

  private static @Nullable String reason(Event event) {
    return switch (event) {
      case Agreement.AgreementRejected(_, var reason) -> reason.isEmpty() ? null : reason;
      case Agreement.AgreementSuspended(_, var reason) -> reason.isEmpty() ? null : reason;
      case Agreement.AgreementProposed _,Agreement.AgreementApproved _,Agreement.AgreementWithdrawn _ -> null;
      case Agreement.AgreementResumed _,Agreement.AgreementActivated _,Agreement.AgreementExpired _ -> null;
    };
  }

  /** What the clock does: the agreement begins or ends by its dates, whatever state it is in by then. */
  static void onDate(Tx tx, Job job) {
    try {
      var id = UUID.fromString(
          GetAgreementRequest.parseFrom(job.data()).getId());
      var file = open(tx, id);
      var dates = AgreementRows.dates(tx, file.pact.proposer(), file.pact.partner());
      Command command = job.kind().equals(ACTIVATE)
          ? new Agreement.Activate(dates.later())
          : new Agreement.Expire(dates.earlier());
      if (Agreement.decide(file.state, command) instanceof Outcome.Accepted(var events)) {
        file.write(tx, events, CallContext.current());
      }
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("A job cannot be read", unreadable);
    }
  }
}
