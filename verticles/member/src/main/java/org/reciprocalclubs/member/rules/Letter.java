package org.reciprocalclubs.member.rules;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One letter of introduction: issued, and revoked at most once; it ends by itself with its last day. All
 * values are immutable; {@link #decide} and {@link #evolve} are pure and total.
 */
public sealed interface Letter {
  /** The most days between the day of issue and the last day: a year, also a leap year. */
  int DAYS_MAX = 366;
  /** The most guests that a home club consents to in one letter. */
  int GUESTS_MAX = 50;

  /** Not written yet. */
  record Unwritten() implements Letter {}

  /** Good until its last day. */
  record Issued(Grant grant) implements Letter {}

  record Revoked(Grant grant) implements Letter {}

  /**
   * What the letter says.
   *
   * @param host the club it is for; null for any
   * @param validUntil the last day, in the home club's time zone
   * @param guests how many guests of one visit the home club consents to
   */
  record Grant(@Nullable UUID host, LocalDate validUntil, int guests) {
    public boolean coversDay(LocalDate day) {
      return !day.isAfter(validUntil);
    }
  }

  /** What is asked for. {@code today} is the day in the home club's time zone. */
  sealed interface Command {
    /**
     * @param standing of the member today
     * @param home the member's club
     * @param validUntil null for as long as a letter may last
     */
    record Issue(Standing standing, UUID home, @Nullable UUID host, @Nullable LocalDate validUntil,
        int guests, LocalDate today) implements Command {}

    record Revoke(LocalDate today) implements Command {}
  }

  /** What happened. */
  sealed interface Event {
    record LetterIssued(Grant grant) implements Event {}

    record LetterRevoked() implements Event {}
  }

  /** What was decided. */
  sealed interface Decision {
    record Accepted(Event event) implements Decision {}

    record Refused(LetterRefusal refusal) implements Decision {}
  }

  /** Decides one command. */
  static Decision decide(Letter state, Command command) {
    return switch (command) {
      case Command.Issue issue -> switch (state) {
        case Unwritten() -> issue(issue);
        case Issued _,Revoked _ -> new Decision.Refused(LetterRefusal.LETTER_EXISTS);
      };
      case Command.Revoke(LocalDate today) -> switch (state) {
        case Unwritten() -> new Decision.Refused(LetterRefusal.LETTER_UNKNOWN);
        case Issued(Grant grant) -> grant.coversDay(today)
            ? new Decision.Accepted(new Event.LetterRevoked())
            : new Decision.Refused(LetterRefusal.LETTER_ENDED);
        case Revoked _ -> new Decision.Refused(LetterRefusal.LETTER_REVOKED);
      };
    };
  }

  /** The state after an event. */
  static Letter evolve(Letter state, Event event) {
    return switch (event) {
      case Event.LetterIssued(Grant grant) -> new Issued(grant);
      case Event.LetterRevoked() -> switch (state) {
        case Unwritten none -> none;
        case Issued(Grant grant) -> new Revoked(grant);
        case Revoked revoked -> revoked;
      };
    };
  }

  private static Decision issue(Command.Issue issue) {
    LocalDate longest = issue.today().plusDays(DAYS_MAX);
    LocalDate until = issue.validUntil() == null ? longest : issue.validUntil();
    if (issue.standing() != Standing.ACTIVE) {
      return new Decision.Refused(LetterRefusal.LETTER_MEMBER_NOT_ACTIVE);
    }
    if (issue.home().equals(issue.host())) {
      return new Decision.Refused(LetterRefusal.LETTER_TO_HOME_CLUB);
    }
    if (until.isBefore(issue.today())) {
      return new Decision.Refused(LetterRefusal.LETTER_ENDED);
    }
    if (until.isAfter(longest)) {
      return new Decision.Refused(LetterRefusal.LETTER_TOO_LONG);
    }
    if (issue.guests() < 0 || issue.guests() > GUESTS_MAX) {
      return new Decision.Refused(LetterRefusal.LETTER_GUESTS_OUT_OF_RANGE);
    }
    return new Decision.Accepted(new Event.LetterIssued(new Grant(issue.host(), until, issue.guests())));
  }
}
