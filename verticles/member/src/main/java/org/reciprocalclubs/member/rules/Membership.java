package org.reciprocalclubs.member.rules;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One membership of one club: PENDING -> ACTIVE <-> SUSPENDED -> LAPSED (the paid-until day passes) |
 * RESIGNED. All values are immutable; {@link #decide} and {@link #evolve} are pure and total.
 *
 * <p>A suspended member does not lapse: else renewal would lift the suspension. What the club's own register
 * says is taken as it is, since the register is the club's word.
 */
public sealed interface Membership {

  /** Nobody yet. */
  record None() implements Membership {}

  /** Somebody. */
  record Held(Standing standing, Subscription subscription) implements Membership {}

  /** What is asked for. {@code today} is the day in the home club's time zone. */
  sealed interface Command {
    /** Begin a membership. */
    record Join(Standing standing, Subscription subscription, LocalDate today) implements Command {}

    record Suspend() implements Command {}

    /** Lift a suspension, or confirm who was pending. */
    record Reactivate(LocalDate today) implements Command {}

    /** End the membership if it is no longer paid for; nothing otherwise. */
    record Lapse(LocalDate today) implements Command {}

    /** Make it what the club's register says; a null standing: as it is, or active again where renewed. */
    record Register(@Nullable Standing standing, Subscription subscription,
        LocalDate today) implements Command {}
  }

  /** What happened. */
  sealed interface Event {
    record Joined(Standing standing, Subscription subscription) implements Event {}

    record StandingChanged(Standing standing, Reason reason, Subscription subscription) implements Event {}
  }

  /** Why a standing changed. */
  enum Reason {
    SUSPENDED_BY_CLUB, REACTIVATED_BY_CLUB, PAID_UNTIL_PASSED, REGISTER_CHANGED
  }

  /** What was decided. */
  sealed interface Decision {
    /** It happens; no event means that it is so already. */
    record Accepted(List<Event> events) implements Decision {}

    record Refused(Refusal refusal) implements Decision {}
  }

  /** Decides one command. */
  static Decision decide(Membership state, Command command) {
    return switch (state) {
      case None() -> begin(command);
      case Held held -> switch (command) {
        case Command.Join _ -> new Decision.Refused(Refusal.MEMBER_EXISTS);
        case Command.Suspend() -> suspend(held);
        case Command.Reactivate(LocalDate today) -> reactivate(held, today);
        case Command.Lapse(LocalDate today) -> lapse(held, today);
        case Command.Register register -> register(held, register);
      };
    };
  }

  /** The state after an event. */
  static Membership evolve(Membership state, Event event) {
    return switch (event) {
      case Event.Joined(Standing standing, Subscription subscription) -> new Held(standing, subscription);
      case Event.StandingChanged(Standing standing, Reason _, Subscription subscription) ->
        new Held(standing, subscription);
    };
  }

  private static Decision begin(Command command) {
    return switch (command) {
      case Command.Join(Standing standing, Subscription subscription, LocalDate today) ->
        joined(standing, subscription, today);
      case Command.Register(Standing standing, Subscription subscription, LocalDate today) ->
        joined(standing == null ? Standing.ACTIVE : standing, subscription, today);
      case Command.Suspend _,Command.Reactivate _,Command.Lapse _ ->
        new Decision.Refused(Refusal.MEMBER_UNKNOWN);
    };
  }

  private static Decision joined(Standing standing, Subscription subscription, LocalDate today) {
    return accepted(new Event.Joined(onThat(today, standing, subscription), subscription));
  }

  private static Decision suspend(Held held) {
    return switch (held.standing()) {
      case ACTIVE -> accepted(changed(held, Standing.SUSPENDED, Reason.SUSPENDED_BY_CLUB));
      case SUSPENDED -> new Decision.Refused(Refusal.MEMBER_SUSPENDED);
      case PENDING -> new Decision.Refused(Refusal.MEMBER_PENDING);
      case LAPSED -> new Decision.Refused(Refusal.MEMBER_LAPSED);
      case RESIGNED -> new Decision.Refused(Refusal.MEMBER_RESIGNED);
    };
  }

  private static Decision reactivate(Held held, LocalDate today) {
    return switch (held.standing()) {
      case PENDING, SUSPENDED -> held.subscription().covers(today)
          ? accepted(changed(held, Standing.ACTIVE, Reason.REACTIVATED_BY_CLUB))
          : new Decision.Refused(Refusal.MEMBERSHIP_UNPAID);
      case ACTIVE -> new Decision.Refused(Refusal.MEMBER_ACTIVE);
      case LAPSED -> new Decision.Refused(Refusal.MEMBER_LAPSED);
      case RESIGNED -> new Decision.Refused(Refusal.MEMBER_RESIGNED);
    };
  }

  private static Decision lapse(Held held, LocalDate today) {
    return onThat(today, held.standing(), held.subscription()) == held.standing()
        ? new Decision.Accepted(List.of())
        : accepted(changed(held, Standing.LAPSED, Reason.PAID_UNTIL_PASSED));
  }

  private static Decision register(Held held, Command.Register register) {
    Standing named = register.standing();
    boolean renewed = held.standing() == Standing.LAPSED && register.subscription().covers(register.today());
    Standing wanted = named != null ? named : renewed ? Standing.ACTIVE : held.standing();
    Standing standing = onThat(register.today(), wanted, register.subscription());
    if (standing == held.standing() && register.subscription().equals(held.subscription())) {
      return new Decision.Accepted(List.of());
    }
    return accepted(new Event.StandingChanged(standing, Reason.REGISTER_CHANGED, register.subscription()));
  }

  /** Only an active membership ends by its date. */
  private static Standing onThat(LocalDate day, Standing standing, Subscription subscription) {
    return standing == Standing.ACTIVE && !subscription.covers(day) ? Standing.LAPSED : standing;
  }

  private static Event changed(Held held, Standing standing, Reason reason) {
    return new Event.StandingChanged(standing, reason, held.subscription());
  }

  private static Decision accepted(Event event) {
    return new Decision.Accepted(List.of(event));
  }
}
