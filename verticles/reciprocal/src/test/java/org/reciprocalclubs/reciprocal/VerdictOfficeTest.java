package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.member;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.Document;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.PreviewVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.PreviewVerdictResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Coverage;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Opening;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** May I come on that day, with two guests? */
class VerdictOfficeTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static final ZoneId SEATTLE = ZoneId.of("America/Los_Angeles");
  private static Desks desks;
  private static int pairs;

  private final Federation federation = new Federation(DATABASE);
  private UUID host;
  private UUID home;
  private UUID visitor;
  private UUID agreement;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void oneAgreement() {
    host = federation.club("HOST" + ++pairs);
    home = federation.club("HOME" + pairs);
    var evenings = new Opening.Window(Set.of(DayOfWeek.values()), LocalTime.of(18, 0), LocalTime.of(23, 0));
    agreement = federation.agreement(host, home, Terms.OPEN.with(Opening.ALWAYS.withHours(evenings))
        .with(new Caps(1, 4, null)).with(Coverage.ALL.withGuests(2)).withDressCode("Jacket"));
    visitor = federation.member(home, "100");
  }

  private PreviewVerdictRequest.Builder on(LocalDate date) {
    return PreviewVerdictRequest.newBuilder().setClubId(host.toString()).setDate(date.toString());
  }

  private PreviewVerdictResponse ask(PreviewVerdictRequest.Builder request) {
    return desks.ask(member(home, Federation.person(visitor)), VerdictsGrpcClient.PreviewVerdict,
        request.build());
  }

  private static LocalDate tomorrow() {
    return LocalDate.now(SEATTLE).plusDays(1);
  }

  @Test
  void a_day_without_a_time_is_answered_for_the_hour_at_which_the_door_opens() {
    var answer = ask(on(tomorrow()).addGuests(Guest.newBuilder()).addGuests(Guest.newBuilder()));
    assertThat(answer.getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(answer.getTime()).isEqualTo("18:00");
    assertThat(answer.getDressCode()).isEqualTo("Jacket");
    assertThat(answer.getVerdict().getLeft().getMonth()).isEqualTo(3);
  }

  @Test
  void a_time_is_answered_as_it_was_asked() {
    var closed = ask(on(tomorrow()).setTime("12:00")).getVerdict();
    assertThat(closed.getCode()).isEqualTo(Verdict.Code.CLOSED_HOURS);
    assertThat(closed.getPassesWhen().getAt()).isEqualTo("18:00");
    assertThat(ask(on(tomorrow()).setTime("22:59")).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void a_day_is_answered_by_the_terms_that_will_hold_on_it() {
    federation.amendment(agreement, Terms.OPEN.with(new Caps(1, 9, null)).withDressCode("Black tie"),
        tomorrow().plusDays(1));

    var before = ask(on(tomorrow()));
    var after = ask(on(tomorrow().plusDays(1)));

    assertThat(before.getTime()).isEqualTo("18:00");
    assertThat(before.getDressCode()).isEqualTo("Jacket");
    assertThat(after.getTime()).isEqualTo("00:00");
    assertThat(after.getDressCode()).isEqualTo("Black tie");
    assertThat(after.getVerdict().getLeft().getMonth()).isGreaterThan(4);
  }

  @Test
  void a_letter_that_terms_to_come_will_ask_for_is_looked_for() {
    federation.amendment(agreement, Terms.OPEN.with(Entry.FREE.with(new Entry.LetterNeeded(null))),
        tomorrow());
    assertThat(ask(on(tomorrow())).getVerdict().getCode()).isEqualTo(Verdict.Code.LETTER_NEEDED);

    federation.letter(visitor, home, host, tomorrow(), 0);

    assertThat(ask(on(tomorrow())).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(ask(on(tomorrow().plusDays(1))).getVerdict().getCode()).isEqualTo(Verdict.Code.LETTER_NEEDED);
  }

  @Test
  void who_asks_has_a_pass_to_show_and_says_what_else() {
    federation.amendment(agreement, Terms.OPEN.with(Entry.FREE
        .withDocuments(Set.of(Entry.Document.PASS, Entry.Document.IDENTITY_CARD))), tomorrow());

    assertThat(ask(on(tomorrow())).getVerdict().getCode()).isEqualTo(Verdict.Code.DOCUMENTS_MISSING);
    assertThat(ask(on(tomorrow()).addDocuments(Document.IDENTITY_CARD)).getVerdict().getCode())
        .isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void a_suspension_that_ends_before_keeps_nobody_out() {
    federation.restriction(host, home, visitor, "SUSPENSION", tomorrow());
    assertThat(ask(on(tomorrow())).getVerdict().getCode()).isEqualTo(Verdict.Code.SUSPENDED_HERE);
    assertThat(ask(on(tomorrow().plusDays(1))).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void a_party_too_large_hears_how_many_may_come() {
    var verdict = ask(on(tomorrow()).addGuests(Guest.newBuilder()).addGuests(Guest.newBuilder())
        .addGuests(Guest.newBuilder())).getVerdict();
    assertThat(verdict.getCode()).isEqualTo(Verdict.Code.TOO_MANY_GUESTS);
    assertThat(verdict.getPassesWhen().getMaxGuests()).isEqualTo(2);
  }

  @Test
  void a_club_without_an_agreement_says_so_and_nothing_more() {
    var other = federation.club("ELSE" + pairs);
    var verdict = ask(on(tomorrow()).setClubId(other.toString())).getVerdict();
    assertThat(verdict.getCode()).isEqualTo(Verdict.Code.NO_AGREEMENT);
    assertThat(verdict.getTermsHash()).isEmpty();
  }

  @Test
  void only_days_that_can_be_foreseen_are_answered() {
    desks.refused("VALIDATION_ERROR", member(home, Federation.person(visitor)),
        VerdictsGrpcClient.PreviewVerdict,
        on(tomorrow().minusDays(3)).build());
    desks.refused("VALIDATION_ERROR", member(home, Federation.person(visitor)),
        VerdictsGrpcClient.PreviewVerdict,
        on(tomorrow().plusDays(402)).build());
    desks.refused("VALIDATION_ERROR", member(home, Federation.person(visitor)),
        VerdictsGrpcClient.PreviewVerdict,
        on(tomorrow()).setDate("tomorrow").build());
  }
}
