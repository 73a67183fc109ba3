package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.reciprocal.rules.Visit.Act;
import org.reciprocalclubs.reciprocal.rules.Visit.Command;
import org.reciprocalclubs.reciprocal.rules.Visit.Correct;
import org.reciprocalclubs.reciprocal.rules.Visit.Event;
import org.reciprocalclubs.reciprocal.rules.Visit.Rate;
import org.reciprocalclubs.reciprocal.rules.Visit.VisitCorrected;
import org.reciprocalclubs.reciprocal.rules.Visit.VisitRated;
import org.reciprocalclubs.reciprocal.rules.VisitRefusal.Reason;

class VisitNotesTest {
  private static final Instant AT = Instant.parse("2026-06-16T18:00:00Z");
  private static final UUID OFFICE = new UUID(5, 9);
  private static final UUID ADA = new UUID(5, 10);
  private static final Event OPENED = new Visit.VisitOpened(
      new Visit.Scan(Visitor.VISIT, OFFICE, "", AT),
      new Visit.Who(Visitor.MEMBER, Visitor.HOME, Visitor.HOST),
      new Visit.Use("", 0, 0, Bill.NONE), new Visit.Seal(Visitor.AGREEMENT, 1, "sha256:00"),
      new Visit.Decided(AT, 0, "", new Verdict(List.of(), null, null, null)));
  private static final Event CLOSED = new Visit.VisitClosed(host(3_600), Bill.NONE);
  private static final Correction GUESTS = new Correction(null, null, 2, null);

  private final Specification<Visit, Command, Event, VisitRefusal> visit = new Specification<>(
      new Visit.Unopened(), Visit::decide, Visit::evolve);

  @Test
  void the_host_corrects_what_was_written_down_during_the_visit_and_after() {
    var corrected = new VisitCorrected(host(60), 1, GUESTS, "Miscounted");
    visit.given(OPENED).when(new Correct(host(60), 1, GUESTS, "Miscounted")).then(corrected);
    visit.given(OPENED, corrected).when(new Visit.CheckOut(host(3_600), Bill.NONE)).then(CLOSED);
    var left = new Correction(null, null, null, AT.plusSeconds(1_800));
    visit.given(OPENED, CLOSED).when(new Correct(host(7_200), 2, left, "Forgot"))
        .then(new VisitCorrected(host(7_200), 2, left, "Forgot"));
    visit.given(OPENED, CLOSED, corrected).when(new Correct(host(7_200), 3, GUESTS, "Again"))
        .then(new VisitCorrected(host(7_200), 3, GUESTS, "Again"));
  }

  @Test
  void who_is_inside_has_not_left_and_what_did_not_take_place_is_not_corrected() {
    var left = new Correction(null, null, null, AT.plusSeconds(10));
    visit.given(OPENED).when(new Correct(host(60), 1, left, "x")).refused(because(Reason.WRONG_STATE));
    for (Event end : List.of(new Visit.VisitAnnulled(host(1)), new Visit.VisitCancelled(host(1), ""))) {
      visit.given(OPENED, end).when(new Correct(host(60), 2, GUESTS, "x"))
          .refused(because(Reason.WRONG_STATE));
    }
  }

  @Test
  void only_the_host_corrects_and_not_for_ever() {
    var home = new Act(Visitor.HOME, OFFICE, AT.plusSeconds(60));
    visit.given(OPENED).when(new Correct(home, 1, GUESTS, "x")).refused(because(Reason.NOT_THE_HOST));
    visit.given(OPENED).when(new Correct(host(60), 50, GUESTS, "x")).refused(because(Reason.TOO_OFTEN));
  }

  @ParameterizedTest
  @CsvSource({"-1,,reason,guests", "51,,reason,guests", "2,,,reason", ",,reason,services",
      "2,-1,reason,checkOutTime", "2,7201,reason,checkOutTime"})
  void a_correction_says_something_possible_and_why(@Nullable Integer guests, @Nullable Long leftSeconds,
      @Nullable String reason, String field) {
    var correction = new Correction(null, null, guests,
        leftSeconds == null ? null : AT.plusSeconds(leftSeconds));
    var command = new Correct(host(7_200), 2, correction, reason == null ? " " : reason);
    assertThat(Visit.decide(visit.given(OPENED, CLOSED).state(), command)).isInstanceOfSatisfying(
        Outcome.Refused.class, refused -> assertThat(((VisitRefusal) refused.refusal()).problems())
            .extracting(Problem::field).containsExactly(field));
  }

  @Test
  void the_member_rates_a_visit_that_has_ended_and_changes_their_mind_once() {
    var first = new VisitRated(member(1), 2, "Cold soup");
    var second = new VisitRated(member(2), 5, "");
    visit.given(OPENED).when(new Rate(member(0), 5, "")).refused(because(Reason.WRONG_STATE));
    visit.given(OPENED, CLOSED).when(new Rate(member(1), 2, "Cold soup")).then(first);
    visit.given(OPENED, CLOSED, first).when(new Rate(member(2), 5, "")).then(second);
    visit.given(OPENED, CLOSED, first, second).when(new Rate(member(3), 1, ""))
        .refused(because(Reason.RATED_ALREADY));
    var verified = new Visit.VisitVerified(host(9_000));
    visit.given(OPENED, CLOSED, first, verified, second).when(new Rate(member(3), 1, ""))
        .refused(because(Reason.RATED_ALREADY));
  }

  @Test
  void a_rating_comes_from_the_home_club_within_ninety_days() {
    var last = new Act(Visitor.HOME, ADA, AT.plusSeconds(3_600).plus(Duration.ofDays(90)));
    visit.given(OPENED, CLOSED).when(new Rate(last, 3, "")).then(new VisitRated(last, 3, ""));
    visit.given(OPENED, CLOSED).when(new Rate(new Act(Visitor.HOME, ADA, last.at().plusSeconds(1)), 3, ""))
        .refused(because(Reason.RATING_TOO_LATE));
    visit.given(OPENED, CLOSED).when(new Rate(host(3_601), 3, "")).refused(because(Reason.NOT_THE_VISITOR));
  }

  @ParameterizedTest
  @CsvSource({"0,10,stars", "6,10,stars", "3,1001,comment"})
  void stars_are_one_to_five_and_words_are_few(int stars, int length, String field) {
    var rate = new Rate(member(1), stars, "x".repeat(length));
    assertThat(Visit.decide(visit.given(OPENED, CLOSED).state(), rate))
        .isInstanceOfSatisfying(Outcome.Refused.class,
            refused -> assertThat(((VisitRefusal) refused.refusal()).problems()).extracting(Problem::field)
                .containsExactly(field));
  }

  @Test
  void a_note_on_what_never_was_is_a_bug() {
    assertThatThrownBy(() -> visit.given(new VisitRated(member(1), 3, "")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> visit.given(OPENED, new VisitRated(member(1), 3, "")))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Act host(long secondsAfter) {
    return new Act(Visitor.HOST, OFFICE, AT.plusSeconds(secondsAfter));
  }

  private static Act member(long daysAfter) {
    return new Act(Visitor.HOME, ADA, AT.plusSeconds(3_600).plus(Duration.ofDays(daysAfter)));
  }

  private static VisitRefusal because(Reason reason) {
    return new VisitRefusal(reason, List.of());
  }
}
