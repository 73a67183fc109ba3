package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.Agreement;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementExample;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementSaga;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementSagaStep;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.ApproveAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Blackout;
import org.reciprocalclubs.codecs.reciprocal.v1.Caps;
import org.reciprocalclubs.codecs.reciprocal.v1.CounterAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetAgreementSagaRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementExamplesRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListTermsExamplesRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.PreviewVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ProposeAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RejectAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RequestReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.ResumeAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.SuspendAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.codecs.reciprocal.v1.TermsProblem;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.WithdrawAgreementRequest;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

class AgreementOfficeTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
  private static Desks desks;
  private static int pairs;

  private final Federation federation = new Federation(DATABASE);
  private UUID one;
  private UUID other;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void twoClubs() {
    one = federation.club("ONE" + ++pairs);
    other = federation.club("TWO" + pairs);
  }

  private static LocalDate today() {
    return LocalDate.now(ZONE);
  }

  private ProposeAgreementRequest.Builder proposal() {
    return ProposeAgreementRequest.newBuilder().setPartnerClubId(other.toString())
        .setTerms(Terms.getDefaultInstance()).setEffectiveDate(today().minusDays(2).toString());
  }

  private Agreement propose() {
    return desks.ask(staff(one), AgreementsGrpcClient.ProposeAgreement, proposal().build());
  }

  private Agreement approve(UUID club, Agreement agreement) {
    return desks.ask(staff(club), AgreementsGrpcClient.ApproveAgreement,
        ApproveAgreementRequest.newBuilder().setId(agreement.getId()).build());
  }

  private Agreement read(UUID club, Agreement agreement) {
    return desks.ask(staff(club), AgreementsGrpcClient.GetAgreement,
        GetAgreementRequest.newBuilder().setId(agreement.getId()).build());
  }

  @Test
  void the_other_club_approves_and_it_holds_at_once_when_its_first_day_has_come() {
    var proposed = propose();
    assertThat(proposed.getState()).isEqualTo("PROPOSED");
    desks.refused("OWN_TERMS", staff(one), AgreementsGrpcClient.ApproveAgreement,
        ApproveAgreementRequest.newBuilder().setId(proposed.getId()).build());

    assertThat(approve(other, proposed).getState()).isEqualTo("ACTIVE");
    assertThat(read(one, proposed)).isEqualTo(read(other, proposed));
    desks.refused("AGREEMENT_WRONG_STATE", staff(other), AgreementsGrpcClient.ApproveAgreement,
        ApproveAgreementRequest.newBuilder().setId(proposed.getId()).build());
  }

  @Test
  void what_is_approved_is_what_was_read() {
    var proposed = propose();
    var read = desks.ask(staff(other), AgreementsGrpcClient.ListAgreementExamples,
        ListAgreementExamplesRequest.newBuilder().setId(proposed.getId()).build());
    assertThat(read.getExamplesList()).hasSize(10);
    assertThat(read.getExamples(0).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(read).isEqualTo(desks.ask(staff(one), AgreementsGrpcClient.ListAgreementExamples,
        ListAgreementExamplesRequest.newBuilder().setId(proposed.getId()).build()));
    desks.ask(staff(other), AgreementsGrpcClient.CounterAgreement,
        CounterAgreementRequest.newBuilder().setId(proposed.getId())
            .setTerms(Terms.newBuilder().setCaps(Caps.newBuilder().setMonth(1)))
            .setEffectiveDate(today().minusDays(1).toString()).build());

    var approval = ApproveAgreementRequest.newBuilder().setId(proposed.getId());
    desks.refused("TERMS_CHANGED", staff(one), AgreementsGrpcClient.ApproveAgreement,
        approval.clone().setTermsVersion(read.getTermsVersion()).build());
    desks.refused("TERMS_CHANGED", staff(one), AgreementsGrpcClient.ApproveAgreement,
        approval.clone().setTermsVersion(2).setTermsHash(read.getTermsHash()).build());
    var again = desks.ask(staff(one), AgreementsGrpcClient.ListAgreementExamples,
        ListAgreementExamplesRequest.newBuilder().setId(proposed.getId()).build());
    assertThat(again.getExamplesList()).extracting(AgreementExample::getShows).contains("CAP_MONTH");
    assertThat(desks.ask(staff(one), AgreementsGrpcClient.ApproveAgreement, approval.clone()
        .setTermsVersion(again.getTermsVersion()).setTermsHash(again.getTermsHash()).build()).getState())
        .isEqualTo("ACTIVE");
  }

  @Test
  void a_version_that_was_countered_keeps_its_own_examples() {
    var proposed = propose();
    desks.ask(staff(other), AgreementsGrpcClient.CounterAgreement,
        CounterAgreementRequest.newBuilder().setId(proposed.getId())
            .setTerms(Terms.newBuilder().setCaps(Caps.newBuilder().setMonth(1)))
            .setEffectiveDate(today().minusDays(1).toString()).build());
    var ask = ListAgreementExamplesRequest.newBuilder().setId(proposed.getId());
    var first = desks.ask(staff(one), AgreementsGrpcClient.ListAgreementExamples,
        ask.clone().setTermsVersion(1).build());
    assertThat(first.getTermsHash()).isEqualTo(proposed.getTermsHash());
    assertThat(first.getExamplesList()).extracting(AgreementExample::getShows).doesNotContain("CAP_MONTH");
    assertThat(desks.ask(staff(one), AgreementsGrpcClient.ListAgreementExamples,
        ask.clone().setTermsVersion(2).build()))
        .isEqualTo(desks.ask(staff(other), AgreementsGrpcClient.ListAgreementExamples, ask.build()));
    desks.refused("NOT_FOUND", staff(one), AgreementsGrpcClient.ListAgreementExamples,
        ask.clone().setTermsVersion(3).build());
    desks.refused("NOT_FOUND", staff(federation.club("SPY" + pairs)),
        AgreementsGrpcClient.ListAgreementExamples, ask.clone().setTermsVersion(1).build());
  }

  @Test
  void terms_that_nobody_has_proposed_have_problems_or_ten_examples() {
    var sound = Terms.newBuilder().setCaps(Caps.newBuilder().setMonth(4)).build();
    var examples = desks.ask(staff(one), AgreementsGrpcClient.ListTermsExamples,
        ListTermsExamplesRequest.newBuilder().setTerms(sound).setEffectiveDate(today().toString()).build());
    assertThat(examples.getProblemsList()).isEmpty();
    assertThat(examples.getExamplesList()).hasSize(10);
    var proposed = desks.ask(staff(one), AgreementsGrpcClient.ProposeAgreement,
        proposal().setTerms(sound).setEffectiveDate(today().toString()).build());
    assertThat(examples.getTermsHash()).isEqualTo(proposed.getTermsHash());
    assertThat(examples.getExamplesList()).isEqualTo(desks.ask(staff(other),
        AgreementsGrpcClient.ListAgreementExamples,
        ListAgreementExamplesRequest.newBuilder().setId(proposed.getId()).build()).getExamplesList());

    var wrong = desks.ask(staff(one), AgreementsGrpcClient.ListTermsExamples,
        ListTermsExamplesRequest.newBuilder()
            .setTerms(Terms.newBuilder().setCaps(Caps.newBuilder().setDay(0)))
            .setEffectiveDate("2026-06-02").setExpirationDate("2026-06-01").build());
    assertThat(wrong.getExamplesList()).isEmpty();
    assertThat(wrong.getProblemsList()).extracting(TermsProblem::getField).containsExactly("caps.day",
        "expirationDate");
  }

  @Test
  void daysThatTermsNameAreHeldAgainstTheDaysOnWhichTheyHold() {
    var past = Terms.newBuilder()
        .addBlackouts(Blackout.newBuilder().setFrom("2020-12-24").setTo("2020-12-26")).build();
    var undated = ListTermsExamplesRequest.newBuilder().setTerms(past);
    assertThat(desks.ask(staff(one), AgreementsGrpcClient.ListTermsExamples, undated.build())
        .getProblemsList()).isEmpty();
    assertThat(desks.ask(staff(one), AgreementsGrpcClient.ListTermsExamples,
        undated.setEffectiveDate(today().toString()).build()).getProblemsList())
        .extracting(TermsProblem::getField).containsExactly("blackouts[0]");
    desks.refused("VALIDATION_ERROR", staff(one), AgreementsGrpcClient.ProposeAgreement,
        proposal().setTerms(past).setEffectiveDate(today().toString()).build());
  }

  @Test
  void days_that_no_calendar_reckons_with_are_refused_by_their_field() {
    var years = List.of("+300000-01-01", "1899-12-31", "-0044-03-15");
    for (var day : years) {
      refusedField("effectiveDate", AgreementsGrpcClient.ProposeAgreement,
          proposal().setEffectiveDate(day).build());
      refusedField("expirationDate", AgreementsGrpcClient.ProposeAgreement,
          proposal().setExpirationDate(day).build());
      refusedField("terms.blackouts[0].from", AgreementsGrpcClient.ProposeAgreement,
          proposal().setTerms(Terms.newBuilder()
              .addBlackouts(Blackout.newBuilder().setFrom(day).setTo("2026-06-01"))).build());
      refusedField("date", VerdictsGrpcClient.PreviewVerdict, PreviewVerdictRequest.newBuilder()
          .setClubId(other.toString()).setDate(day).build());
      refusedField("day", ReservationsGrpcClient.RequestReservation, RequestReservationRequest.newBuilder()
          .setVisitingClubId(other.toString()).setDay(day).build());
      refusedField("from", VisitsGrpcClient.ListVisits,
          ListVisitsRequest.newBuilder().setFrom(day + "T00:00:00Z").build());
    }
    var agreement = propose();
    refusedField("asOf", AgreementsGrpcClient.GetAgreement, GetAgreementRequest.newBuilder()
        .setId(agreement.getId()).setAsOf(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)).build());
  }

  private <Q extends Message, A extends Message> void refusedField(String field, ServiceMethod<A, Q> rpc,
      Q request) {
    var staff = staff(one);
    var rights = new HashSet<>(staff.permissions());
    rights.add("member.self");
    var caller = new Caller(staff.kind(), staff.subject(), one, null, null, rights, staff.roles());
    assertThatThrownBy(() -> desks.ask(caller, rpc, request)).isInstanceOfSatisfying(Problem.class,
        problem -> {
          assertThat(problem.code()).isEqualTo("VALIDATION_ERROR");
          assertThat(problem.field()).isEqualTo(field);
        });
  }

  @Test
  void both_clubs_read_how_it_comes_into_force_and_a_third_does_not() throws Exception {
    var agreement = propose();
    var ask = GetAgreementSagaRequest.newBuilder().setId(agreement.getId()).build();
    assertThat(desks.ask(staff(one), AgreementsGrpcClient.GetAgreementSaga, ask).getState())
        .isEqualTo(AgreementSaga.State.NOT_STARTED);
    approve(other, agreement);
    for (long end = System.nanoTime() + Duration.ofSeconds(30).toNanos(); System.nanoTime() < end
        && desks.ask(staff(one), AgreementsGrpcClient.GetAgreementSaga, ask)
            .getState() != AgreementSaga.State.DONE;) {
      Thread.sleep(50);
    }
    var saga = desks.ask(staff(one), AgreementsGrpcClient.GetAgreementSaga, ask);
    assertThat(saga.getState()).isEqualTo(AgreementSaga.State.DONE);
    assertThat(saga.getStepsList()).extracting(AgreementSagaStep::getStep).containsExactly("APPROVALS",
        "ACTIVE", "TELL_PROPOSER", "TELL_PARTNER");
    assertThat(saga).isEqualTo(desks.ask(staff(other), AgreementsGrpcClient.GetAgreementSaga, ask));
    desks.refused("NOT_FOUND", staff(federation.club("SPY" + pairs)), AgreementsGrpcClient.GetAgreementSaga,
        ask);
  }

  @Test
  void it_begins_and_ends_by_its_dates() throws Exception {
    var request = proposal().setEffectiveDate(today().plusDays(2).toString())
        .setExpirationDate(today().plusDays(3).toString()).build();
    var agreement = approve(other, desks.ask(staff(one), AgreementsGrpcClient.ProposeAgreement, request));
    assertThat(agreement.getState()).isEqualTo("APPROVED");

    var clock = new TimeOffset(DATABASE.store(), false);
    try {
      clock.set(Duration.ofDays(3));
      becomes("ACTIVE", agreement);
      clock.set(Duration.ofDays(5));
      becomes("EXPIRED", agreement);
    } finally {
      clock.set(Duration.ZERO);
    }
  }

  private void becomes(String state, Agreement agreement) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!read(one, agreement).getState().equals(state) && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(read(one, agreement).getState()).isEqualTo(state);
  }

  @Test
  void a_proposal_is_rejected_by_the_other_club_or_withdrawn_by_its_own_and_then_another_may_come() {
    var first = propose();
    var rejected = desks.ask(staff(other), AgreementsGrpcClient.RejectAgreement,
        RejectAgreementRequest.newBuilder().setId(first.getId()).setReason("Not this year").build());
    assertThat(rejected.getState()).isEqualTo("REJECTED");
    assertThat(rejected.getReason()).isEqualTo("Not this year");
    assertThat(rejected.getActedByClubId()).isEqualTo(other.toString());
    assertThat(DATABASE.count("""
        select count(*) from kit.event where stream = $1 and position('Not this year'::bytea in data) > 0""",
        UUID.fromString(first.getId()))).as("events that hold what people wrote").isZero();

    var second = propose();
    var withdraw = WithdrawAgreementRequest.newBuilder().setId(second.getId()).build();
    desks.refused("NOT_THE_PROPOSER", staff(other), AgreementsGrpcClient.WithdrawAgreement, withdraw);
    assertThat(desks.ask(staff(one), AgreementsGrpcClient.WithdrawAgreement, withdraw).getState())
        .isEqualTo("WITHDRAWN");
    assertThat(propose().getState()).isEqualTo("PROPOSED");
  }

  @Test
  void either_side_suspends_and_only_that_side_resumes() {
    var agreement = approve(other, propose());
    var suspend = SuspendAgreementRequest.newBuilder().setId(agreement.getId()).setReason("Works").build();
    var resume = ResumeAgreementRequest.newBuilder().setId(agreement.getId()).build();

    assertThat(desks.ask(staff(other), AgreementsGrpcClient.SuspendAgreement, suspend).getState())
        .isEqualTo("SUSPENDED");
    desks.refused("ALREADY_SUSPENDED", staff(other), AgreementsGrpcClient.SuspendAgreement, suspend);
    desks.refused("NOT_SUSPENDED_BY_YOU", staff(one), AgreementsGrpcClient.ResumeAgreement, resume);
    assertThat(desks.ask(staff(other), AgreementsGrpcClient.ResumeAgreement, resume).getState())
        .isEqualTo("ACTIVE");
  }

  @Test
  void two_clubs_that_propose_to_each_other_at_once_have_one_agreement() throws Exception {
    var mirrored = proposal().setPartnerClubId(one.toString()).build();
    List<Callable<String>> both = List.of(() -> outcome(one, proposal().build()),
        () -> outcome(other, mirrored));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var outcomes = threads.invokeAll(both).stream().map(Future::resultNow).toList();
      assertThat(outcomes).containsExactlyInAnyOrder("PROPOSED", "AGREEMENT_EXISTS");
    }
  }

  private static String outcome(UUID club, ProposeAgreementRequest request) {
    try {
      return desks.ask(staff(club), AgreementsGrpcClient.ProposeAgreement, request).getState();
    } catch (Problem problem) {
      return problem.code();
    }
  }

  @Test
  void a_third_club_neither_reads_nor_touches_it() {
    var agreement = propose();
    var third = staff(federation.club("THIRD" + pairs));

    desks.refused("NOT_FOUND", third, AgreementsGrpcClient.GetAgreement,
        GetAgreementRequest.newBuilder().setId(agreement.getId()).build());
    desks.refused("NOT_FOUND", third, AgreementsGrpcClient.ApproveAgreement,
        ApproveAgreementRequest.newBuilder().setId(agreement.getId()).build());
    assertThat(
        desks.ask(third, AgreementsGrpcClient.ListAgreements, ListAgreementsRequest.getDefaultInstance())
            .getPageInfo().getTotal())
        .isZero();
  }

  @Test
  void what_makes_no_sense_is_refused_when_it_is_proposed() {
    desks.refused("VALIDATION_ERROR", staff(one), AgreementsGrpcClient.ProposeAgreement,
        proposal().setPartnerClubId(one.toString()).build());
    desks.refused("VALIDATION_ERROR", staff(one), AgreementsGrpcClient.ProposeAgreement,
        proposal().setEffectiveDate("tomorrow").build());
    desks.refused("VALIDATION_ERROR", staff(one), AgreementsGrpcClient.ProposeAgreement,
        proposal().setTerms(Terms.newBuilder().addBlackouts(
            Blackout.newBuilder().setFrom("2026-12-31").setTo("2026-12-24"))).build());
  }

  @Test
  void the_same_key_proposes_once() {
    var office = staff(one);
    var first = desks.ask(office, "proposal", AgreementsGrpcClient.ProposeAgreement, proposal().build());
    assertThat(desks.ask(office, "proposal", AgreementsGrpcClient.ProposeAgreement, proposal().build()))
        .isEqualTo(first);
  }
}
