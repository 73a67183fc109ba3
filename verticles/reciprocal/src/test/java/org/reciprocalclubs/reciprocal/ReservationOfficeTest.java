package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.ConfirmReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.DeclineReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation.State;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** Visits announced beforehand: what is asked for, and what the host says to it. */
class ReservationOfficeTest {
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
  void theHostAnswersWhereTermsAskForItsApproval() {
    pair.agree(new Entry.Booking(true, null, null, true));
    var made = pair.request(pair.self, pair.on(Bookings.today()));
    assertThat(made.getState()).isEqualTo(State.REQUESTED);
    assertThat(made.getRequestedBy()).isEqualTo(Reservation.RequestedBy.MEMBER);
    assertThat(pair.code(0)).as("not confirmed yet").isEqualTo(Verdict.Code.BOOKING_NEEDED);
    desks.refused("UNAUTHORIZED", staff(pair.home), ReservationsGrpcClient.ConfirmReservation,
        ConfirmReservationRequest.newBuilder().setId(made.getId()).build());

    assertThat(pair.confirm(made.getId()).getState()).isEqualTo(State.CONFIRMED);
    assertThat(pair.confirm(made.getId()).getState()).isEqualTo(State.CONFIRMED);
    assertThat(pair.code(0)).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(pair.request(staff(pair.host), pair.forVisitor(Bookings.today().plusDays(1))).getState())
        .as("the pair.host asks itself").isEqualTo(State.CONFIRMED);
  }

  @Test
  void aDeclinedOneSaysWhyAndForgetsNamesAndTheDayIsFreeAgain() {
    pair.agree(new Entry.Booking(false, null, null, true));
    var made = pair.request(pair.self,
        pair.on(Bookings.today().plusDays(3)).addGuests(Guest.newBuilder().setName("Grace")));
    assertThat(made.getGuests(0).hasName()).as("a kept answer names nobody").isFalse();
    assertThat(pair.get(staff(pair.host), made.getId()).getGuests(0).getName()).isEqualTo("Grace");
    var decline = DeclineReservationRequest.newBuilder().setId(made.getId());
    desks.refused("VALIDATION_ERROR", staff(pair.host), ReservationsGrpcClient.DeclineReservation,
        decline.build());
    var declined = desks.ask(staff(pair.host), ReservationsGrpcClient.DeclineReservation,
        decline.setReason(Reservation.DeclineReason.FULLY_BOOKED).build());
    assertThat(declined.getState()).isEqualTo(State.DECLINED);
    assertThat(declined.getDeclineReason()).isEqualTo(Reservation.DeclineReason.FULLY_BOOKED);
    assertThat(pair.get(pair.self, made.getId()).getGuests(0).hasName()).isFalse();
    desks.refused("RESERVATION_WRONG_STATE", staff(pair.host), ReservationsGrpcClient.ConfirmReservation,
        ConfirmReservationRequest.newBuilder().setId(made.getId()).build());
    assertThat(pair.request(pair.self, pair.on(Bookings.today().plusDays(3))).getState())
        .isEqualTo(State.REQUESTED);
    assertThat(DATABASE.count("""
        select count(*) from kit.event where stream = $1 and position('Grace'::bytea in data) > 0""",
        UUID.fromString(made.getId()))).isZero();
  }

