package org.reciprocalclubs.reciprocal.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.rules.VisitRefusal.Reason;

/**
 * A visit, from the scan at the door on: CHECKED_IN, then CHECKED_OUT; ANNULLED by the same device within
 * {@link #ANNUL_WITHIN}, CANCELLED by the host's office while it lasts. A scan that the rulebook refuses is a
 * stream of its own that ends at once: TURNED_AWAY. The scan's id is the visit's and the stream's; it is made
 * on the device, so a scan sent twice meets its own stream and is accepted without events: answer what was
 * answered before.
 *
 * <p>
 * A visit is sealed with the terms in force at entry and never changed; what comes later points back to it.
 * Annulled and cancelled visits did not take place: {@link History#undone} gives their day back.
 */
public sealed interface Visit {

  Duration ANNUL_WITHIN = Duration.ofMinutes(15);
  int REASON_LENGTH_MAX = 1_000;

  /** The state by its name in answers, such as {@code CHECKED_IN}. */
  default String state() {
    return switch (this) {
      case Unopened _ -> "UNOPENED";
      case TurnedAway _ -> "TURNED_AWAY";
      case CheckedIn _ -> "CHECKED_IN";
      case CheckedOut _ -> "CHECKED_OUT";
      case Annulled _ -> "ANNULLED";
      case Cancelled _ -> "CANCELLED";
    };
  }

  record Unopened() implements Visit {}

  record TurnedAway(CheckInRefused refused) implements Visit {}

  /** Inside. */
  record CheckedIn(VisitOpened opened, boolean verified) implements Visit {}

  /** Gone; the member has rated the visit so many times. */
  record CheckedOut(VisitOpened opened, VisitClosed closed, boolean verified, int ratings) implements Visit {}

  record Annulled(VisitOpened opened, VisitAnnulled annulled) implements Visit {}

  record Cancelled(VisitOpened opened, VisitCancelled cancelled) implements Visit {}

  /**
   * A scan or an entry by hand.
   *
   * @param id UUIDv7 made on the device: the visit's id
   * @param actor the device or person that made it
   * @param requestHash of what was sent, which a repeat must match
   * @param occurredAt by the device's clock, for the record
   */
  record Scan(UUID id, UUID actor, String requestHash, Instant occurredAt) {}

  /** Whose visit to whom; the member is {@code null} where it is not known who it was. */
  record Who(@Nullable UUID member, UUID home, UUID host) {}

  /** What the visitor came for and with how many. */
  record Use(String facility, int guests, int nights, Bill bill) {}

  /** The terms in force at entry. */
  record Seal(UUID agreement, int termsVersion, String termsHash) {}

  /**
   * A verdict with what it needs to be checked again.
   *
   * @param at the moment judged by
   * @param day the host's local epoch day at that moment, as the history counts it
   * @param inputsHash of {@link Canonical#inputs}
   */
  record Decided(Instant at, int day, String inputsHash, Verdict verdict) {}

  sealed interface Command {}

  /** A visitor stands at the door, or was let in there while the desk was cut off. */
  record CheckIn(Scan scan, Inputs inputs, Bill bill, Manner manner) implements Command {
    public CheckIn(Scan scan, Inputs inputs, Bill bill) {
      this(scan, inputs, bill, Manner.ASKED);
    }
  }

  /** Of somebody at the host, later. */
  sealed interface Later extends Command {
    Act act();
  }

  record CheckOut(Act act, Bill bill) implements Later {}

  /** The house closes, perhaps: whoever was forgotten is checked out, as of then. */
  record CloseHouse(Act act, House house) implements Later {}

  record Annul(Act act) implements Later {}

  record Cancel(Act act, String reason) implements Later {}

  /** The host confirms that the visit took place. */
  record Verify(Act act) implements Later {}

  /**
   * What was written down wrongly, by the host's office.
   *
   * @param version the stream's, as the office saw it
   */
  record Correct(Act act, int version, Correction correction, String reason) implements Later {}

  /** By the member who made the visit; the words may be empty. */
  record Rate(Act act, int stars, String comment) implements Command {}

