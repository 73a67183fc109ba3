package org.reciprocalclubs.reciprocal.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.reciprocalclubs.reciprocal.rules.VisitRefusal.Reason;

/** What is written about a visit that stands: corrections by the host, stars by the member. */
public final class VisitNotes {
  public static final Duration RATE_WITHIN = Duration.ofDays(90);
  /** The first, and one change of mind. */
  public static final int RATINGS_MAX = 2;
  public static final int STARS_MAX = 5;
  /** Events of one visit after which nothing more is corrected. */
  public static final int EVENTS_MAX = 50;

  private VisitNotes() {}

  static Outcome<Visit.Event, VisitRefusal> correct(Visit state, Visit.Correct command) {
    return switch (state) {
      case Visit.CheckedIn(var opened, _) -> command.correction().left() == null
          ? corrected(opened, command)
          : Visit.refused(Reason.WRONG_STATE);
      case Visit.CheckedOut(var opened, _, _, _) -> corrected(opened, command);
      case Visit.Unopened _,Visit.TurnedAway _,Visit.Annulled _,Visit.Cancelled _ ->
        Visit.refused(Reason.WRONG_STATE);
    };
  }

  private static Outcome<Visit.Event, VisitRefusal> corrected(Visit.VisitOpened opened,
      Visit.Correct command) {
    var problems = new ArrayList<>(
        command.correction().problems(opened.decided().at(), command.act().at()));
    if (command.reason().isBlank() || command.reason().length() > Visit.REASON_LENGTH_MAX) {
      problems.add(new Problem("reason",
          "Say why, in at most " + Visit.REASON_LENGTH_MAX + " characters."));
    }
    if (!problems.isEmpty()) {
      return unsound(problems);
    }
    return command.version() >= EVENTS_MAX
        ? Visit.refused(Reason.TOO_OFTEN)
        : Visit.accepted(new Visit.VisitCorrected(command.act(), command.version(), command.correction(),
            command.reason()));
  }

  static Outcome<Visit.Event, VisitRefusal> rate(Visit state, Visit.Rate command) {
    if (!(state instanceof Visit.CheckedOut(var opened, var closed, _, int ratings))) {
      return Visit.refused(Reason.WRONG_STATE);
    }
    if (!command.act().club().equals(opened.who().home())) {
      return Visit.refused(Reason.NOT_THE_VISITOR);
    }
    var problems = problems(command);
    if (!problems.isEmpty()) {
      return unsound(problems);
    }
    if (ratings == RATINGS_MAX) {
      return Visit.refused(Reason.RATED_ALREADY);
    }
    return command.act().at().isAfter(closed.act().at().plus(RATE_WITHIN))
        ? Visit.refused(Reason.RATING_TOO_LATE)
        : Visit.accepted(new Visit.VisitRated(command.act(), command.stars(), command.comment()));
  }

  private static List<Problem> problems(Visit.Rate command) {
    var problems = new ArrayList<Problem>();
    if (command.stars() < 1 || command.stars() > STARS_MAX) {
      problems.add(new Problem("stars", "Stars are 1 to " + STARS_MAX + "."));
    }
    if (command.comment().length() > Visit.REASON_LENGTH_MAX) {
      problems.add(new Problem("comment",
          "A comment has at most " + Visit.REASON_LENGTH_MAX + " characters."));
    }
    return problems;
  }

  private static Outcome<Visit.Event, VisitRefusal> unsound(List<Problem> problems) {
    return new Outcome.Refused<>(new VisitRefusal(Reason.UNSOUND, problems));
  }

  /** Corrections change what is read, not what may happen next. */
  static Visit evolve(Visit state, Visit.Note note) {
    return switch (state) {
      case Visit.CheckedIn inside when note instanceof Visit.VisitCorrected -> inside;
      case Visit.CheckedOut(var opened, var closed, boolean verified, int ratings) ->
        new Visit.CheckedOut(opened, closed, verified, switch (note) {
          case Visit.VisitCorrected _ -> ratings;
          case Visit.VisitRated _ -> ratings + 1;
        });
      case Visit.CheckedIn _,Visit.Unopened _,Visit.TurnedAway _,Visit.Annulled _,Visit.Cancelled _ ->
        throw new IllegalStateException("The event does not follow from the visit's state");
    };
  }
}
