package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reciprocalclubs.reciprocal.rules.Visit.Act;
import org.reciprocalclubs.reciprocal.rules.Visit.Annul;
import org.reciprocalclubs.reciprocal.rules.Visit.Cancel;
import org.reciprocalclubs.reciprocal.rules.Visit.CheckIn;
import org.reciprocalclubs.reciprocal.rules.Visit.CheckInRefused;
import org.reciprocalclubs.reciprocal.rules.Visit.CheckOut;
import org.reciprocalclubs.reciprocal.rules.Visit.Command;
import org.reciprocalclubs.reciprocal.rules.Visit.Decided;
import org.reciprocalclubs.reciprocal.rules.Visit.Event;
import org.reciprocalclubs.reciprocal.rules.Visit.Scan;
import org.reciprocalclubs.reciprocal.rules.Visit.Seal;
import org.reciprocalclubs.reciprocal.rules.Visit.Use;
import org.reciprocalclubs.reciprocal.rules.Visit.Verify;
import org.reciprocalclubs.reciprocal.rules.Visit.VisitAnnulled;
import org.reciprocalclubs.reciprocal.rules.Visit.VisitCancelled;
import org.reciprocalclubs.reciprocal.rules.Visit.VisitClosed;
import org.reciprocalclubs.reciprocal.rules.Visit.VisitOpened;
import org.reciprocalclubs.reciprocal.rules.Visit.VisitVerified;
import org.reciprocalclubs.reciprocal.rules.Visit.Who;
import org.reciprocalclubs.reciprocal.rules.VisitRefusal.Reason;

class VisitSpecificationTest {
  private static final Inputs INPUTS = Visitor.withGuests(
      Visitor.forFacility(Visitor.under(Terms.OPEN), "DINING"), 2);
  private static final Instant AT = INPUTS.request().at();
  private static final UUID KIOSK = new UUID(5, 1);
  private static final UUID OTHER_KIOSK = new UUID(5, 2);
  private static final Scan SCAN = new Scan(Visitor.VISIT, KIOSK, "sha256:aa", AT.minusSeconds(2));
  private static final CheckIn CHECK_IN = new CheckIn(SCAN, INPUTS, Bill.NONE);
  private static final VisitOpened OPENED = opened();
  private static final Bill LUNCH = new Bill(List.of("LUNCH"), new Money(4_200, "USD"));
  private static final Event CLOSED = new VisitClosed(act(KIOSK, 3_600), LUNCH);
  private static final Event ANNULLED = new VisitAnnulled(act(KIOSK, 60));
  private static final Event CANCELLED = new VisitCancelled(act(OTHER_KIOSK, 60), "Wrong member");
  private static final Event TURNED_AWAY = refused(INPUTS.with(Standing.UNKNOWN));
  private static final Bill UNSOUND = new Bill(List.of(), new Money(-1, "USD"));

  private final Specification<Visit, Command, Event, VisitRefusal> visit = new Specification<>(
      new Visit.Unopened(), Visit::decide, Visit::evolve);

  @Test
  void a_visitor_whom_the_rulebook_admits_is_inside_under_the_terms_of_that_moment() {
    visit.given().when(CHECK_IN).then(OPENED);
    assertThat(visit.given(OPENED).state()).isEqualTo(new Visit.CheckedIn(OPENED, false));
    assertThat(OPENED.who()).isEqualTo(new Who(Visitor.MEMBER, Visitor.HOME, Visitor.HOST));
    assertThat(OPENED.use()).isEqualTo(new Use("DINING", 2, 0, Bill.NONE));
    assertThat(OPENED.seal()).isEqualTo(new Seal(Visitor.AGREEMENT, 1, "sha256:00"));
    assertThat(OPENED.decided().day()).isEqualTo(Visitor.day("2026-06-16"));
  }

  @Test
  void a_visitor_whom_the_rulebook_refuses_leaves_a_record() {
    visit.given().when(new CheckIn(SCAN, INPUTS.with(Agreed.NOTHING), Bill.NONE))
        .then(refused(INPUTS.with(Agreed.NOTHING)));
    visit.given().when(new CheckIn(SCAN, INPUTS.with(Standing.UNKNOWN), Bill.NONE)).then(TURNED_AWAY);
    assertThat(((CheckInRefused) TURNED_AWAY).who().member()).isNull();
  }