  /** Of what was flagged, by the host's office, with a note of its own. */
  record Settle(Act act, boolean stands, String note) implements Command {}

  /**
   * Which club's device or person acts, and when.
   *
   * @param actor {@link #PLATFORM} for nobody
   */
  record Act(UUID club, UUID actor, Instant at) {
    public static final UUID PLATFORM = new UUID(0, 0);

    /** The platform by itself, in that club's name. */
    public static Act unasked(UUID club, Instant at) {
      return new Act(club, PLATFORM, at);
    }
  }

  sealed interface Event {}

  /** What is written about a visit that took place, or is taking place. */
  sealed interface Note extends Event {}

  /** The verdict of a visit that is not {@link Mark#FLAGGED} or {@link Mark#OVERRIDDEN} admits. */
  record VisitOpened(Scan scan, Who who, Use use, Seal seal, Decided decided, Mark mark) implements Event {
    public VisitOpened(Scan scan, Who who, Use use, Seal seal, Decided decided) {
      this(scan, who, use, seal, decided, Mark.ORDINARY);
    }

    VisitOpened marked(Mark other) {
      return new VisitOpened(scan, who, use, seal, decided, other);
    }
  }

  record CheckInRefused(Scan scan, Who who, Decided decided, Mark mark) implements Event {
    public CheckInRefused(Scan scan, Who who, Decided decided) {
      this(scan, who, decided, Mark.ORDINARY);
    }
  }

  /** @param closing when the house closed, where nobody checked the visitor out; {@code null} otherwise */
  record VisitClosed(Act act, Bill bill, @Nullable Instant closing) implements Event {
    public VisitClosed(Act act, Bill bill) {
      this(act, bill, null);
    }
  }

  record VisitAnnulled(Act act) implements Event {}

  record VisitCancelled(Act act, String reason) implements Event {}

  record VisitVerified(Act act) implements Event {}

  /** What was flagged stands as it is recorded, or does not count. */
  record VisitSettled(Act act, boolean stands, String note) implements Event {}

  /** Points back: the visit as it was after that version of its stream is corrected. */
  record VisitCorrected(Act act, int corrects, Correction correction, String reason) implements Note {}

  record VisitRated(Act act, int stars, String comment) implements Note {}

  static Outcome<Event, VisitRefusal> decide(Visit state, Command command) {
    return switch (command) {
      case CheckIn checkIn -> checkIn(state, checkIn);
      case Rate rate -> VisitNotes.rate(state, rate);
      case Settle settle -> VisitFlags.settle(state, settle);
      case Later later -> switch (state) {
        case Unopened _,TurnedAway _ -> refused(Reason.WRONG_STATE);
        case CheckedIn(VisitOpened opened, _) -> ofHost(opened, state, later);
        case CheckedOut(VisitOpened opened, _, _, _) -> ofHost(opened, state, later);
        case Annulled(VisitOpened opened, _) -> ofHost(opened, state, later);
        case Cancelled(VisitOpened opened, _) -> ofHost(opened, state, later);
      };
    };
  }

  private static Outcome<Event, VisitRefusal> ofHost(VisitOpened opened, Visit state, Later command) {
    if (!command.act().club().equals(opened.who().host())) {
      return refused(Reason.NOT_THE_HOST);
    }
    return switch (command) {
      case CheckOut checkOut -> state instanceof CheckedIn ? checkOut(checkOut) : refused(Reason.WRONG_STATE);
      case CloseHouse close -> state instanceof CheckedIn ? Closing.decide(opened, close) : accepted();
      case Annul(Act act) -> annul(opened, state, act);
      case Cancel cancel -> state instanceof CheckedIn ? cancel(cancel) : refused(Reason.WRONG_STATE);
      case Verify(Act act) -> verify(state, act);
      case Correct correct -> VisitNotes.correct(state, correct);
    };
  }

