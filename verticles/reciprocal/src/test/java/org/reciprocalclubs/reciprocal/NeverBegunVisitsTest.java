package org.reciprocalclubs.reciprocal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.AnnulVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckOutVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CorrectVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.FlaggedVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.ImposeRestrictionRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListInsideRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitHistoryRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.OverrideCheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RateVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation.State;
import org.reciprocalclubs.codecs.reciprocal.v1.Restriction;
import org.reciprocalclubs.codecs.reciprocal.v1.RestrictionsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.SettleVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.VerifyVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit.Status;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitHistoryEntry;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** Visits that were announced, confirmed, and cancelled or missed: in the lists of visits only. */
class NeverBegunVisitsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static Desks desks;

  private Bookings pair;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void twoClubs() {
    pair = new Bookings(DATABASE, desks);
  }

  @AfterEach
  void backToNow() {
    pair.backToNow();
  }

  private static LocalDate tomorrow() {
    return Bookings.today().plusDays(1);
  }

  private static Instant evening() {
    return tomorrow().atTime(19, 30).atZone(Bookings.ZONE).toInstant();
  }

  /** For dinner tomorrow with a friend; it is the day after, and nobody came. */
  private Reservation missed() {
    pair.agree(new Entry.Booking(false, null, null));
    var made = pair.request(pair.self, pair.on(tomorrow()).setTime("19:30").setFacility("DINING")
        .addGuests(Guest.newBuilder().setName("Grace").setRelation(Guest.Relation.FRIEND)));
    assertThat(made.getState()).isEqualTo(State.CONFIRMED);
    pair.travelTo(evening().plus(Duration.ofHours(14)));
    pair.until(State.NO_SHOW, made.getId());
    return made;
  }

  private static ListVisitsRequest.Builder all(Status status) {
    return ListVisitsRequest.newBuilder().setStatus(status);
  }

  private static List<String> list(UUID club, ListVisitsRequest.Builder request) {
    return desks.ask(staff(club), VisitsGrpcClient.ListVisits, request.build()).getNodesList().stream()
        .map(Visit::getId).toList();
  }

  private List<String> mine(Status status) {
    return desks.ask(pair.self, VisitsGrpcClient.ListMyVisits,
        ListMyVisitsRequest.newBuilder().setStatus(status).build()).getNodesList().stream()
        .map(Visit::getId).toList();
  }

  private static Visit visit(Caller by, String id) {
    return desks.ask(by, VisitsGrpcClient.GetVisit, GetVisitRequest.newBuilder().setId(id).build());
  }

  private void listedByAll(Status status, String... ids) {
    assertThat(list(pair.host, all(status))).containsExactly(ids);
    assertThat(list(pair.home, all(status))).containsExactly(ids);
    assertThat(mine(status)).containsExactly(ids);
  }

  @Test
  void whoeverDidNotComeIsInEveryListOfVisitsAsOfTheirPlannedArrival() {
    var made = missed();
    var id = made.getId();
    listedByAll(Status.NO_SHOW, id);
    listedByAll(Status.CANCELLED);
    listedByAll(Status.STATUS_UNSPECIFIED, id);
    for (var reader : List.of(pair.self, staff(pair.host), staff(pair.home))) {
      var visit = visit(reader, id);
      assertThat(visit.getState()).isEqualTo("NO_SHOW");
      assertThat(visit.getNeverBegan()).isTrue();
      assertThat(VerdictMapper.instant(visit.getCheckInTime())).isEqualTo(evening());
      assertThat(visit.getCreatedAt()).isEqualTo(made.getRequestedAt());
      assertThat(visit.hasCheckOutTime()).isFalse();
      assertThat(visit.getAgreementId()).isEmpty();
      assertThat(visit.getFacility()).isEqualTo("DINING");
      assertThat(visit.getGuests()).isOne();
      assertThat(visit.getMemberId()).isEqualTo(pair.visitor.toString());
    }
  }

  @Test
  void theListsAreNarrowedAndExportedLikeThoseOfOtherVisits() {
    var id = missed().getId();
    var day = tomorrow().toString();
    assertThat(list(pair.host, all(Status.NO_SHOW).setMemberId(pair.visitor.toString()))).containsExactly(id);
    assertThat(list(pair.home, all(Status.NO_SHOW).setMemberId(pair.visitor.toString()))).containsExactly(id);
    assertThat(list(pair.host, all(Status.NO_SHOW).setFrom(day).setTo(day))).containsExactly(id);
    assertThat(list(pair.host, all(Status.NO_SHOW).setFrom(tomorrow().plusDays(1).toString()))).isEmpty();
    assertThat(list(pair.host, all(Status.NO_SHOW).setFacility("POOL"))).isEmpty();
    assertThat(list(pair.host, all(Status.NO_SHOW).setPartnerClubId(pair.home.toString())))
        .containsExactly(id);
    assertThat(desks.ask(staff(pair.host), VisitsGrpcClient.ExportVisits, all(Status.NO_SHOW).build())
        .getContent()).containsPattern("\r\n" + id + ",NO_SHOW,.*,false,,,*\r\n$");
  }

  @Test
  void nobodyElseReadsThem() {
    var id = missed().getId();
    var third = pair.federation.club("RTHIRD" + pair.number);
    assertThat(list(third, all(Status.NO_SHOW).setMemberId(pair.visitor.toString()))).isEmpty();
    var neighbour = Desks.member(pair.home, Federation.person(pair.federation.member(pair.home, "101")));
    for (var stranger : List.of(staff(third), neighbour)) {
      desks.refused("NOT_FOUND", stranger, VisitsGrpcClient.GetVisit,
          GetVisitRequest.newBuilder().setId(id).build());
    }
  }

  @Test
  void whatWasConfirmedAndIsCancelledByAnybodyIsACancelledVisitAndWhatWasOnlyAskedForIsNone() {
    pair.agree(new Entry.Booking(false, null, null, true));
    var byMember = pair.request(pair.self, pair.on(tomorrow())).getId();
    pair.confirm(byMember);
    pair.cancel(pair.self, byMember);
    var byHome = pair.request(pair.self, pair.on(tomorrow().plusDays(1))).getId();
    pair.confirm(byHome);
    pair.cancel(staff(pair.home), byHome);
    var byHost = pair.request(staff(pair.host), pair.forVisitor(tomorrow().plusDays(2))).getId();
    pair.cancel(staff(pair.host), byHost);
    pair.cancel(pair.self, pair.request(pair.self, pair.on(tomorrow().plusDays(3))).getId());

    listedByAll(Status.CANCELLED, byHost, byHome, byMember);
    assertThat(VerdictMapper.instant(visit(pair.self, byMember).getCheckInTime()))
        .isEqualTo(tomorrow().atStartOfDay(Bookings.ZONE).toInstant());
  }

  @Test
  void whoeverCameAfterAllAsIsToldLaterHasMissedNothing() {
    var id = missed().getId();
    var told = pair.tell(evening());
    pair.until(State.CHECKED_IN, id);

    listedByAll(Status.NO_SHOW);
    assertThat(list(pair.host, all(Status.STATUS_UNSPECIFIED))).containsExactly(told.getScanId());
    desks.refused("NOT_FOUND", pair.self, VisitsGrpcClient.GetVisit,
        GetVisitRequest.newBuilder().setId(id).build());
  }

  @Test
  void whoeverWasTakenForSomebodyElseHasMissedItAgain() {
    pair.agree(new Entry.Booking(true, 30, null, true));
    var id = pair.request(pair.self, pair.on(tomorrow())).getId();
    pair.travelTo(evening().plus(Duration.ofHours(14)));
    pair.until(State.EXPIRED, id);
    listedByAll(Status.STATUS_UNSPECIFIED);
    var told = pair.tell(evening());
    pair.until(State.CHECKED_IN, id);
    desks.ask(staff(pair.host), VisitsGrpcClient.SettleVisit, SettleVisitRequest.newBuilder()
        .setId(told.getScanId()).setResolution(FlaggedVisit.Resolution.ANNULLED).setNote("Not her").build());
    pair.until(State.NO_SHOW, id);
    listedByAll(Status.NO_SHOW, id);
  }

  @Test
  void nothingIsDoneToAVisitThatNeverBegan() {
    var id = missed().getId();
    var office = staff(pair.host);
    var refused = "VISIT_WRONG_STATE";
    desks.refused(refused, office, VisitsGrpcClient.CheckOutVisit,
        CheckOutVisitRequest.newBuilder().setVisitId(id).build());
    desks.refused(refused, office, VisitsGrpcClient.CancelVisit,
        CancelVisitRequest.newBuilder().setId(id).build());
    desks.refused(refused, office, VisitsGrpcClient.VerifyVisit,
        VerifyVisitRequest.newBuilder().setId(id).build());
    desks.refused(refused, office, VisitsGrpcClient.CorrectVisit,
        CorrectVisitRequest.newBuilder().setId(id).setGuests(2).setReason("More came").build());
    desks.refused(refused, pair.kiosk, VisitsGrpcClient.AnnulVisit,
        AnnulVisitRequest.newBuilder().setVisitId(id).build());
    desks.refused(refused, pair.self, VisitsGrpcClient.RateVisit,
        RateVisitRequest.newBuilder().setId(id).setStars(5).build());
    desks.refused("NOT_FOUND", office, VisitsGrpcClient.SettleVisit, SettleVisitRequest.newBuilder()
        .setId(id).setResolution(FlaggedVisit.Resolution.ANNULLED).setNote("Not here").build());
    desks.refused("NOT_FOUND", office, VerdictsGrpcClient.ReplayVerdict,
        ReplayVerdictRequest.newBuilder().setScanId(id).build());
    listedByAll(Status.NO_SHOW, id);
  }

  @Test
  void itsIdIsNoScansAndItsHistoryIsTheReservations() {
    var id = missed().getId();
    var scan = CheckInRequest.newBuilder().setScanId(id)
        .setMember(MemberReference.newBuilder().setClub(pair.homeCode).setNumber("100")).build();
    desks.refused("SCAN_ID_REUSED", pair.kiosk, VisitsGrpcClient.CheckIn, scan);
    desks.refused("SCAN_ID_REUSED", pair.kiosk, VisitsGrpcClient.CheckIn, scan.toBuilder()
        .setAlreadyHappened(true).setOccurredAt(VerdictMapper.timestamp(evening())).build());
    desks.refused("SCAN_ID_REUSED", staff(pair.host), VisitsGrpcClient.OverrideCheckIn,
        OverrideCheckInRequest.newBuilder().setCheckIn(scan).setReason("Known here").build());
    assertThat(desks.ask(staff(pair.home), VisitsGrpcClient.ListVisitHistory,
        ListVisitHistoryRequest.newBuilder().setId(id).build()).getEntriesList())
        .extracting(VisitHistoryEntry::getType)
        .containsExactly("ReservationRequested", "ReservationConfirmed", "ReservationMissed");
  }

  @Test
  void itCountsForNothing() {
    pair.federation.agreement(pair.host, pair.home, Terms.OPEN.with(new Caps(1, 1, 1))
        .with(Entry.FREE.with(new Entry.Booking(false, null, null)).with(new Entry.Capacity(1, 1))));
    pair.cancel(pair.self, pair.request(pair.self, pair.on(Bookings.today())).getId());

    assertThat(DATABASE.count("select count(*) from reciprocal.quota where scope = $1", pair.host)).isZero();
    var inside = desks.ask(staff(pair.host), VisitsGrpcClient.ListInside,
        ListInsideRequest.getDefaultInstance());
    assertThat(inside.getHeads()).isZero();
    var admitted = pair.checkIn(0).getVerdict();
    assertThat(admitted.getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(admitted.getLeft().getYear()).isZero();
  }

  @Test
  void whoDidNotComeCanBeKeptOut() {
    var id = missed().getId();
    var ban = desks.ask(Desks.restricting(pair.host), RestrictionsGrpcClient.ImposeRestriction,
        ImposeRestrictionRequest.newBuilder().setVisitId(id).setKind(Restriction.Kind.BAN)
            .setReason("The table stood empty").build());
    assertThat(ban.getMemberId()).isEqualTo(pair.visitor.toString());
    assertThat(pair.code(0)).isEqualTo(Verdict.Code.BANNED);
  }

  @Test
  void reservationsOfBeforeAreListedToo() throws IOException {
    var id = missed().getId();
    DATABASE.admin("delete from reciprocal.visit where id = $1", UUID.fromString(id));
    try (var in = Objects.requireNonNull(
        getClass().getResourceAsStream("/sql/reciprocal/V020__visits_that_never_began.sql"))) {
      var migration = new String(in.readAllBytes(), UTF_8);
      DATABASE.admin(
          migration.substring(migration.indexOf("do $$"), migration.indexOf("set local role clubs_owner")));
    }
    listedByAll(Status.NO_SHOW, id);
  }
}
