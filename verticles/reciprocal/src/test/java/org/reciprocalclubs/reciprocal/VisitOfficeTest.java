package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.kiosk;
import static org.reciprocalclubs.reciprocal.Desks.member;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.kit.v1.Money;
import org.reciprocalclubs.codecs.reciprocal.v1.AnnulVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckOutVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListInsideRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyAllowancesRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.RecordVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.VerifyVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Terms;

class VisitOfficeTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static Desks desks;
  private static int pairs;

  private final Federation federation = new Federation(DATABASE);
  private UUID host;
  private UUID home;
  private UUID visitor;
  private Caller kiosk;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void oneAgreement() {
    host = federation.club("HOST" + ++pairs);
    home = federation.club("HOME" + pairs);
    federation.agreement(host, home, Terms.OPEN.with(new Caps(null, 2, null)));
    visitor = federation.member(home, "100");
    kiosk = kiosk(host);
  }

  private CheckInResponse checkIn() {
    return desks.ask(kiosk, VisitsGrpcClient.CheckIn,
        CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
            .setMember(MemberReference.newBuilder().setClub("HOME" + pairs).setNumber("100")).build());
  }

  private int inside() {
    return desks.ask(staff(host), VisitsGrpcClient.ListInside, ListInsideRequest.getDefaultInstance())
        .getHeads();
  }

  @Test
  void all_heads_are_counted_however_few_visits_are_listed() {
    checkIn();
    federation.member(home, "200");
    desks.ask(kiosk, VisitsGrpcClient.CheckIn,
        CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
            .setMember(MemberReference.newBuilder().setClub("HOME" + pairs).setNumber("200")).build());
    DATABASE.admin("update reciprocal.visit set guests = 2 where host = $1", host);

    var listed = DATABASE.store().read(Scope.club(host), tx -> VisitRows.inside(tx, host, 1));
    assertThat(listed.getVisitsList()).hasSize(1);
    assertThat(listed.getHeads()).isEqualTo(6);
    assertThat(inside()).isEqualTo(6);
  }

  private int left() {
    var hosts = desks.ask(member(home, Federation.person(visitor)), VisitsGrpcClient.ListMyAllowances,
        ListMyAllowancesRequest.getDefaultInstance()).getHostsList();
    return hosts.getFirst().getLeft().getMonth();
  }

  @Test
  void a_visitor_leaves_with_a_bill_and_is_inside_no_more() {
    var visit = checkIn().getVisit();
    assertThat(inside()).isEqualTo(1);
    var leave = CheckOutVisitRequest.newBuilder().setVisitId(visit.getId()).addServices("Dinner")
        .setCost(Money.newBuilder().setAmount(4250).setCurrency("USD")).build();

    var closed = desks.ask(staff(host), VisitsGrpcClient.CheckOutVisit, leave);

    assertThat(closed.getState()).isEqualTo("CHECKED_OUT");
    assertThat(closed.getServicesList()).containsExactly("Dinner");
    assertThat(closed.getCost().getAmount()).isEqualTo(4250);
    assertThat(inside()).isZero();
    desks.refused("VISIT_WRONG_STATE", staff(host), VisitsGrpcClient.CheckOutVisit, leave);
  }

  @Test
  void an_annulled_or_cancelled_visit_does_not_count() {
    assertThat(left()).isEqualTo(2);
    var first = checkIn().getVisit();
    assertThat(left()).isEqualTo(1);
    desks.ask(kiosk, VisitsGrpcClient.AnnulVisit,
        AnnulVisitRequest.newBuilder().setVisitId(first.getId()).build());
    assertThat(left()).isEqualTo(2);

    var second = checkIn().getVisit();
    var cancelled = desks.ask(staff(host), VisitsGrpcClient.CancelVisit,
        CancelVisitRequest.newBuilder().setId(second.getId()).setReason("Wrong person").build());
    assertThat(cancelled.getState()).isEqualTo("CANCELLED");
    assertThat(left()).isEqualTo(2);
    assertThat(inside()).isZero();
    assertThat(checkIn().getDecision()).isEqualTo(CheckInResponse.Decision.ADMITTED);
  }

  @Test
  void only_the_same_device_undoes_a_check_in_and_only_for_a_quarter_of_an_hour() {
    var annul = AnnulVisitRequest.newBuilder().setVisitId(checkIn().getVisit().getId()).build();
    desks.refused("ANNUL_OTHER_DEVICE", kiosk(host), VisitsGrpcClient.AnnulVisit, annul);
    var clock = new TimeOffset(DATABASE.store(), false);
    try {
      clock.set(Duration.ofMinutes(16));
      desks.refused("ANNUL_TOO_LATE", kiosk, VisitsGrpcClient.AnnulVisit, annul);
    } finally {
      clock.set(Duration.ZERO);
    }
    assertThat(inside()).isEqualTo(1);
  }

  @Test
  void the_host_confirms_a_visit_and_the_home_club_reads_it_but_changes_nothing() {
    var id = checkIn().getVisit().getId();

    assertThat(desks
        .ask(staff(host), VisitsGrpcClient.VerifyVisit, VerifyVisitRequest.newBuilder().setId(id).build())
        .getVerified()).isTrue();
    assertThat(
        desks.ask(staff(home), VisitsGrpcClient.GetVisit, GetVisitRequest.newBuilder().setId(id).build())
            .getVerified())
        .isTrue();
    desks.refused("UNAUTHORIZED", staff(home), VisitsGrpcClient.CancelVisit,
        CancelVisitRequest.newBuilder().setId(id).build());
  }

  @Test
  void a_third_club_finds_no_such_visit_and_another_member_none_of_theirs() {
    var id = checkIn().getVisit().getId();
    var third = staff(federation.club("THIRD" + pairs));

    desks.refused("NOT_FOUND", third, VisitsGrpcClient.GetVisit,
        GetVisitRequest.newBuilder().setId(id).build());
    desks.refused("NOT_FOUND", third, VisitsGrpcClient.CheckOutVisit,
        CheckOutVisitRequest.newBuilder().setVisitId(id).build());
    var neighbour = federation.member(home, "101");
    assertThat(desks.ask(member(home, Federation.person(neighbour)), VisitsGrpcClient.ListMyVisits,
        ListMyVisitsRequest.getDefaultInstance()).getNodesCount()).isZero();
    assertThat(desks.ask(member(home, Federation.person(visitor)), VisitsGrpcClient.ListMyVisits,
        ListMyVisitsRequest.getDefaultInstance()).getNodesCount()).isEqualTo(1);
  }

  @Test
  void a_visit_recorded_twice_is_one_and_one_that_may_not_be_is_an_error_with_the_verdict() {
    var record = RecordVisitRequest.newBuilder().setMemberId(visitor.toString())
        .setVisitingClubId(host.toString())
        .build();
    var office = staff(host);

    var first = desks.ask(office, VisitsGrpcClient.RecordVisit, record);
    assertThat(desks.ask(office, VisitsGrpcClient.RecordVisit, record)).isEqualTo(first);
    var suspended = federation.member(home, "102", "SUSPENDED", null);
    desks.refused("MEMBER_SUSPENDED", office, VisitsGrpcClient.RecordVisit,
        record.toBuilder().setMemberId(suspended.toString()).build());
  }
}