  private static Outcome<Event, VisitRefusal> checkIn(Visit state, CheckIn command) {
    return switch (state) {
      case Unopened _ -> open(command);
      case TurnedAway(CheckInRefused refused) -> again(refused.scan(), command.scan());
      case CheckedIn(VisitOpened opened, _) -> again(opened.scan(), command.scan());
      case CheckedOut(VisitOpened opened, _, _, _) -> again(opened.scan(), command.scan());
      case Annulled(VisitOpened opened, _) -> again(opened.scan(), command.scan());
      case Cancelled(VisitOpened opened, _) -> again(opened.scan(), command.scan());
    };
  }

  private static Outcome<Event, VisitRefusal> again(Scan first, Scan second) {
    boolean same = first.actor().equals(second.actor()) && first.requestHash().equals(second.requestHash());
    return same ? accepted() : refused(Reason.SCAN_ID_REUSED);
  }

  private static Outcome<Event, VisitRefusal> open(CheckIn command) {
    var problems = command.bill().problems();
    return problems.isEmpty()
        ? accepted(VisitEntry.decide(command))
        : new Outcome.Refused<>(new VisitRefusal(Reason.BILL_UNSOUND, problems));
  }

  private static Outcome<Event, VisitRefusal> checkOut(CheckOut command) {
    var problems = command.bill().problems();
    return problems.isEmpty()
        ? accepted(new VisitClosed(command.act(), command.bill()))
        : new Outcome.Refused<>(new VisitRefusal(Reason.BILL_UNSOUND, problems));
  }

  private static Outcome<Event, VisitRefusal> annul(VisitOpened opened, Visit state, Act act) {
    if (!act.actor().equals(opened.scan().actor())) {
      return refused(Reason.OTHER_DEVICE);
    }
    return switch (state) {
      case Annulled _ -> accepted();
      case CheckedIn _ -> act.at().isAfter(opened.decided().at().plus(ANNUL_WITHIN))
          ? refused(Reason.TOO_LATE)
          : accepted(new VisitAnnulled(act));
      case Unopened _,TurnedAway _,CheckedOut _,Cancelled _ -> refused(Reason.WRONG_STATE);
    };
  }

  private static Outcome<Event, VisitRefusal> cancel(Cancel command) {
    return command.reason().length() > REASON_LENGTH_MAX
        ? refused(Reason.TEXT_TOO_LONG)
        : accepted(new VisitCancelled(command.act(), command.reason()));
  }

  private static Outcome<Event, VisitRefusal> verify(Visit state, Act act) {
    return switch (state) {
      case CheckedIn(_, boolean verified) -> verified ? accepted() : accepted(new VisitVerified(act));
      case CheckedOut(_, _, boolean verified, _) -> verified ? accepted() : accepted(new VisitVerified(act));
      case Unopened _,TurnedAway _,Annulled _,Cancelled _ -> refused(Reason.WRONG_STATE);
    };
  }

  static Outcome<Event, VisitRefusal> refused(Reason reason) {
    return new Outcome.Refused<>(new VisitRefusal(reason, List.of()));
  }

  static Outcome<Event, VisitRefusal> accepted(Event... events) {
    return new Outcome.Accepted<>(List.of(events));
  }

  /** The state after an event that {@link #decide} gave for this state. */
  static Visit evolve(Visit state, Event event) {
    return switch (event) {
      case VisitOpened opened -> new CheckedIn(opened, false);
      case CheckInRefused refused -> new TurnedAway(refused);
      case VisitClosed closed -> new CheckedOut(inside(state).opened(), closed, inside(state).verified(), 0);
      case VisitAnnulled annulled -> new Annulled(inside(state).opened(), annulled);
      case VisitCancelled cancelled -> new Cancelled(inside(state).opened(), cancelled);
      case VisitVerified _ -> state instanceof CheckedOut(var opened, var closed, _, int ratings)
          ? new CheckedOut(opened, closed, true, ratings)
          : new CheckedIn(inside(state).opened(), true);
      case VisitSettled settled -> VisitFlags.evolve(state, settled);
      case Note note -> VisitNotes.evolve(state, note);
    };
  }

  private static CheckedIn inside(Visit state) {
    if (state instanceof CheckedIn inside) {
      return inside;
    }
    throw new IllegalStateException("The event does not follow from the visit's state");
  }
}
