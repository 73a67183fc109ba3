package org.reciprocalclubs.reciprocal;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.store.EventMeta;
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
      throw AgreementActs.none();
    }
    var state = AgreementEvents.fold(events);
    var pact = state.pact();
    if (pact == null) {
      throw AgreementActs.none();
    }
    return new AgreementFile(pact, state, events.size());
  }

  Pact pact() {
    return pact;
  }

  /** As it stood when it was opened. */
  Agreement state() {
    return state;
  }

  /** What was decided and written: the events, and the agreement after them. */
  record Done(List<Event> events, Agreement after) {}

  /**
   * Decides and writes.
   *
   * @throws org.reciprocalclubs.kit.bus.Problem what the rules refused
   */
  Done decide(Tx tx, Command command, CallContext call) {
    return switch (Agreement.decide(state, command)) {
      case Outcome.Refused(var refusal) -> throw Refusals.problem(refusal);
      case Outcome.Accepted(var events) -> write(tx, command, events, call);
    };
  }

  private Done write(Tx tx, Command command, List<Event> events, CallContext call) {
    var meta = EventMeta.of(call);
    var messages = events.stream().map(event -> NewEvent.between(pact.proposer(), pact.partner(),
        AgreementEvents.write(pact.id(), event), meta)).toList();
    int after = tx.append(pact.id(), version, messages);
    var next = state;
    for (var event : events) {
      next = Agreement.evolve(next, event);
      if (event instanceof Agreement.AgreementProposed) {
        AgreementRows.insert(tx, pact, after);
      }
      AgreementVersions.follow(tx, pact, event);
    }
    var last = events.getLast();
    AgreementRows.update(tx, Objects.requireNonNull(next.pact()), new AgreementRows.Change(next.state(),
        after, actor(events), AgreementEvents.reason(last), noticeReason(command)));
    return new Done(events, next);
  }

  /** The last club that acted; approving may begin the agreement too, which nobody does. */
  private static @Nullable UUID actor(List<Event> events) {
    return events.reversed().stream().map(AgreementEvents::by).filter(Objects::nonNull).findFirst()
        .orElse(null);
  }

  private static @Nullable String noticeReason(Command command) {
    return command instanceof Agreement.Terminate terminate && !terminate.reason().isEmpty()
        ? terminate.reason()
        : null;
  }

  /** What the clock does, whatever state the agreement is in by then; nothing if it is not possible. */
  void onDate(Tx tx, Command command) {
    if (Agreement.decide(state, command) instanceof Outcome.Accepted(var events) && !events.isEmpty()) {
      write(tx, command, events, CallContext.current());
    }
  }
}
