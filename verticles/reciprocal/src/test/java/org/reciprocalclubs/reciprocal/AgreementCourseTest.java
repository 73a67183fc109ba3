package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.Agreement;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementEntry;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementVersion;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.ApproveAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ApproveAmendmentRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Caps;
import org.reciprocalclubs.codecs.reciprocal.v1.CounterAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementExamplesRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementHistoryRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementVersionsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ProposeAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ProposeAmendmentRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RevokeTerminationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.TerminateAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

/** From counter-terms to notice, as two offices see it. */
class AgreementCourseTest {
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
    one = federation.club("UNO" + ++pairs);
    other = federation.club("DUE" + pairs);
  }

  private static String day(int fromToday) {
    return LocalDate.now(ZONE).plusDays(fromToday).toString();
  }

  private Agreement propose(int noticeDays, String last) {
    var request = ProposeAgreementRequest.newBuilder().setPartnerClubId(other.toString())
        .setTerms(cap(1)).setEffectiveDate(day(-2)).setNoticeDays(noticeDays);
    return desks.ask(staff(one), AgreementsGrpcClient.ProposeAgreement,
        (last.isEmpty() ? request : request.setExpirationDate(last)).build());
  }

  private static Terms cap(int month) {
    return Terms.newBuilder().setCaps(Caps.newBuilder().setMonth(month)).build();
  }

  private Agreement approve(UUID club, Agreement agreement) {
    return desks.ask(staff(club), AgreementsGrpcClient.ApproveAgreement,
        ApproveAgreementRequest.newBuilder().setId(agreement.getId()).build());
  }

  private CounterAgreementRequest counter(Agreement agreement, int month) {
    return CounterAgreementRequest.newBuilder().setId(agreement.getId()).setTerms(cap(month))
        .setEffectiveDate(day(-1)).build();
  }

  private Agreement read(Agreement agreement) {
    return desks.ask(staff(other), AgreementsGrpcClient.GetAgreement,
        GetAgreementRequest.newBuilder().setId(agreement.getId()).build());
  }

  private Agreement amend(Agreement agreement, int first, String last) {
    var request = ProposeAmendmentRequest.newBuilder().setId(agreement.getId()).setTerms(cap(9))
        .setEffectiveDate(day(first));
    var offered = desks.ask(staff(one), AgreementsGrpcClient.ProposeAmendment,
        (last.isEmpty() ? request : request.setExpirationDate(last)).build());
    var approval = ApproveAmendmentRequest.newBuilder().setId(agreement.getId());
    desks.refused("TERMS_CHANGED", staff(other), AgreementsGrpcClient.ApproveAmendment,
        approval.clone().setTermsVersion(offered.getTermsVersion()).build());
    var read = desks.ask(staff(other), AgreementsGrpcClient.ListAgreementExamples,
        ListAgreementExamplesRequest.newBuilder().setId(agreement.getId())
            .setTermsVersion(offered.getAmendment().getTermsVersion()).build());
    desks.refused("TERMS_CHANGED", staff(other), AgreementsGrpcClient.ApproveAmendment,
        approval.clone().setTermsHash("sha256:other").build());
    return desks.ask(staff(other), AgreementsGrpcClient.ApproveAmendment, approval
        .setTermsVersion(read.getTermsVersion()).setTermsHash(read.getTermsHash()).build());
  }

  private List<String> history(Agreement agreement) {
    return desks.ask(staff(one), AgreementsGrpcClient.ListAgreementHistory,
        ListAgreementHistoryRequest.newBuilder().setId(agreement.getId()).build()).getNodesList().stream()
        .map(AgreementEntry::getEvent).toList();
  }

  @Test
  void counter_terms_are_answered_by_the_side_that_did_not_write_them_and_every_version_stays() {
    var proposed = propose(30, "");
    desks.refused("OWN_TERMS", staff(one), AgreementsGrpcClient.CounterAgreement, counter(proposed, 2));
    var countered = desks.ask(staff(other), AgreementsGrpcClient.CounterAgreement, counter(proposed, 2));
    assertThat(countered.getState()).isEqualTo("COUNTERED");
    assertThat(countered.getStatus()).isEqualTo(Agreement.Status.PENDING);
    assertThat(countered.getNoticeDays()).isEqualTo(30);
    assertThat(countered.getAuthorClubId()).isEqualTo(other.toString());
    desks.refused("OWN_TERMS", staff(other), AgreementsGrpcClient.ApproveAgreement,
        ApproveAgreementRequest.newBuilder().setId(proposed.getId()).build());

    var active = approve(one, proposed);
    assertThat(active.getState()).isEqualTo("ACTIVE");
    assertThat(active.getTermsVersion()).isEqualTo(2);
    assertThat(active.getTerms().getCaps().getMonth()).isEqualTo(2);
    var request = ListAgreementVersionsRequest.newBuilder().setId(proposed.getId()).build();
    var versions = desks.ask(staff(one), AgreementsGrpcClient.ListAgreementVersions, request);
    assertThat(versions.getNodesList()).extracting(AgreementVersion::getState)
        .containsExactly(AgreementVersion.State.AGREED, AgreementVersion.State.REPLACED);
    assertThat(desks.ask(staff(other), AgreementsGrpcClient.ListAgreementVersions, request))
        .isEqualTo(versions);
    desks.refused("NOT_FOUND", staff(federation.club("TRE" + pairs)),
        AgreementsGrpcClient.ListAgreementVersions, request);
  }

  @Test
  void what_was_can_be_read_again_and_before_the_first_word_there_is_nothing() {
    var proposed = propose(0, "");
    var active = approve(other, proposed);
    assertThat(asOf(proposed, proposed.getUpdatedAt())).isEqualTo(proposed);
    assertThat(asOf(proposed, active.getUpdatedAt())).isEqualTo(active);
    assertThat(history(proposed)).containsExactly("AgreementActivated", "AgreementApproved",
        "AgreementProposed");
    var before = Timestamp.newBuilder().setSeconds(proposed.getCreatedAt().getSeconds() - 1).build();
    desks.refused("NOT_FOUND", staff(one), AgreementsGrpcClient.GetAgreement,
        GetAgreementRequest.newBuilder().setId(proposed.getId()).setAsOf(before).build());
  }

  private Agreement asOf(Agreement agreement, Timestamp then) {
    return desks.ask(staff(one), AgreementsGrpcClient.GetAgreement,
        GetAgreementRequest.newBuilder().setId(agreement.getId()).setAsOf(then).build());
  }

  @Test
  void an_amendment_waits_beside_the_terms_in_force_until_its_first_day() throws Exception {
    var active = approve(other, propose(0, day(3)));
    var amended = amend(active, 4, day(400));
    assertThat(amended.getTermsVersion()).isEqualTo(1);
    assertThat(amended.getNext().getTermsVersion()).isEqualTo(2);
    assertThat(asOf(active, amended.getUpdatedAt())).isEqualTo(amended);

    after(6, () -> becomes(active, 2));
    var renewed = read(active);
    assertThat(renewed.getState()).isEqualTo("ACTIVE");
    assertThat(renewed.hasNext()).isFalse();
    assertThat(renewed.getExpirationDate()).isEqualTo(day(400));
  }

  @Test
  void the_desk_takes_the_version_that_holds_on_the_hosts_day_even_while_the_job_is_late() {
    var active = approve(other, propose(0, ""));
    amend(active, 1, "");
    var scans = """
        select terms_version from reciprocal.desk_facts(now() + $3::int * interval '1 day', array[null::uuid],
          array[$1::uuid], array[$2::text], array[null::uuid])""";
    for (int days : new int[]{0, 2}) {
      var version = DATABASE.admin(scans, one, "DUE" + pairs, days).iterator().next().getInteger(0);
      assertThat(version).isEqualTo(days == 0 ? 1 : 2);
    }
  }

  @Test
  void notice_is_kept_revoked_by_its_side_and_ends_the_agreement_on_its_day() throws Exception {
    var active = approve(other, propose(10, ""));
    var request = TerminateAgreementRequest.newBuilder().setId(active.getId()).setReason("Moving");
    assertThatThrownBy(() -> desks.ask(staff(one), AgreementsGrpcClient.TerminateAgreement,
        request.clone().setLastDay(day(9)).build())).isInstanceOfSatisfying(Problem.class, problem -> {
          assertThat(problem.code()).isEqualTo("NOTICE_TOO_SHORT");
          assertThat(problem.passesWhen()).containsEntry("from", day(10));
        });
    var noticed = desks.ask(staff(one), AgreementsGrpcClient.TerminateAgreement, request.build());
    assertThat(noticed.getExpirationDate()).isEqualTo(day(10));
    assertThat(noticed.getNotice().getReason()).isEqualTo("Moving");

    var revoke = RevokeTerminationRequest.newBuilder().setId(active.getId()).build();
    desks.refused("NOTICE_NOT_YOURS", staff(other), AgreementsGrpcClient.RevokeTermination, revoke);
    var revoked = desks.ask(staff(one), AgreementsGrpcClient.RevokeTermination, revoke);
    assertThat(revoked.hasExpirationDate()).isFalse();
    assertThat(revoked.hasNotice()).isFalse();

    desks.ask(staff(other), AgreementsGrpcClient.TerminateAgreement, request.build());
    after(12, () -> becomes(active, "TERMINATED"));
    assertThat(read(active).getStatus()).isEqualTo(Agreement.Status.EXPIRED);
    desks.refused("AGREEMENT_DATES_OVERLAP", staff(one), AgreementsGrpcClient.ProposeAgreement,
        ProposeAgreementRequest.newBuilder().setPartnerClubId(other.toString()).setTerms(cap(1))
            .setEffectiveDate(day(10)).build());
  }

  @Test
  void both_clubs_are_reminded_once_and_again_when_the_last_day_moves() throws Exception {
    var active = approve(other, propose(0, day(40)));
    after(11, () -> reminded(active, 1));
    amend(active, 41, day(80));
    after(60, () -> reminded(active, 3));
  }

  private void reminded(Agreement agreement, int times) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (reminders(agreement) < times && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(reminders(agreement)).isEqualTo(times);
  }

  private long reminders(Agreement agreement) {
    return history(agreement).stream().filter("AgreementRenewalDue"::equals).count();
  }

  private interface Then {
    void happens() throws InterruptedException;
  }

  private static void after(int days, Then then) throws Exception {
    var clock = new TimeOffset(DATABASE.store(), false);
    try {
      clock.set(Duration.ofDays(days));
      then.happens();
    } finally {
      clock.set(Duration.ZERO);
    }
  }

  private void becomes(Agreement agreement, Object wanted) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!is(agreement, wanted) && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertThat(is(agreement, wanted)).isTrue();
  }

  private boolean is(Agreement agreement, Object wanted) {
    var now = read(agreement);
    return wanted.equals(now.getState()) || wanted.equals(now.getTermsVersion());
  }
}
