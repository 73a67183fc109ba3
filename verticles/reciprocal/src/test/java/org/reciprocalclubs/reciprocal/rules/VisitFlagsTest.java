package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.reciprocal.rules.Visit.Act;
import org.reciprocalclubs.reciprocal.rules.Visit.CheckInRefused;
import org.reciprocalclubs.reciprocal.rules.Visit.Event;
import org.reciprocalclubs.reciprocal.rules.Visit.Scan;
import org.reciprocalclubs.reciprocal.rules.Visit.Settle;
import org.reciprocalclubs.reciprocal.rules.Visit.VisitClosed;
import org.reciprocalclubs.reciprocal.rules.Visit.VisitOpened;
import org.reciprocalclubs.reciprocal.rules.Visit.VisitSettled;
import org.reciprocalclubs.reciprocal.rules.VisitRefusal.Reason;

class VisitFlagsTest {
  private static final Inputs INPUTS = Visitor.under(Terms.OPEN.with(new Caps(0, null, null)));
  private static final Scan SCAN = new Scan(Visitor.VISIT, new UUID(5, 1), "sha256:aa",
      INPUTS.request().at());
  private static final Act OFFICE = new Act(Visitor.HOST, new UUID(6, 1), INPUTS.request().at());
  private static final VisitOpened FLAGGED = (VisitOpened) entry(INPUTS, Manner.HAPPENED);
  private static final CheckInRefused NOBODY = (CheckInRefused) entry(INPUTS.with(Standing.UNKNOWN),
      Manner.HAPPENED);
  private static final VisitClosed CLOSED = new VisitClosed(OFFICE, Bill.NONE);

  private final Specification<Visit, Visit.Command, Event, VisitRefusal> visit = new Specification<>(
      new Visit.Unopened(), Visit::decide, Visit::evolve);

  private static Event entry(Inputs inputs, Manner manner) {
    var decided = Visit.decide(new Visit.Unopened(), new Visit.CheckIn(SCAN, inputs, Bill.NONE, manner));
    return ((Outcome.Accepted<Event, VisitRefusal>) decided).events().getFirst();
  }

  @ParameterizedTest
  @CsvSource({"true,CHECKED_IN,ACCEPTED", "false,ANNULLED,ANNULLED"})
  void a_visit_that_lasts_stands_or_is_annulled(boolean stands, String state, Mark mark) {
    var settled = settled(stands);
    visit.given(FLAGGED).when(settle(stands)).then(settled);
    var after = visit.given(FLAGGED, settled).state();
    assertThat(after.state()).isEqualTo(state);
    assertThat(mark(after)).isEqualTo(mark);
  }

  @ParameterizedTest
  @CsvSource({"true,CHECKED_OUT,ACCEPTED", "false,ANNULLED,ANNULLED"})
  void a_visit_that_is_over_stands_or_is_annulled(boolean stands, String state, Mark mark) {
    var settled = settled(stands);
    visit.given(FLAGGED, CLOSED).when(settle(stands)).then(settled);
    var after = visit.given(FLAGGED, CLOSED, settled).state();
    assertThat(after.state()).isEqualTo(state);
    assertThat(mark(after)).isEqualTo(mark);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void it_is_settled_once_and_the_same_again_changes_nothing(boolean stands) {
    for (var given : List.of(visit.given(FLAGGED, settled(stands)), visit.given(NOBODY, settled(stands)),
        visit.given(FLAGGED, CLOSED, settled(stands)))) {
      given.when(settle(stands)).then();
      given.when(settle(!stands)).refused(because(Reason.SETTLED_ALREADY));
    }
  }

  @Test
  void who_a_manager_let_in_stands_by_that() {
    var overridden = entry(INPUTS, Manner.OVERRIDDEN);
    visit.given(overridden).when(settle(true)).then();
    visit.given(overridden).when(settle(false)).refused(because(Reason.SETTLED_ALREADY));
  }

  @Test
  void what_nobody_has_flagged_is_not_settled() {
    var open = Visitor.under(Terms.OPEN);
    for (var entry : List.of(entry(open, Manner.ASKED), entry(open, Manner.HAPPENED),
        entry(INPUTS, Manner.ASKED))) {
      visit.given(entry).when(settle(true)).refused(because(Reason.NOT_FLAGGED));
    }
    visit.given().when(settle(true)).refused(because(Reason.WRONG_STATE));
  }

  @Test
  void the_host_settles_with_a_note() {
    var home = new Act(Visitor.HOME, OFFICE.actor(), OFFICE.at());
    visit.given(FLAGGED).when(new Settle(home, true, "Why")).refused(because(Reason.NOT_THE_HOST));
    for (var note : List.of("", " ", "x".repeat(1_001))) {
      var problem = new Problem("note", "Say why, in at most 1000 characters.");
      visit.given(FLAGGED).when(new Settle(OFFICE, true, note))
          .refused(new VisitRefusal(Reason.UNSOUND, List.of(problem)));
    }
    var longest = "x".repeat(1_000);
    visit.given(FLAGGED).when(new Settle(OFFICE, true, longest))
        .then(new VisitSettled(OFFICE, true, longest));
  }

  private static Mark mark(Visit state) {
    return switch (state) {
      case Visit.CheckedIn(var opened, _) -> opened.mark();
      case Visit.CheckedOut(var opened, _, _, _) -> opened.mark();
      case Visit.Annulled(var opened, _) -> opened.mark();
      case Visit.Cancelled(var opened, _) -> opened.mark();
      case Visit.TurnedAway(var refused) -> refused.mark();
      case Visit.Unopened _ -> Mark.ORDINARY;
    };
  }

  private static Settle settle(boolean stands) {
    return new Settle(OFFICE, stands, "They were here");
  }

  private static VisitSettled settled(boolean stands) {
    return new VisitSettled(OFFICE, stands, "They were here");
  }

  private static VisitRefusal because(Reason reason) {
    return new VisitRefusal(reason, List.of());
  }
}