  @Test
  void what_has_already_happened_is_a_visit_and_flagged_where_the_rulebook_refuses() {
    var member = OPENED.who();
    var use = OPENED.use();
    visit.given().when(new CheckIn(SCAN, INPUTS, Bill.NONE, Manner.HAPPENED))
        .then(new VisitOpened(SCAN, member, use, OPENED.seal(), OPENED.decided(), Mark.HAPPENED));

    var inside = INPUTS.with(INPUTS.history().entered(org.reciprocalclubs.reciprocal.rules.Use.ofDay(1),
        new UUID(5, 3)));
    visit.given().when(new CheckIn(SCAN, inside, Bill.NONE, Manner.HAPPENED))
        .then(new VisitOpened(SCAN, member, use, OPENED.seal(),
            new Decided(AT, decided(inside).day(), decided(inside).inputsHash(), Rulebook.overridden(inside)),
            Mark.FLAGGED));
  }

  @Test
  void what_can_be_nobodys_visit_is_kept_as_a_refusal_and_flagged() {
    for (var inputs : List.of(INPUTS.with(Standing.UNKNOWN), INPUTS.with(Agreed.NOTHING))) {
      var refused = refused(inputs);
      visit.given().when(new CheckIn(SCAN, inputs, Bill.NONE, Manner.HAPPENED))
          .then(new CheckInRefused(SCAN, refused.who(), refused.decided(), Mark.FLAGGED));
    }
  }

  @ParameterizedTest
  @MethodSource("histories")
  void a_scan_sent_again_changes_nothing_and_one_under_a_used_id_is_refused(List<Event> events) {
    var given = visit.given(events.toArray(new Event[0]));
    var other = new Scan(Visitor.VISIT, OTHER_KIOSK, "sha256:aa", AT);
    var changed = new Scan(Visitor.VISIT, KIOSK, "sha256:bb", AT);
    if (!events.isEmpty()) {
      given.when(CHECK_IN).then();
      given.when(new CheckIn(other, INPUTS, Bill.NONE)).refused(because(Reason.SCAN_ID_REUSED));
      given.when(new CheckIn(changed, INPUTS, Bill.NONE)).refused(because(Reason.SCAN_ID_REUSED));
    }
  }

  @Test
  void a_visit_ends_with_what_was_had_and_what_it_cost() {
    visit.given(OPENED).when(new CheckOut(act(KIOSK, 3_600), LUNCH)).then(CLOSED);
    visit.given(OPENED, CLOSED).when(new CheckOut(act(KIOSK, 3_601), LUNCH))
        .refused(because(Reason.WRONG_STATE));
  }

  @Test
  void an_unsound_bill_is_refused() {
    var refusal = new VisitRefusal(Reason.BILL_UNSOUND, UNSOUND.problems());
    visit.given(OPENED).when(new CheckOut(act(KIOSK, 3_600), UNSOUND)).refused(refusal);
    visit.given().when(new CheckIn(SCAN, INPUTS, UNSOUND)).refused(refusal);
  }

  @ParameterizedTest
  @CsvSource({"-5,", "0,", "900,", "901,TOO_LATE"})
  void the_device_that_admitted_annuls_within_a_quarter_of_an_hour(long seconds, @Nullable Reason reason) {
    var answer = visit.given(OPENED).when(new Annul(act(KIOSK, seconds)));
    if (reason == null) {
      answer.then(new VisitAnnulled(act(KIOSK, seconds)));
    } else {
      answer.refused(because(reason));
    }
  }

  @Test
  void another_device_does_not_annul_and_a_second_time_changes_nothing() {
    visit.given(OPENED).when(new Annul(act(OTHER_KIOSK, 1))).refused(because(Reason.OTHER_DEVICE));
    visit.given(OPENED, ANNULLED).when(new Annul(act(KIOSK, 90))).then();
    visit.given(OPENED, CLOSED).when(new Annul(act(KIOSK, 1))).refused(because(Reason.WRONG_STATE));
    visit.given(OPENED, CANCELLED).when(new Annul(act(KIOSK, 1))).refused(because(Reason.WRONG_STATE));
  }

  @Test
  void the_hosts_office_cancels_with_a_reason() {
    visit.given(OPENED).when(new Cancel(act(OTHER_KIOSK, 60), "Wrong member")).then(CANCELLED);
    var longest = new VisitCancelled(act(KIOSK, 60), "x".repeat(1_000));
    visit.given(OPENED).when(new Cancel(longest.act(), longest.reason())).then(longest);
    visit.given(OPENED).when(new Cancel(act(KIOSK, 1), "x".repeat(1_001)))
        .refused(because(Reason.TEXT_TOO_LONG));
    visit.given(OPENED, CLOSED).when(new Cancel(act(KIOSK, 1), "")).refused(because(Reason.WRONG_STATE));
  }

