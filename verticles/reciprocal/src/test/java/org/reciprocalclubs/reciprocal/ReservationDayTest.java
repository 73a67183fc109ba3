package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.member;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.AnnulVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.FlaggedVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation.State;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.SettleVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** What becomes of what was announced at the door, and at the end of its day. */
class ReservationDayTest {
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

  @Test
  void whoMustBookIsLetInOnlyWithAReservationAndNoMoreGuestsThanItNames() {
    pair.agree(new Entry.Booking(true, 30, null));
    assertThat(pair.code(0)).isEqualTo(Verdict.Code.BOOKING_NEEDED);
    var made = pair.request(pair.self,
        pair.on(Bookings.today()).addGuests(Guest.newBuilder().setName("Grace").setAge(40)));
    assertThat(made.getState()).isEqualTo(State.CONFIRMED);

    var refusal = pair.checkIn(2).getVerdict();
    assertThat(refusal.getCode()).isEqualTo(Verdict.Code.TOO_MANY_GUESTS);
    assertThat(refusal.getRule()).isEqualTo("booking");
    assertThat(refusal.getPassesWhen().getMaxGuests()).isOne();
    var visit = pair.checkIn(1);
    assertThat(visit.getDecision()).isEqualTo(CheckInResponse.Decision.ADMITTED);
    pair.until(State.CHECKED_IN, made.getId());
    assertThat(pair.get(staff(pair.home), made.getId()).getVisitId()).isEqualTo(visit.getVisit().getId());

    pair.leave();
    assertThat(pair.code(0)).as("a reservation holds for its whole day").isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void aReservationForAnotherDayOrHostOpensNoDoor() {
    pair.agree(new Entry.Booking(true, null, null));
    pair.request(pair.self, pair.on(Bookings.today().plusDays(1)));
    assertThat(pair.code(0)).isEqualTo(Verdict.Code.BOOKING_NEEDED);
    var made = pair.request(pair.self, pair.on(Bookings.today()));
    pair.cancel(pair.self, made.getId());
    assertThat(pair.code(0)).isEqualTo(Verdict.Code.BOOKING_NEEDED);
  }

  @Test
  void anAnnulledVisitGivesTheReservationBack() {
    pair.agree(new Entry.Booking(true, null, null));
    var made = pair.request(pair.self, pair.on(Bookings.today()));
    var visit = pair.checkIn(0).getVisit().getId();
    pair.until(State.CHECKED_IN, made.getId());
    desks.ask(pair.kiosk, VisitsGrpcClient.AnnulVisit,
        AnnulVisitRequest.newBuilder().setVisitId(visit).build());
    pair.until(State.CONFIRMED, made.getId());
    assertThat(pair.get(pair.self, made.getId()).hasVisitId()).isFalse();
    assertThat(pair.checkIn(0).getDecision()).isEqualTo(CheckInResponse.Decision.ADMITTED);
    pair.until(State.CHECKED_IN, made.getId());
  }

  @Test
  void whoWalksInThoughNobodyAskedHasKeptTheirReservation() {
    pair.federation.agreement(pair.host, pair.home, Terms.OPEN);
    var made = pair.request(pair.self, pair.on(Bookings.today()));
    assertThat(pair.checkIn(0).getDecision()).isEqualTo(CheckInResponse.Decision.ADMITTED);
    pair.until(State.CHECKED_IN, made.getId());
  }

  @Test
  void whatADecisionKnewOfAReservationIsKnownWhenItIsReplayed() {
    pair.agree(new Entry.Booking(true, 30, null));
    pair.request(pair.self, pair.on(Bookings.today()));
    var answer = pair.checkIn(0);
    var replayed = desks.ask(staff(pair.host), VerdictsGrpcClient.ReplayVerdict,
        ReplayVerdictRequest.newBuilder().setScanId(answer.getScanId()).build());
    assertThat(replayed.getComputed()).isEqualTo(answer.getVerdict());
    assertThat(replayed.getSame()).isTrue();
    assertThat(replayed.getInputsIntact()).isTrue();
  }

  @Test
  void theEndOfTheDayTellsWhoDidNotCome() {
    pair.agree(new Entry.Booking(false, null, null, true));
    var missed = pair
        .request(pair.self, pair.on(Bookings.today()).addGuests(Guest.newBuilder().setName("Grace"))).getId();
    pair.confirm(missed);
    var unanswered = pair.request(pair.self, pair.on(Bookings.today().plusDays(1))).getId();
    var second = pair.federation.member(pair.home, "200");
    var other = member(pair.home, Federation.person(second));
    var kept = pair.request(other, pair.on(Bookings.today())).getId();
    desks.ask(pair.kiosk, VisitsGrpcClient.CheckIn,
        CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
            .setMember(MemberReference.newBuilder().setClub(pair.homeCode).setNumber("200")).build());

    new TimeOffset(DATABASE.store(), false).set(Duration.ofDays(1));
    pair.until(State.NO_SHOW, missed);
    assertThat(pair.get(staff(pair.host), missed).getGuests(0).hasName()).isFalse();
    pair.until(State.CHECKED_IN, kept);
    assertThat(pair.get(pair.self, unanswered).getState()).isEqualTo(State.REQUESTED);
    new TimeOffset(DATABASE.store(), false).set(Duration.ofDays(2));
    pair.until(State.EXPIRED, unanswered);
    desks.refused("RESERVATION_WRONG_STATE", pair.self, ReservationsGrpcClient.CancelReservation,
        CancelReservationRequest.newBuilder().setId(missed).build());
  }

  @Test
  void whoCameWhileTheKioskWasCutOffIsNotCalledAbsentWhenThatIsToldAfterTheDay() {
    pair.agree(new Entry.Booking(true, 30, null));
    var made = pair.request(pair.self, pair.on(Bookings.today().plusDays(1)));
    var evening = Bookings.today().plusDays(1).atTime(18, 0).atZone(Bookings.ZONE).toInstant();
    pair.travelTo(evening.plus(Duration.ofHours(14)));
    pair.until(State.NO_SHOW, made.getId());

    var told = pair.tell(evening);

    assertThat(told.getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(told.getFlagged()).isFalse();
    pair.until(State.CHECKED_IN, made.getId());
    assertThat(pair.get(staff(pair.host), made.getId()).getVisitId()).isEqualTo(told.getScanId());
  }

  @Test
  void whomTheHostHadNotAnsweredHasComeAllTheSameAndASettlementTakesThatBack() {
    pair.agree(new Entry.Booking(true, 30, null, true));
    var made = pair.request(pair.self, pair.on(Bookings.today().plusDays(1)));
    assertThat(made.getState()).isEqualTo(State.REQUESTED);
    var evening = Bookings.today().plusDays(1).atTime(18, 0).atZone(Bookings.ZONE).toInstant();
    pair.travelTo(evening.plus(Duration.ofHours(14)));
    pair.until(State.EXPIRED, made.getId());

    var told = pair.tell(evening);

    assertThat(told.getVerdict().getCode()).isEqualTo(Verdict.Code.BOOKING_NEEDED);
    pair.until(State.CHECKED_IN, made.getId());
    desks.ask(staff(pair.host), VisitsGrpcClient.SettleVisit, SettleVisitRequest.newBuilder()
        .setId(told.getScanId()).setResolution(FlaggedVisit.Resolution.ANNULLED).setNote("Not her").build());
    pair.until(State.NO_SHOW, made.getId());
  }

  @Test
  void whatWasCancelledSinceHeldWhenTheMemberCame() {
    pair.agree(new Entry.Booking(true, 30, null));
    var made = pair.request(pair.self, pair.on(Bookings.today().plusDays(1)));
    var evening = Bookings.today().plusDays(1).atTime(18, 0).atZone(Bookings.ZONE).toInstant();
    pair.travelTo(evening.plus(Duration.ofHours(2)));
    pair.cancel(staff(pair.host), made.getId());

    assertThat(pair.tell(evening).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(pair.get(pair.self, made.getId()).getState()).isEqualTo(State.CANCELLED);
  }
}
