package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.rules.ReservationRefusal.Reason;

/**
 * A visit announced beforehand, for one day of the host: REQUESTED, and CONFIRMED by the host, or at once
 * where nobody's approval is asked for; then CHECKED_IN with the visit that came of it, or NO_SHOW when the
 * day has ended. The host may decline what is requested, either club or the member may cancel what is live,
 * and what the host leaves unanswered expires. A visit of that day that is told after it makes good for both;
 * one that is undone gives the reservation back. Whether the rules would admit the visitor on that day is
 * asked before.
 *
 * <p>
 * It holds for its whole day: a member who leaves and comes again is expected still.
 */
public sealed interface Reservation {
  /** How far ahead a visit can be announced. */
  int DAYS_AHEAD_MAX = 366;
  /** Live reservations of one member, at all hosts together. */
  int LIVE_MAX = 20;

  /** The state by its name in answers, such as {@code CONFIRMED}. */
  default String state() {
    return switch (this) {
      case Nothing _ -> "NOTHING";
      case Requested _ -> "REQUESTED";
      case Confirmed _ -> "CONFIRMED";
      case Declined _ -> "DECLINED";
      case Cancelled _ -> "CANCELLED";
      case CheckedIn _ -> "CHECKED_IN";
      case NoShow _ -> "NO_SHOW";
      case Expired _ -> "EXPIRED";
    };
  }

  /** What was announced; {@code null} where nothing was. */
  @Nullable
  Plan plan();

  record Nothing() implements Reservation {
    @Override
    public @Nullable Plan plan() {
      return null;
    }
  }

  /** Waits for the host. */
  record Requested(Plan plan) implements Reservation {}

  record Confirmed(Plan plan) implements Reservation {}

  record Declined(Plan plan) implements Reservation {}

  record Cancelled(Plan plan) implements Reservation {}

  /** The member came, by this visit first. */
  record CheckedIn(Plan plan, UUID visit) implements Reservation {}

  record NoShow(Plan plan) implements Reservation {}

  record Expired(Plan plan) implements Reservation {}

  /**
   * What is announced.
   *
   * @param day the host's local day
   * @param ends when nobody is expected any more
   * @param approval whether terms ask for the host's
   */
  record Plan(UUID host, UUID home, UUID member, LocalDate day, Instant ends, boolean approval) {}

  /** Who acts in whose name. */
  enum By {
    MEMBER, HOME_CLUB, HOST_CLUB
  }

  /** Why a host declines, without words about people. */
  enum Declining {
    FULLY_BOOKED, CLOSED_THAT_DAY, PARTY_TOO_LARGE, OTHER_REASON
  }

  /**
   * Which club's device or person acts, and when.
   *
   * @param member who acts for themselves; {@code null} for an office
   */
  record Act(UUID club, @Nullable UUID member, Instant at) {}

  sealed interface Command {}

  /**
   * A visit is announced.
   *
   * @param today the host's local day now
   * @param live reservations that the member has already
   * @param taken whether one of them is at this host for that day
   */
  record Request(Act act, Plan plan, LocalDate today, int live, boolean taken) implements Command {}

  /** By people of the two clubs, later. */
  sealed interface Later extends Command {
    Act act();
  }

  record Confirm(Act act) implements Later {}

  record Decline(Act act, Declining reason) implements Later {}

  record Cancel(Act act) implements Later {}

  /** The desk has let the member in, or tells that somebody did. */
  record Arrive(UUID visit) implements Command {}

  /** The visit did not take place after all. */
  record GiveBack(UUID visit) implements Command {}

  /** The day has ended. */
  record Lapse(Instant at) implements Command {}

  sealed interface Event {}

  record ReservationRequested(Plan plan, By by) implements Event {}

  record ReservationConfirmed(boolean atOnce) implements Event {}

  record ReservationDeclined(Declining reason) implements Event {}

  record ReservationCancelled(By by) implements Event {}

  record ReservationKept(UUID visit) implements Event {}

  record ReservationReopened(UUID visit) implements Event {}

  record ReservationMissed() implements Event {}

  record ReservationExpired() implements Event {}

  static Outcome<Event, ReservationRefusal> decide(Reservation state, Command command) {
    return switch (command) {
      case Request request ->
        state instanceof Nothing ? request(request) : refused(Reason.WRONG_STATE);
      case Later later -> {
        var plan = state.plan();
        yield plan == null ? refused(Reason.WRONG_STATE) : later(state, plan, later);
      }
      case Arrive(UUID visit) -> arrive(state, visit);
      case GiveBack(UUID visit) -> state instanceof CheckedIn(_, UUID came) && came.equals(visit)
          ? accepted(new ReservationReopened(visit))
          : accepted();
      case Lapse(Instant at) -> lapse(state, at);
    };
  }

