package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.function.Supplier;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ConfirmReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.PreviewVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.PreviewVerdictResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.RequestReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** A host, a home club with one member who travels, and what they say about visits to come; for tests. */
final class Bookings {
  static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static int pairs;

  final Federation federation;
  final int number = ++pairs;
  final String homeCode = "RHOME" + number;
  final UUID host;
  final UUID home;
  final UUID visitor;
  final Caller self;
  final Caller kiosk;
  private final TestDatabase database;
  private final Desks desks;

  Bookings(TestDatabase database, Desks desks) {
    this.database = database;
    this.desks = desks;
    this.federation = new Federation(database);
    this.host = federation.club("RHOST" + number);
    this.home = federation.club(homeCode);
    this.visitor = federation.member(home, "100");
    this.self = Desks.member(home, Federation.person(visitor));
    this.kiosk = Desks.kiosk(host);
  }

  void agree(Entry.Booking booking) {
    federation.agreement(host, home, Terms.OPEN.with(Entry.FREE.with(booking)));
  }

  static LocalDate today() {
    return LocalDate.now(ZONE);
  }

  RequestReservationRequest.Builder on(LocalDate day) {
    return RequestReservationRequest.newBuilder().setVisitingClubId(host.toString()).setDay(day.toString());
  }

  RequestReservationRequest.Builder forVisitor(LocalDate day) {
    return on(day).setMember(MemberReference.newBuilder().setClub(homeCode).setNumber("100"));
  }

  Reservation request(Caller by, RequestReservationRequest.Builder request) {
    return desks.ask(by, ReservationsGrpcClient.RequestReservation, request.build()).getReservation();
  }

  void refused(String code, Caller by, RequestReservationRequest.Builder request) {
    desks.refused(code, by, ReservationsGrpcClient.RequestReservation, request.build());
  }

  Reservation get(Caller by, String id) {
    return desks.ask(by, ReservationsGrpcClient.GetReservation,
        GetReservationRequest.newBuilder().setId(id).build());
  }

  Reservation confirm(String id) {
    return desks.ask(Desks.staff(host), ReservationsGrpcClient.ConfirmReservation,
        ConfirmReservationRequest.newBuilder().setId(id).build());
  }

  Reservation cancel(Caller by, String id) {
    return desks.ask(by, ReservationsGrpcClient.CancelReservation,
        CancelReservationRequest.newBuilder().setId(id).build());
  }

  CheckInResponse checkIn(int guests) {
    var scan = CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
        .setMember(MemberReference.newBuilder().setClub(homeCode).setNumber("100"));
    for (int i = 0; i < guests; i++) {
      scan.addGuests(Guest.newBuilder().setRelation(Guest.Relation.FRIEND));
    }
    return desks.ask(kiosk, VisitsGrpcClient.CheckIn, scan.build());
  }

  Verdict.Code code(int guests) {
    return checkIn(guests).getVerdict().getCode();
  }

  /** Who came at that moment, told by a kiosk that was cut off. */
  CheckInResponse tell(Instant at) {
    return desks.ask(kiosk, VisitsGrpcClient.CheckIn,
        CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
            .setMember(MemberReference.newBuilder().setClub(homeCode).setNumber("100"))
            .setAlreadyHappened(true).setOccurredAt(VerdictMapper.timestamp(at)).build());
  }

  PreviewVerdictResponse preview(LocalDate day) {
    return desks.ask(self, VerdictsGrpcClient.PreviewVerdict,
        PreviewVerdictRequest.newBuilder().setClubId(host.toString()).setDate(day.toString()).build());
  }

  /** Everybody has left, as far as the desk knows. */
  void leave() {
    database.admin("update reciprocal.quota set open_visit = null where scope = $1", host);
  }

  void until(Reservation.State state, String id) {
    await(() -> get(Desks.staff(host), id).getState() == state);
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

  void travelTo(Instant time) {
    new TimeOffset(database.store(), false).set(Duration.between(Instant.now(), time));
  }

  void backToNow() {
    new TimeOffset(database.store(), false).set(Duration.ZERO);
  }
}
