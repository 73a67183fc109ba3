package org.reciprocalclubs.reciprocal.rules;

import java.util.List;
import org.reciprocalclubs.reciprocal.rules.VisitRefusal.Reason;

/**
 * What becomes of an entry that happened though the rulebook would have refused it: the host's office says so
 * once, and that it is settled stays.
 */
final class VisitFlags {
  private VisitFlags() {}

  static Outcome<Visit.Event, VisitRefusal> settle(Visit state, Visit.Settle command) {
    return switch (state) {
      case Visit.Unopened _ -> Visit.refused(Reason.WRONG_STATE);
      case Visit.TurnedAway(var refused) -> settle(refused.who(), refused.mark(), command);
      case Visit.CheckedIn(var opened, _) -> settle(opened.who(), opened.mark(), command);
      case Visit.CheckedOut(var opened, _, _, _) -> settle(opened.who(), opened.mark(), command);
      case Visit.Annulled(var opened, _) -> settle(opened.who(), opened.mark(), command);
      case Visit.Cancelled(var opened, _) -> settle(opened.who(), opened.mark(), command);
    };
  }

  private static Outcome<Visit.Event, VisitRefusal> settle(Visit.Who who, Mark mark,
      Visit.Settle command) {
    if (!command.act().club().equals(who.host())) {
      return Visit.refused(Reason.NOT_THE_HOST);
    }
    if (command.note().isBlank() || command.note().length() > Visit.REASON_LENGTH_MAX) {
      var problem = new Problem("note", "Say why, in at most " + Visit.REASON_LENGTH_MAX + " characters.");
      return new Outcome.Refused<>(new VisitRefusal(Reason.UNSOUND, List.of(problem)));
    }
    return switch (mark) {
      case ORDINARY, HAPPENED -> Visit.refused(Reason.NOT_FLAGGED);
      case FLAGGED ->
        Visit.accepted(new Visit.VisitSettled(command.act(), command.stands(), command.note()));
      case OVERRIDDEN, ACCEPTED ->
        command.stands() ? Visit.accepted() : Visit.refused(Reason.SETTLED_ALREADY);
      case ANNULLED -> command.stands() ? Visit.refused(Reason.SETTLED_ALREADY) : Visit.accepted();
    };
  }

  static Visit evolve(Visit state, Visit.VisitSettled settled) {
    var mark = settled.stands() ? Mark.ACCEPTED : Mark.ANNULLED;
    return switch (state) {
      case Visit.Unopened _ ->
        throw new IllegalStateException("The event does not follow from the visit's state");
      case Visit.TurnedAway(var refused) ->
        new Visit.TurnedAway(
            new Visit.CheckInRefused(refused.scan(), refused.who(), refused.decided(), mark));
      case Visit.CheckedIn(var opened, boolean verified) -> settled.stands()
          ? new Visit.CheckedIn(opened.marked(mark), verified)
          : annulled(opened.marked(mark), settled);
      case Visit.CheckedOut(var opened, var closed, boolean verified, int ratings) -> settled.stands()
          ? new Visit.CheckedOut(opened.marked(mark), closed, verified, ratings)
          : annulled(opened.marked(mark), settled);
      case Visit.Annulled(var opened, var annulled) -> new Visit.Annulled(opened.marked(mark), annulled);
      case Visit.Cancelled(var opened, var cancelled) -> new Visit.Cancelled(opened.marked(mark), cancelled);
    };
  }

  private static Visit annulled(Visit.VisitOpened opened, Visit.VisitSettled settled) {
    return new Visit.Annulled(opened, new Visit.VisitAnnulled(settled.act()));
  }
}
