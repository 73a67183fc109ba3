package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.reciprocal.Desks.kiosk;
import static org.reciprocalclubs.reciprocal.Desks.member;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.AnnulVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ConfirmReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.DeclineReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.FlaggedVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.GetReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListExpectedVisitorsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListExpectedVisitorsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyReservationsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListReservationsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest.Role;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.PreviewVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.PreviewVerdictResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RequestReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation.State;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.SettleVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** Visits announced beforehand, from the request to the door and the end of the day, on a real database. */
class ReservationOfficeTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static Desks desks;
  private static int pairs;

  private final Federation federation = new Federation(DATABASE);
  private UUID host;
  private UUID home;
  private UUID visitor;
  private Caller self;
  private Caller kiosk;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void twoClubs() {
    host = federation.club("RHOST" + ++pairs);
    home = federation.club("RHOME" + pairs);
    visitor = federation.member(home, "100");
    self = member(home, Federation.person(visitor));
    kiosk = kiosk(host);
  }

  @AfterEach
  void backToNow() {
    new TimeOffset(DATABASE.store(), false).set(Duration.ZERO);
  }

  private void agree(Entry.Booking booking) {
    federation.agreement(host, home, Terms.OPEN.with(Entry.FREE.with(booking)));
  }

  private static LocalDate today() {
    return LocalDate.now(ZONE);
  }

  private RequestReservationRequest.Builder on(LocalDate day) {
    return RequestReservationRequest.newBuilder().setVisitingClubId(host.toString()).setDay(day.toString());
  }

  private RequestReservationRequest.Builder forVisitor(LocalDate day) {
    return on(day).setMember(MemberReference.newBuilder().setClub("RHOME" + pairs).setNumber("100"));
  }

  private Reservation request(Caller by, RequestReservationRequest.Builder request) {
    return desks.ask(by, ReservationsGrpcClient.RequestReservation, request.build()).getReservation();
  }

  private void refused(String code, Caller by, RequestReservationRequest.Builder request) {
    desks.refused(code, by, ReservationsGrpcClient.RequestReservation, request.build());
  }

  private Reservation get(Caller by, String id) {
    return desks.ask(by, ReservationsGrpcClient.GetReservation,
        GetReservationRequest.newBuilder().setId(id).build());
  }

  private Reservation confirm(String id) {
    return desks.ask(staff(host), ReservationsGrpcClient.ConfirmReservation,
        ConfirmReservationRequest.newBuilder().setId(id).build());
  }

  private Reservation cancel(Caller by, String id) {
    return desks.ask(by, ReservationsGrpcClient.CancelReservation,
        CancelReservationRequest.newBuilder().setId(id).build());
  }

  private CheckInResponse checkIn(int guests) {
    var scan = CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
        .setMember(MemberReference.newBuilder().setClub("RHOME" + pairs).setNumber("100"));
    for (int i = 0; i < guests; i++) {
      scan.addGuests(Guest.newBuilder().setRelation(Guest.Relation.FRIEND));
    }
    return desks.ask(kiosk, VisitsGrpcClient.CheckIn, scan.build());
  }

  private Verdict.Code code(int guests) {
    return checkIn(guests).getVerdict().getCode();
  }

  private PreviewVerdictResponse preview(LocalDate day) {
    return desks.ask(self, VerdictsGrpcClient.PreviewVerdict,
        PreviewVerdictRequest.newBuilder().setClubId(host.toString()).setDate(day.toString()).build());
  }

  private void until(State state, String id) {
    await(() -> get(staff(host), id).getState() == state);
  }

  private static void await(Supplier<Boolean> seen) {
    long deadline = System.nanoTime() + WAIT.toNanos();
    while (!seen.get()) {
      assertThat(System.nanoTime()).as("waiting").isLessThan(deadline);
      try {
        Thread.sleep(20);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    }
  }

  private void leave() {
    DATABASE.admin("update reciprocal.quota set open_visit = null where scope = $1", host);
  }

  @Test
  void whoCameWhileTheKioskWasCutOffIsNotCalledAbsentWhenThatIsToldAfterTheDay() {
    agree(new Entry.Booking(true, 30, null));
    var made = request(self, on(today().plusDays(1)));
    var evening = today().plusDays(1).atTime(18, 0).atZone(ZONE).toInstant();
    travelTo(evening.plus(Duration.ofHours(14)));
    until(State.NO_SHOW, made.getId());

    var told = tell(evening);

    assertThat(told.getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(told.getFlagged()).isFalse();
    until(State.CHECKED_IN, made.getId());
    assertThat(get(staff(host), made.getId()).getVisitId()).isEqualTo(told.getScanId());
  }

  @Test
  void whomTheHostHadNotAnsweredHasComeAllTheSameAndASettlementTakesThatBack() {
    agree(new Entry.Booking(true, 30, null, true));
    var made = request(self, on(today().plusDays(1)));
    assertThat(made.getState()).isEqualTo(State.REQUESTED);
    var evening = today().plusDays(1).atTime(18, 0).atZone(ZONE).toInstant();
    travelTo(evening.plus(Duration.ofHours(14)));
    until(State.EXPIRED, made.getId());

    var told = tell(evening);

    assertThat(told.getVerdict().getCode()).isEqualTo(Verdict.Code.BOOKING_NEEDED);
    until(State.CHECKED_IN, made.getId());
    desks.ask(staff(host), VisitsGrpcClient.SettleVisit, SettleVisitRequest.newBuilder()
        .setId(told.getScanId()).setResolution(FlaggedVisit.Resolution.ANNULLED).setNote("Not her").build());
    until(State.NO_SHOW, made.getId());
  }

  @Test
  void whatWasCancelledSinceHeldWhenTheMemberCame() {
    agree(new Entry.Booking(true, 30, null));
    var made = request(self, on(today().plusDays(1)));
    var evening = today().plusDays(1).atTime(18, 0).atZone(ZONE).toInstant();
    travelTo(evening.plus(Duration.ofHours(2)));
    cancel(staff(host), made.getId());

    assertThat(tell(evening).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(get(self, made.getId()).getState()).isEqualTo(State.CANCELLED);
  }

  private static void travelTo(Instant time) {
    new TimeOffset(DATABASE.store(), false).set(Duration.between(Instant.now(), time));
  }

  private CheckInResponse tell(Instant at) {
    return desks.ask(kiosk, VisitsGrpcClient.CheckIn,
        CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
            .setMember(MemberReference.newBuilder().setClub("RHOME" + pairs).setNumber("100"))
            .setAlreadyHappened(true).setOccurredAt(VerdictMapper.timestamp(at)).build());
  }

  @Test
  void whoMustBookIsLetInOnlyWithAReservationAndNoMoreGuestsThanItNames() {
    agree(new Entry.Booking(true, 30, null));
    assertThat(code(0)).isEqualTo(Verdict.Code.BOOKING_NEEDED);
    var made = request(self, on(today()).addGuests(Guest.newBuilder().setName("Grace").setAge(40)));
    assertThat(made.getState()).isEqualTo(State.CONFIRMED);

    var refusal = checkIn(2).getVerdict();
    assertThat(refusal.getCode()).isEqualTo(Verdict.Code.TOO_MANY_GUESTS);
    assertThat(refusal.getRule()).isEqualTo("booking");
    assertThat(refusal.getPassesWhen().getMaxGuests()).isOne();
    var visit = checkIn(1);
    assertThat(visit.getDecision()).isEqualTo(CheckInResponse.Decision.ADMITTED);
    until(State.CHECKED_IN, made.getId());
    assertThat(get(staff(home), made.getId()).getVisitId()).isEqualTo(visit.getVisit().getId());

    leave();
    assertThat(code(0)).as("a reservation holds for its whole day").isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void aReservationForAnotherDayOrHostOpensNoDoor() {
    agree(new Entry.Booking(true, null, null));
    request(self, on(today().plusDays(1)));
    assertThat(code(0)).isEqualTo(Verdict.Code.BOOKING_NEEDED);
    var made = request(self, on(today()));
    cancel(self, made.getId());
    assertThat(code(0)).isEqualTo(Verdict.Code.BOOKING_NEEDED);
  }

  @Test
  void theHostAnswersWhereTermsAskForItsApproval() {
    agree(new Entry.Booking(true, null, null, true));
    var made = request(self, on(today()));
    assertThat(made.getState()).isEqualTo(State.REQUESTED);
    assertThat(made.getRequestedBy()).isEqualTo(Reservation.RequestedBy.MEMBER);
    assertThat(code(0)).as("not confirmed yet").isEqualTo(Verdict.Code.BOOKING_NEEDED);
    desks.refused("UNAUTHORIZED", staff(home), ReservationsGrpcClient.ConfirmReservation,
        ConfirmReservationRequest.newBuilder().setId(made.getId()).build());

    assertThat(confirm(made.getId()).getState()).isEqualTo(State.CONFIRMED);
    assertThat(confirm(made.getId()).getState()).isEqualTo(State.CONFIRMED);
    assertThat(code(0)).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(request(staff(host), forVisitor(today().plusDays(1))).getState())
        .as("the host asks itself").isEqualTo(State.CONFIRMED);
  }

  @Test
  void aDeclinedOneSaysWhyAndForgetsNamesAndTheDayIsFreeAgain() {
    agree(new Entry.Booking(false, null, null, true));
    var made = request(self, on(today().plusDays(3)).addGuests(Guest.newBuilder().setName("Grace")));
    assertThat(made.getGuests(0).hasName()).as("a kept answer names nobody").isFalse();
    assertThat(get(staff(host), made.getId()).getGuests(0).getName()).isEqualTo("Grace");
    var decline = DeclineReservationRequest.newBuilder().setId(made.getId());
    desks.refused("VALIDATION_ERROR", staff(host), ReservationsGrpcClient.DeclineReservation,
        decline.build());
    var declined = desks.ask(staff(host), ReservationsGrpcClient.DeclineReservation,
        decline.setReason(Reservation.DeclineReason.FULLY_BOOKED).build());
    assertThat(declined.getState()).isEqualTo(State.DECLINED);
    assertThat(declined.getDeclineReason()).isEqualTo(Reservation.DeclineReason.FULLY_BOOKED);
    assertThat(get(self, made.getId()).getGuests(0).hasName()).isFalse();
    desks.refused("RESERVATION_WRONG_STATE", staff(host), ReservationsGrpcClient.ConfirmReservation,
        ConfirmReservationRequest.newBuilder().setId(made.getId()).build());
    assertThat(request(self, on(today().plusDays(3))).getState()).isEqualTo(State.REQUESTED);
    assertThat(DATABASE.count("""
        select count(*) from kit.event where stream = $1 and position('Grace'::bytea in data) > 0""",
        UUID.fromString(made.getId()))).isZero();
  }

  @Test
  void whatTheRulesRefuseIsNotAnnounced() {
    federation.agreement(host, home,
        Terms.OPEN.with(new Caps(null, 1, null)).with(Entry.FREE.with(new Entry.Booking(true, 7, 2))));
    refused("BOOKING_TOO_LATE", self, on(today().plusDays(1)));
    refused("BOOKING_TOO_EARLY", self, on(today().plusDays(8)));
    assertThat(request(self, on(today().plusDays(2))).getState()).isEqualTo(State.CONFIRMED);
    refused("RESERVATION_EXISTS", staff(home), forVisitor(today().plusDays(2)));
    refused("UNKNOWN_MEMBER", staff(host),
        on(today().plusDays(3))
            .setMember(MemberReference.newBuilder().setClub("RHOME" + pairs).setNumber("999")));
    refused("VALIDATION_ERROR", self, on(today().minusDays(1)));
    refused("VALIDATION_ERROR", self, on(today().plusDays(367)));
    refused("VALIDATION_ERROR", self, on(today().plusDays(3)).addGuests(Guest.newBuilder().setName(" ")));
    refused("VALIDATION_ERROR", staff(home), on(today().plusDays(3)));
    refused("UNAUTHORIZED", self, forVisitor(today().plusDays(3)));
  }

  @Test
  void withoutAnAgreementNobodyLearnsAnything() {
    refused("NO_AGREEMENT", self, on(today()));
    refused("NO_AGREEMENT", staff(host), forVisitor(today()));
    refused("NO_AGREEMENT", staff(home), forVisitor(today()).setVisitingClubId(Ids.uuid7().toString()));
    var third = staff(federation.club("RTHIRD" + pairs));
    agree(new Entry.Booking(false, null, null));
    refused("NO_AGREEMENT", third, forVisitor(today()));
  }

  @Test
  void aRequestSentTwiceIsOneReservation() {
    agree(new Entry.Booking(false, null, null));
    var request = on(today()).addGuests(Guest.newBuilder().setName("Grace")).build();
    var first = desks.ask(self, "k1", ReservationsGrpcClient.RequestReservation, request);
    assertThat(desks.ask(self, "k1", ReservationsGrpcClient.RequestReservation, request)).isEqualTo(first);
    assertThat(DATABASE.count("select count(*) from reciprocal.reservation where member = $1", visitor))
        .isOne();
    assertThatThrownBy(() -> desks.ask(self, "k1", ReservationsGrpcClient.RequestReservation,
        on(today().plusDays(1)).build())).isInstanceOfSatisfying(Problem.class,
            problem -> assertThat(problem.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED"));
  }

  @Test
  void bothClubsAndTheMemberReadItAndNobodyElse() {
    agree(new Entry.Booking(false, null, null));
    var made = request(staff(home), forVisitor(today().plusDays(1)).setTime("19:30").setFacility("DINING"));
    assertThat(made.getTime()).isEqualTo("19:30");
    assertThat(made.getRequestedBy()).isEqualTo(Reservation.RequestedBy.HOME_CLUB);
    for (var reader : List.of(self, staff(host), staff(home))) {
      assertThat(get(reader, made.getId())).isEqualTo(made);
    }
    var neighbour = federation.member(home, "101");
    for (var stranger : List.of(member(home, Federation.person(neighbour)),
        staff(federation.club("RTHIRD" + pairs)))) {
      desks.refused("NOT_FOUND", stranger, ReservationsGrpcClient.GetReservation,
          GetReservationRequest.newBuilder().setId(made.getId()).build());
      desks.refused("NOT_FOUND", stranger, ReservationsGrpcClient.CancelReservation,
          CancelReservationRequest.newBuilder().setId(made.getId()).build());
    }
    assertThat(listed(staff(host), Role.HOST, State.CONFIRMED)).isOne();
    assertThat(listed(staff(host), Role.HOME, State.STATE_UNSPECIFIED)).isZero();
    assertThat(listed(staff(home), Role.EITHER, State.NO_SHOW)).isZero();
    assertThat(desks.ask(self, ReservationsGrpcClient.ListMyReservations,
        ListMyReservationsRequest.getDefaultInstance()).getNodesList()).containsExactly(made);
    var later = today().plusDays(2).toString();
    assertThat(desks.ask(self, ReservationsGrpcClient.ListMyReservations,
        ListMyReservationsRequest.newBuilder().setFrom(later).build()).getNodesCount()).isZero();
    assertThat(desks.ask(self, ReservationsGrpcClient.ListMyReservations,
        ListMyReservationsRequest.newBuilder().setTo(later).build()).getPageInfo().getTotal()).isOne();
  }

  private static int listed(Caller by, Role role, State state) {
    return desks.ask(by, ReservationsGrpcClient.ListReservations,
        ListReservationsRequest.newBuilder().setRole(role).setState(state).build()).getNodesCount();
  }

  @Test
  void anAnnulledVisitGivesTheReservationBack() {
    agree(new Entry.Booking(true, null, null));
    var made = request(self, on(today()));
    var visit = checkIn(0).getVisit().getId();
    until(State.CHECKED_IN, made.getId());
    desks.ask(kiosk, VisitsGrpcClient.AnnulVisit, AnnulVisitRequest.newBuilder().setVisitId(visit).build());
    until(State.CONFIRMED, made.getId());
    assertThat(get(self, made.getId()).hasVisitId()).isFalse();
    assertThat(checkIn(0).getDecision()).isEqualTo(CheckInResponse.Decision.ADMITTED);
    until(State.CHECKED_IN, made.getId());
  }

  @Test
  void whoWalksInThoughNobodyAskedHasKeptTheirReservation() {
    federation.agreement(host, home, Terms.OPEN);
    var made = request(self, on(today()));
    assertThat(checkIn(0).getDecision()).isEqualTo(CheckInResponse.Decision.ADMITTED);
    until(State.CHECKED_IN, made.getId());
  }

  @Test
  void aFrontDeskSeesWhoIsExpectedTodayUntilTheyCome() {
    agree(new Entry.Booking(false, null, null));
    request(self, on(today().plusDays(1)));
    var made = request(self, on(today()).setTime("23:59").addGuests(Guest.newBuilder().setName("Grace")));
    var expected = expected(kiosk);
    assertThat(expected.getHeads()).isEqualTo(2);
    assertThat(expected.getExpectedList()).singleElement().satisfies(each -> {
      assertThat(each.getVisitor().getName()).isEqualTo("Ada No100");
      assertThat(each.getReservation().getId()).isEqualTo(made.getId());
      assertThat(each.getReservation().getGuests(0).getName()).isEqualTo("Grace");
    });
    assertThat(expected(staff(home)).getExpectedList()).isEmpty();
    checkIn(0);
    until(State.CHECKED_IN, made.getId());
    assertThat(expected(kiosk).getExpectedList()).isEmpty();
  }

  private static ListExpectedVisitorsResponse expected(Caller by) {
    return desks.ask(by, ReservationsGrpcClient.ListExpectedVisitors,
        ListExpectedVisitorsRequest.getDefaultInstance());
  }

  @Test
  void whatADecisionKnewOfAReservationIsKnownWhenItIsReplayed() {
    agree(new Entry.Booking(true, 30, null));
    request(self, on(today()));
    var answer = checkIn(0);
    var replayed = desks.ask(staff(host), VerdictsGrpcClient.ReplayVerdict,
        ReplayVerdictRequest.newBuilder().setScanId(answer.getScanId()).build());
    assertThat(replayed.getComputed()).isEqualTo(answer.getVerdict());
    assertThat(replayed.getSame()).isTrue();
    assertThat(replayed.getInputsIntact()).isTrue();
  }

  @Test
  void theEndOfTheDayTellsWhoDidNotCome() {
    agree(new Entry.Booking(false, null, null, true));
    var missed = request(self, on(today()).addGuests(Guest.newBuilder().setName("Grace"))).getId();
    confirm(missed);
    var unanswered = request(self, on(today().plusDays(1))).getId();
    var second = federation.member(home, "200");
    var other = member(home, Federation.person(second));
    var kept = request(other, on(today())).getId();
    desks.ask(kiosk, VisitsGrpcClient.CheckIn, CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
        .setMember(MemberReference.newBuilder().setClub("RHOME" + pairs).setNumber("200")).build());

    new TimeOffset(DATABASE.store(), false).set(Duration.ofDays(1));
    until(State.NO_SHOW, missed);
    assertThat(get(staff(host), missed).getGuests(0).hasName()).isFalse();
    until(State.CHECKED_IN, kept);
    assertThat(get(self, unanswered).getState()).isEqualTo(State.REQUESTED);
    new TimeOffset(DATABASE.store(), false).set(Duration.ofDays(2));
    until(State.EXPIRED, unanswered);
    desks.refused("RESERVATION_WRONG_STATE", self, ReservationsGrpcClient.CancelReservation,
        CancelReservationRequest.newBuilder().setId(missed).build());
  }

  @Test
  void aPreviewSaysWhatHasToBeDoneBeforehand() {
    agree(new Entry.Booking(true, 30, 2, true));
    var day = today().plusDays(5);
    var before = preview(day);
    assertThat(before.getVerdict().getCode()).isEqualTo(Verdict.Code.BOOKING_NEEDED);
    assertThat(before.getBooking().getRequired()).isTrue();
    assertThat(before.getBooking().getApproval()).isTrue();
    assertThat(before.getBooking().getFirstDay()).isEqualTo(day.minusDays(30).toString());
    assertThat(before.getBooking().getLastDay()).isEqualTo(day.minusDays(2).toString());
    var made = request(self, on(day)).getId();
    assertThat(preview(day).getBooking().getReservationId()).isEqualTo(made);
    assertThat(preview(day).getVerdict().getCode()).isEqualTo(Verdict.Code.BOOKING_NEEDED);
    confirm(made);
    assertThat(preview(day).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void aMemberHasOnlySoManyToCome() {
    agree(new Entry.Booking(false, null, null));
    for (int i = 0; i < org.reciprocalclubs.reciprocal.rules.Reservation.LIVE_MAX; i++) {
      request(self, on(today().plusDays(i)));
    }
    refused("RESERVATIONS_TOO_MANY", self, on(today().plusDays(40)));
  }
}
