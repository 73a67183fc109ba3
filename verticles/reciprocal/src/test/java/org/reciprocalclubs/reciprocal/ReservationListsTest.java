package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.member;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListExpectedVisitorsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListExpectedVisitorsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyReservationsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListReservationsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest.Role;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation.State;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Entry;

/** Who reads what was announced. */
class ReservationListsTest {
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
  void bothClubsAndTheMemberReadItAndNobodyElse() {
    pair.agree(new Entry.Booking(false, null, null));
    var made = pair.request(staff(pair.home),
        pair.forVisitor(Bookings.today().plusDays(1)).setTime("19:30").setFacility("DINING"));
    assertThat(made.getTime()).isEqualTo("19:30");
    assertThat(made.getRequestedBy()).isEqualTo(Reservation.RequestedBy.HOME_CLUB);
    for (var reader : List.of(pair.self, staff(pair.host), staff(pair.home))) {
      assertThat(pair.get(reader, made.getId())).isEqualTo(made);
    }
    var neighbour = pair.federation.member(pair.home, "101");
    for (var stranger : List.of(member(pair.home, Federation.person(neighbour)),
        staff(pair.federation.club("RTHIRD" + pair.number)))) {
      desks.refused("NOT_FOUND", stranger, ReservationsGrpcClient.GetReservation,
          GetReservationRequest.newBuilder().setId(made.getId()).build());
      desks.refused("NOT_FOUND", stranger, ReservationsGrpcClient.CancelReservation,
          CancelReservationRequest.newBuilder().setId(made.getId()).build());
    }
    assertThat(listed(staff(pair.host), Role.HOST, State.CONFIRMED)).isOne();
    assertThat(listed(staff(pair.host), Role.HOME, State.STATE_UNSPECIFIED)).isZero();
    assertThat(listed(staff(pair.home), Role.EITHER, State.NO_SHOW)).isZero();
    assertThat(desks.ask(pair.self, ReservationsGrpcClient.ListMyReservations,
        ListMyReservationsRequest.getDefaultInstance()).getNodesList()).containsExactly(made);
    var later = Bookings.today().plusDays(2).toString();
    assertThat(desks.ask(pair.self, ReservationsGrpcClient.ListMyReservations,
        ListMyReservationsRequest.newBuilder().setFrom(later).build()).getNodesCount()).isZero();
    assertThat(desks.ask(pair.self, ReservationsGrpcClient.ListMyReservations,
        ListMyReservationsRequest.newBuilder().setTo(later).build()).getPageInfo().getTotal()).isOne();
  }

  private static int listed(Caller by, Role role, State state) {
    return desks.ask(by, ReservationsGrpcClient.ListReservations,
        ListReservationsRequest.newBuilder().setRole(role).setState(state).build()).getNodesCount();
  }

  @Test
  void aFrontDeskSeesWhoIsExpectedTodayUntilTheyCome() {
    pair.agree(new Entry.Booking(false, null, null));
    pair.request(pair.self, pair.on(Bookings.today().plusDays(1)));
    var made = pair.request(pair.self,
        pair.on(Bookings.today()).setTime("23:59").addGuests(Guest.newBuilder().setName("Grace")));
    var expected = expected(pair.kiosk);
    assertThat(expected.getHeads()).isEqualTo(2);
    assertThat(expected.getExpectedList()).singleElement().satisfies(each -> {
      assertThat(each.getVisitor().getName()).isEqualTo("Ada No100");
      assertThat(each.getReservation().getId()).isEqualTo(made.getId());
      assertThat(each.getReservation().getGuests(0).getName()).isEqualTo("Grace");
    });
    assertThat(expected(staff(pair.home)).getExpectedList()).isEmpty();
    pair.checkIn(0);
    pair.until(State.CHECKED_IN, made.getId());
    assertThat(expected(pair.kiosk).getExpectedList()).isEmpty();
  }

  private static ListExpectedVisitorsResponse expected(Caller by) {
    return desks.ask(by, ReservationsGrpcClient.ListExpectedVisitors,
        ListExpectedVisitorsRequest.getDefaultInstance());
  }
}
