package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationCancelled;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationConfirmed;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationDeclined;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationExpired;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationKept;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationMissed;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationReopened;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationRequested;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.reciprocal.rules.Reservation;
import org.reciprocalclubs.reciprocal.rules.Reservation.Plan;

/** Events of reservations, between what the rules speak and what is kept. No names, no words of people. */
final class ReservationEvents {

  private ReservationEvents() {}

  /** The reservation as its events left it. */
  static Reservation fold(List<EventRecord> events) {
    Reservation state = new Reservation.Nothing();
    for (var event : events) {
      state = Reservation.evolve(state, read(event));
    }
    return state;
  }

  static Message write(Announced about, @Nullable UUID actor, Reservation.Event event) {
    var plan = about.plan();
    String id = about.id().toString();
    String host = plan.host().toString();
    String home = plan.home().toString();
    String member = plan.member().toString();
    String person = about.person().toString();
    String day = plan.day().toString();
    String by = actor == null ? "" : actor.toString();
    return switch (event) {
      case Reservation.ReservationRequested(_, var from) -> requested(about, by, from);
      case Reservation.ReservationConfirmed(boolean atOnce) -> ReservationConfirmed.newBuilder()
          .setReservationId(id).setVisitingClubId(host).setClubId(home).setMemberId(member).setUserId(person)
          .setActorId(by).setDay(day).setAtOnce(atOnce).build();
      case Reservation.ReservationDeclined(var reason) -> ReservationDeclined.newBuilder()
          .setReservationId(id).setVisitingClubId(host).setClubId(home).setMemberId(member).setUserId(person)
          .setActorId(by).setDay(day).setReason(ReservationMapper.write(reason)).build();
      case Reservation.ReservationCancelled(var from) -> ReservationCancelled.newBuilder()
          .setReservationId(id).setVisitingClubId(host).setClubId(home).setMemberId(member).setUserId(person)
          .setActorId(by).setDay(day).setBy(ReservationMapper.write(from)).build();
      case Reservation.ReservationKept(UUID visit) -> ReservationKept.newBuilder().setReservationId(id)
          .setVisitingClubId(host).setClubId(home).setMemberId(member).setUserId(person).setDay(day)
          .setVisitId(visit.toString()).build();
      case Reservation.ReservationReopened(UUID visit) -> ReservationReopened.newBuilder()
          .setReservationId(id).setVisitingClubId(host).setClubId(home).setMemberId(member).setUserId(person)
          .setDay(day).setVisitId(visit.toString()).build();
      case Reservation.ReservationMissed _ -> ReservationMissed.newBuilder().setReservationId(id)
          .setVisitingClubId(host).setClubId(home).setMemberId(member).setUserId(person).setDay(day).build();
      case Reservation.ReservationExpired _ -> ReservationExpired.newBuilder().setReservationId(id)
          .setVisitingClubId(host).setClubId(home).setMemberId(member).setUserId(person).setDay(day).build();
    };
  }

  private static Message requested(Announced about, String actor, Reservation.By by) {
    var plan = about.plan();
    var wire = ReservationRequested.newBuilder().setReservationId(about.id().toString())
        .setVisitingClubId(plan.host().toString()).setClubId(plan.home().toString())
        .setMemberId(plan.member().toString()).setUserId(about.person().toString()).setActorId(actor)
        .setDay(plan.day().toString()).setNights(about.nights()).setGuests(about.guests().size())
        .setRequestedBy(ReservationMapper.write(by)).setApproval(plan.approval())
        .setEndsAt(VerdictMapper.timestamp(plan.ends()));
    if (about.time() != null) {
      wire.setTime(ReservationMapper.HOUR_MINUTE.format(about.time()));
    }
    return (about.facility().isEmpty() ? wire : wire.setFacility(about.facility())).build();
  }

  private static Reservation.Event read(EventRecord event) {
    try {
      return switch (event.name()) {
        case "ReservationRequested" -> requested(ReservationRequested.parseFrom(event.data()));
        case "ReservationConfirmed" -> new Reservation.ReservationConfirmed(
            ReservationConfirmed.parseFrom(event.data()).getAtOnce());
        case "ReservationDeclined" -> new Reservation.ReservationDeclined(
            ReservationMapper.read(ReservationDeclined.parseFrom(event.data()).getReason()));
        case "ReservationCancelled" -> new Reservation.ReservationCancelled(
            ReservationMapper.read(ReservationCancelled.parseFrom(event.data()).getBy()));
        case "ReservationKept" -> new Reservation.ReservationKept(
            UUID.fromString(ReservationKept.parseFrom(event.data()).getVisitId()));
        case "ReservationReopened" -> new Reservation.ReservationReopened(
            UUID.fromString(ReservationReopened.parseFrom(event.data()).getVisitId()));
        case "ReservationMissed" -> new Reservation.ReservationMissed();
        case "ReservationExpired" -> new Reservation.ReservationExpired();
        default -> throw new IllegalStateException("Not an event of a reservation: " + event.type());
      };
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("An event cannot be read: " + event.type(), unreadable);
    }
  }

  private static Reservation.Event requested(ReservationRequested wire) {
    var ends = VerdictMapper.instant(wire.getEndsAt());
    return new Reservation.ReservationRequested(
        new Plan(UUID.fromString(wire.getVisitingClubId()), UUID.fromString(wire.getClubId()),
            UUID.fromString(wire.getMemberId()), LocalDate.parse(wire.getDay()), ends, wire.getApproval()),
        ReservationMapper.read(wire.getRequestedBy()));
  }
}