  @Test
  void whatTheRulesRefuseIsNotAnnounced() {
    pair.federation.agreement(pair.host, pair.home,
        Terms.OPEN.with(new Caps(null, 1, null)).with(Entry.FREE.with(new Entry.Booking(true, 7, 2))));
    pair.refused("BOOKING_TOO_LATE", pair.self, pair.on(Bookings.today().plusDays(1)));
    pair.refused("BOOKING_TOO_EARLY", pair.self, pair.on(Bookings.today().plusDays(8)));
    assertThat(pair.request(pair.self, pair.on(Bookings.today().plusDays(2))).getState())
        .isEqualTo(State.CONFIRMED);
    pair.refused("RESERVATION_EXISTS", staff(pair.home), pair.forVisitor(Bookings.today().plusDays(2)));
    pair.refused("UNKNOWN_MEMBER", staff(pair.host),
        pair.on(Bookings.today().plusDays(3))
            .setMember(MemberReference.newBuilder().setClub(pair.homeCode).setNumber("999")));
    pair.refused("VALIDATION_ERROR", pair.self, pair.on(Bookings.today().minusDays(1)));
    pair.refused("VALIDATION_ERROR", pair.self, pair.on(Bookings.today().plusDays(367)));
    pair.refused("VALIDATION_ERROR", pair.self,
        pair.on(Bookings.today().plusDays(3)).addGuests(Guest.newBuilder().setName(" ")));
    pair.refused("VALIDATION_ERROR", staff(pair.home), pair.on(Bookings.today().plusDays(3)));
    pair.refused("UNAUTHORIZED", pair.self, pair.forVisitor(Bookings.today().plusDays(3)));
  }

  @Test
  void withoutAnAgreementNobodyLearnsAnything() {
    pair.refused("NO_AGREEMENT", pair.self, pair.on(Bookings.today()));
    pair.refused("NO_AGREEMENT", staff(pair.host), pair.forVisitor(Bookings.today()));
    pair.refused("NO_AGREEMENT", staff(pair.home),
        pair.forVisitor(Bookings.today()).setVisitingClubId(Ids.uuid7().toString()));
    var third = staff(pair.federation.club("RTHIRD" + pair.number));
    pair.agree(new Entry.Booking(false, null, null));
    pair.refused("NO_AGREEMENT", third, pair.forVisitor(Bookings.today()));
  }

  @Test
  void aRequestSentTwiceIsOneReservation() {
    pair.agree(new Entry.Booking(false, null, null));
    var request = pair.on(Bookings.today()).addGuests(Guest.newBuilder().setName("Grace")).build();
    var first = desks.ask(pair.self, "k1", ReservationsGrpcClient.RequestReservation, request);
    assertThat(desks.ask(pair.self, "k1", ReservationsGrpcClient.RequestReservation, request))
        .isEqualTo(first);
    assertThat(DATABASE.count("select count(*) from reciprocal.reservation where member = $1", pair.visitor))
        .isOne();
    assertThatThrownBy(() -> desks.ask(pair.self, "k1", ReservationsGrpcClient.RequestReservation,
        pair.on(Bookings.today().plusDays(1)).build())).isInstanceOfSatisfying(Problem.class,
            problem -> assertThat(problem.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED"));
  }

  @Test
  void aPreviewSaysWhatHasToBeDoneBeforehand() {
    pair.agree(new Entry.Booking(true, 30, 2, true));
    var day = Bookings.today().plusDays(5);
    var before = pair.preview(day);
    assertThat(before.getVerdict().getCode()).isEqualTo(Verdict.Code.BOOKING_NEEDED);
    assertThat(before.getBooking().getRequired()).isTrue();
    assertThat(before.getBooking().getApproval()).isTrue();
    assertThat(before.getBooking().getFirstDay()).isEqualTo(day.minusDays(30).toString());
    assertThat(before.getBooking().getLastDay()).isEqualTo(day.minusDays(2).toString());
    var made = pair.request(pair.self, pair.on(day)).getId();
    assertThat(pair.preview(day).getBooking().getReservationId()).isEqualTo(made);
    assertThat(pair.preview(day).getVerdict().getCode()).isEqualTo(Verdict.Code.BOOKING_NEEDED);
    pair.confirm(made);
    assertThat(pair.preview(day).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void aMemberHasOnlySoManyToCome() {
    pair.agree(new Entry.Booking(false, null, null));
    for (int i = 0; i < org.reciprocalclubs.reciprocal.rules.Reservation.LIVE_MAX; i++) {
      pair.request(pair.self, pair.on(Bookings.today().plusDays(i)));
    }
    pair.refused("RESERVATIONS_TOO_MANY", pair.self, pair.on(Bookings.today().plusDays(40)));
  }
}
