package org.reciprocalclubs.reciprocal;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.RequestReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation.DeclineReason;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation.RequestedBy;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.reciprocal.desk.Scan;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Reservation.By;
import org.reciprocalclubs.reciprocal.rules.Reservation.Declining;

/** Requests for reservations as they travel. What cannot be read is a VALIDATION_ERROR. */
final class ReservationMapper {
  static final DateTimeFormatter HOUR_MINUTE = DateTimeFormatter.ofPattern("HH:mm");

  private ReservationMapper() {}

  /**
   * What is asked for.
   *
   * @param who by the home club's code and the number; null for the calling member
   * @param party in the words of the rulebook, without a moment
   */
  record Asked(UUID host, Scan.Who.@Nullable ByNumber who, LocalDate day, @Nullable LocalTime time,
      Request party, RequestReservationRequest wire) {}

  static Asked read(RequestReservationRequest request) {
    var host = ScanMapper.id("visitingClubId", request.getVisitingClubId());
    var day = TermsMapper.date("day", request.getDay());
    var time = request.hasTime() ? TermsMapper.time("time", request.getTime()) : null;
    var wire = CheckInRequest.newBuilder().setFacility(request.getFacility()).setNights(request.getNights())
        .addAllGuests(request.getGuestsList()).setMember(request.getMember()).build();
    var who = request.hasMember() ? (Scan.Who.ByNumber) ScanMapper.byNumber(wire) : null;
    return new Asked(host, who, day, time, ScanMapper.party(wire), request);
  }

  /** The names are no part of what a repeat is compared by, nor of any hash. */
  static RequestReservationRequest nameless(RequestReservationRequest request) {
    var wire = request.toBuilder();
    wire.getGuestsBuilderList().forEach(Guest.Builder::clearName);
    return wire.build();
  }

  static RequestedBy write(By by) {
    return switch (by) {
      case MEMBER -> RequestedBy.MEMBER;
      case HOME_CLUB -> RequestedBy.HOME_CLUB;
      case HOST_CLUB -> RequestedBy.HOST_CLUB;
    };
  }

  static By read(RequestedBy by) {
    return switch (by) {
      case MEMBER -> By.MEMBER;
      case HOME_CLUB -> By.HOME_CLUB;
      case HOST_CLUB -> By.HOST_CLUB;
      case REQUESTED_BY_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalStateException("Nobody requested it");
    };
  }

  static DeclineReason write(Declining reason) {
    return switch (reason) {
      case FULLY_BOOKED -> DeclineReason.FULLY_BOOKED;
      case CLOSED_THAT_DAY -> DeclineReason.CLOSED_THAT_DAY;
      case PARTY_TOO_LARGE -> DeclineReason.PARTY_TOO_LARGE;
      case OTHER_REASON -> DeclineReason.OTHER_REASON;
    };
  }

  static Declining read(DeclineReason reason) {
    return switch (reason) {
      case FULLY_BOOKED -> Declining.FULLY_BOOKED;
      case CLOSED_THAT_DAY -> Declining.CLOSED_THAT_DAY;
      case PARTY_TOO_LARGE -> Declining.PARTY_TOO_LARGE;
      case OTHER_REASON -> Declining.OTHER_REASON;
      case DECLINE_REASON_UNSPECIFIED, UNRECOGNIZED -> throw Problem.validation("reason",
          "FULLY_BOOKED, CLOSED_THAT_DAY, PARTY_TOO_LARGE or OTHER_REASON.");
    };
  }
}
