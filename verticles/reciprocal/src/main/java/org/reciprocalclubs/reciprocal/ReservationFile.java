package org.reciprocalclubs.reciprocal;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Outcome;
import org.reciprocalclubs.reciprocal.rules.Reservation;

/**
 * One reservation within one transaction: its events folded, a command decided, events and read model written
 * together. The stream's version is the judge when two act at once.
 */
final class ReservationFile {
  private final Announced about;
  private final Reservation state;
  private final int version;

  private ReservationFile(Announced about, Reservation state, int version) {
    this.about = about;
    this.state = state;
    this.version = version;
  }

  static ReservationFile create(Announced about) {
    return new ReservationFile(about, new Reservation.Nothing(), 0);
  }

  /** The reservation, if the transaction's scope may see it; NOT_FOUND otherwise. */
  static ReservationFile open(Tx tx, UUID id) {
    var row = ReservationRows.find(tx, id).orElseThrow(ReservationFile::none);
    var events = tx.events(id, 0);
    var state = ReservationEvents.fold(events);
    var plan = state.plan();
    if (plan == null) {
      throw none();
    }
    return new ReservationFile(ReservationRows.announced(row, plan), state, events.size());
  }

  Announced about() {
    return about;
  }

  /**
   * Decides, without writing.
   *
   * @throws Problem what the rules refused
   */
  List<Reservation.Event> decide(Reservation.Command command) {
    return switch (Reservation.decide(state, command)) {
      case Outcome.Refused(var refusal) -> throw Refusals.problem(refusal);
      case Outcome.Accepted(var events) -> events;
    };
  }

  /** Writes what was decided; nothing where it was done before. */
  void write(Tx tx, List<Reservation.Event> events, @Nullable CallContext call) {
    if (events.isEmpty()) {
      return;
    }
    var meta = call == null ? EventMeta.NONE : EventMeta.of(call);
    var messages = events.stream().map(event -> NewEvent.between(about.plan().host(), about.plan().home(),
        ReservationEvents.write(about, meta.actor(), event), meta)).toList();
    int after = tx.append(about.id(), version, messages);
    var next = state;
    for (var event : events) {
      next = Reservation.evolve(next, event);
      if (event instanceof Reservation.ReservationRequested(_, var by)) {
        ReservationRows.insert(tx, about, by);
      }
    }
    ReservationRows.update(tx, about.id(), after, next, events.getLast());
  }

  static Problem none() {
    return Problem.notFound("There is no such reservation.");
  }
}
