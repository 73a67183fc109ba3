package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
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
import org.reciprocalclubs.codecs.reciprocal.v1.ProposeAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RejectAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ResumeAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.SuspendAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.WithdrawAgreementRequest;
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