  @Test
  void the_host_confirms_once_during_the_visit_or_after() {
    var verified = new VisitVerified(act(KIOSK, 10));
    visit.given(OPENED).when(new Verify(act(KIOSK, 10))).then(verified);
    visit.given(OPENED, verified).when(new Verify(act(KIOSK, 11))).then();
    visit.given(OPENED, CLOSED).when(new Verify(act(KIOSK, 10))).then(verified);
    visit.given(OPENED, CLOSED, verified).when(new Verify(act(KIOSK, 11))).then();
    visit.given(OPENED, verified, CLOSED).when(new Verify(act(KIOSK, 11))).then();
    visit.given(OPENED, ANNULLED).when(new Verify(act(KIOSK, 10))).refused(because(Reason.WRONG_STATE));
    visit.given(OPENED, CANCELLED).when(new Verify(act(KIOSK, 10))).refused(because(Reason.WRONG_STATE));
  }

  @Test
  void only_the_host_acts_on_a_visit() {
    var home = new Act(Visitor.HOME, KIOSK, AT);
    for (Command command : List.<Command>of(new CheckOut(home, LUNCH), new Annul(home), new Cancel(home, ""),
        new Verify(home))) {
      visit.given(OPENED).when(command).refused(because(Reason.NOT_THE_HOST));
      visit.given(OPENED, CLOSED).when(command).refused(because(Reason.NOT_THE_HOST));
      visit.given(TURNED_AWAY).when(command).refused(because(Reason.WRONG_STATE));
      visit.given().when(command).refused(because(Reason.WRONG_STATE));
    }
  }

  static Stream<List<Event>> histories() {
    return Stream.of(List.of(), List.of(OPENED), List.of(OPENED, CLOSED), List.of(OPENED, ANNULLED),
        List.of(OPENED, CANCELLED), List.of(TURNED_AWAY));
  }

  @ParameterizedTest
  @CsvSource({"0,UNOPENED", "1,CHECKED_IN", "2,CHECKED_OUT", "3,ANNULLED", "4,CANCELLED", "5,TURNED_AWAY"})
  void every_state_has_a_name(int history, String name) {
    var events = histories().toList().get(history);
    assertThat(visit.given(events.toArray(new Event[0])).state().state()).isEqualTo(name);
  }

  @Test
  void an_event_that_does_not_follow_is_a_bug() {
    assertThatThrownBy(() -> visit.given(CLOSED)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> visit.given(OPENED, ANNULLED, new VisitVerified(act(KIOSK, 1))))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({"0,USD,true", "1,USD,true", "-1,USD,false", "1,XXX,false"})
  void a_cost_is_money(long amount, String currency, boolean sound) {
    assertThat(new Bill(List.of(), new Money(amount, currency)).problems().isEmpty()).isEqualTo(sound);
  }

  @Test
  void services_are_limited() {
    assertThat(new Bill(Collections.nCopies(50, "x".repeat(100)), null).problems()).isEmpty();
    assertThat(new Bill(Collections.nCopies(51, "BAR"), null).problems()).hasSize(1);
    assertThat(new Bill(List.of("x".repeat(101), " "), null).problems()).hasSize(1);
    assertThat(new Bill(List.of(" "), null).problems()).extracting(Problem::field)
        .containsExactly("services");
  }

  private static Act act(UUID actor, long secondsAfter) {
    return new Act(Visitor.HOST, actor, AT.plusSeconds(secondsAfter));
  }

  private static VisitOpened opened() {
    return new VisitOpened(SCAN, new Who(Visitor.MEMBER, Visitor.HOME, Visitor.HOST),
        new Use("DINING", 2, 0, Bill.NONE), new Seal(Visitor.AGREEMENT, 1, "sha256:00"), decided(INPUTS));
  }

  private static CheckInRefused refused(Inputs inputs) {
    var member = inputs.standing() instanceof Standing.Known known ? known.member() : null;
    return new CheckInRefused(SCAN, new Who(member, Visitor.HOME, Visitor.HOST), decided(inputs));
  }

  private static Decided decided(Inputs inputs) {
    return new Decided(AT, Visitor.day("2026-06-16"), Canonical.hash(Canonical.inputs(inputs)),
        Rulebook.decide(inputs).verdict());
  }

  private static VisitRefusal because(Reason reason) {
    return new VisitRefusal(reason, List.of());
  }
}