  private static Outcome<Event, ReservationRefusal> request(Request request) {
    var plan = request.plan();
    var by = by(plan, request.act());
    if (by == null) {
      return refused(Reason.NOT_YOURS);
    }
    if (plan.day().isBefore(request.today()) || !request.act().at().isBefore(plan.ends())) {
      return refused(Reason.DAY_OVER);
    }
    if (plan.day().isAfter(request.today().plusDays(DAYS_AHEAD_MAX))) {
      return refused(Reason.TOO_FAR_AHEAD);
    }
    if (request.taken()) {
      return refused(Reason.DAY_TAKEN);
    }
    if (request.live() >= LIVE_MAX) {
      return refused(Reason.TOO_MANY);
    }
    var requested = new ReservationRequested(plan, by);
    return plan.approval() && by != By.HOST_CLUB
        ? accepted(requested)
        : accepted(requested, new ReservationConfirmed(true));
  }

  /** In whose name; {@code null} for a stranger. A member acts for themselves, whichever club they are of. */
  private static @Nullable By by(Plan plan, Act act) {
    if (act.member() != null) {
      return act.member().equals(plan.member()) ? By.MEMBER : null;
    }
    if (act.club().equals(plan.host())) {
      return By.HOST_CLUB;
    }
    return act.club().equals(plan.home()) ? By.HOME_CLUB : null;
  }

  private static Outcome<Event, ReservationRefusal> later(Reservation state, Plan plan, Later command) {
    var by = by(plan, command.act());
    if (by == null) {
      return refused(Reason.NOT_YOURS);
    }
    return switch (command) {
      case Cancel _ -> cancel(state, by);
      case Confirm _ ->
        by == By.HOST_CLUB ? confirm(state, command.act().at()) : refused(Reason.NOT_THE_HOST);
      case Decline decline -> by == By.HOST_CLUB ? decline(state, decline) : refused(Reason.NOT_THE_HOST);
    };
  }

  private static Outcome<Event, ReservationRefusal> confirm(Reservation state, Instant at) {
    return switch (state) {
      case Requested(Plan plan) -> at.isBefore(plan.ends())
          ? accepted(new ReservationConfirmed(false))
          : refused(Reason.DAY_OVER);
      case Confirmed _ -> accepted();
      case Nothing _,Declined _,Cancelled _,CheckedIn _,NoShow _,Expired _ -> refused(Reason.WRONG_STATE);
    };
  }

  private static Outcome<Event, ReservationRefusal> decline(Reservation state, Decline command) {
    return switch (state) {
      case Requested _ -> accepted(new ReservationDeclined(command.reason()));
      case Declined _ -> accepted();
      case Nothing _,Confirmed _,Cancelled _,CheckedIn _,NoShow _,Expired _ -> refused(Reason.WRONG_STATE);
    };
  }

  private static Outcome<Event, ReservationRefusal> cancel(Reservation state, By by) {
    return switch (state) {
      case Requested _,Confirmed _ -> accepted(new ReservationCancelled(by));
      case Cancelled _ -> accepted();
      case Nothing _,Declined _,CheckedIn _,NoShow _,Expired _ -> refused(Reason.WRONG_STATE);
    };
  }

  /**
   * Whoever is in the house has come, also where the host had not answered; and so has who was, where that is
   * told after the day.
   */
  private static Outcome<Event, ReservationRefusal> arrive(Reservation state, UUID visit) {
    return switch (state) {
      case Requested _,Confirmed _,NoShow _,Expired _ -> accepted(new ReservationKept(visit));
      case Nothing _,Declined _,Cancelled _,CheckedIn _ -> accepted();
    };
  }

  private static Outcome<Event, ReservationRefusal> lapse(Reservation state, Instant at) {
    return switch (state) {
      case Requested(Plan plan) -> at.isBefore(plan.ends())
          ? refused(Reason.DAY_NOT_OVER)
          : accepted(new ReservationExpired());
      case Confirmed(Plan plan) -> at.isBefore(plan.ends())
          ? refused(Reason.DAY_NOT_OVER)
          : accepted(new ReservationMissed());
      case Nothing _,Declined _,Cancelled _,CheckedIn _,NoShow _,Expired _ -> accepted();
    };
  }

  private static Outcome<Event, ReservationRefusal> refused(Reason reason) {
    return new Outcome.Refused<>(new ReservationRefusal(reason));
  }

  private static Outcome<Event, ReservationRefusal> accepted(Event... events) {
    return new Outcome.Accepted<>(List.of(events));
  }

  /** The state after an event that {@link #decide} gave for this state. */
  static Reservation evolve(Reservation state, Event event) {
    return switch (event) {
      case ReservationRequested(Plan plan, _) -> new Requested(plan);
      case ReservationConfirmed _,ReservationReopened _ -> new Confirmed(known(state));
      case ReservationDeclined _ -> new Declined(known(state));
      case ReservationCancelled _ -> new Cancelled(known(state));
      case ReservationKept(UUID visit) -> new CheckedIn(known(state), visit);
      case ReservationMissed _ -> new NoShow(known(state));
      case ReservationExpired _ -> new Expired(known(state));
    };
  }

  private static Plan known(Reservation state) {
    var plan = state.plan();
    if (plan == null) {
      throw new IllegalStateException("The event does not follow from the reservation's state");
    }
    return plan;
  }
}
