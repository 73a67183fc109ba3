package org.reciprocalclubs.notification;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationCancelled;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationConfirmed;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationDeclined;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationExpired;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationMissed;
import org.reciprocalclubs.kit.store.EventRecord;

/** What a member hears of a visit that was announced. Pure. */
final class ReservationTexts {

  private ReservationTexts() {}

  /** Empty where the member has done it, or it is told elsewhere. */
  static Optional<Notice> of(EventRecord event, Map<UUID, String> clubNames)
      throws InvalidProtocolBufferException {
    return switch (event.name()) {
      case "ReservationConfirmed" ->
        confirmed(event, ReservationConfirmed.parseFrom(event.data()), clubNames);
      case "ReservationDeclined" -> declined(event, ReservationDeclined.parseFrom(event.data()), clubNames);
      case "ReservationCancelled" ->
        cancelled(event, ReservationCancelled.parseFrom(event.data()), clubNames);
      case "ReservationExpired" -> {
        var gone = ReservationExpired.parseFrom(event.data());
        var host = NoticeTexts.name(clubNames, gone.getVisitingClubId());
        yield NoticeTexts.notice(event, gone.getClubId(), gone.getUserId(),
            text("No answer from " + host, "It did not answer your reservation for " + gone.getDay() + "."));
      }
      case "ReservationMissed" -> {
        var gone = ReservationMissed.parseFrom(event.data());
        var host = NoticeTexts.name(clubNames, gone.getVisitingClubId());
        yield NoticeTexts.notice(event, gone.getClubId(), gone.getUserId(),
            text("You were expected at " + host, "You had a reservation for " + gone.getDay()
                + " and were not checked in. Please cancel when you cannot come."));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<Notice> confirmed(EventRecord event, ReservationConfirmed made,
      Map<UUID, String> clubNames) {
    var host = NoticeTexts.name(clubNames, made.getVisitingClubId());
    return NoticeTexts.notice(event, made.getClubId(), made.getUserId(),
        text("Reservation confirmed at " + host, "You are expected on " + made.getDay() + "."));
  }

  private static Optional<Notice> declined(EventRecord event, ReservationDeclined gone,
      Map<UUID, String> clubNames) {
    var host = NoticeTexts.name(clubNames, gone.getVisitingClubId());
    return NoticeTexts.notice(event, gone.getClubId(), gone.getUserId(),
        text("Reservation declined at " + host, "For " + gone.getDay() + ": " + switch (gone.getReason()) {
          case FULLY_BOOKED -> "the club is fully booked.";
          case CLOSED_THAT_DAY -> "the club is closed.";
          case PARTY_TOO_LARGE -> "the party is too large.";
          case OTHER_REASON, DECLINE_REASON_UNSPECIFIED, UNRECOGNIZED -> "the club cannot receive you.";
        }));
  }

  private static Optional<Notice> cancelled(EventRecord event, ReservationCancelled gone,
      Map<UUID, String> clubNames) {
    if (gone.getBy() == Reservation.RequestedBy.MEMBER) {
      return Optional.empty();
    }
    var host = NoticeTexts.name(clubNames, gone.getVisitingClubId());
    var who = gone.getBy() == Reservation.RequestedBy.HOST_CLUB ? host : "Your club";
    return NoticeTexts.notice(event, gone.getClubId(), gone.getUserId(),
        text("Reservation cancelled at " + host,
            who + " cancelled your reservation for " + gone.getDay() + "."));
  }

  private static Notice.Text text(String title, String message) {
    return new Notice.Text(Notification.Type.VISIT, title, message);
  }
}
