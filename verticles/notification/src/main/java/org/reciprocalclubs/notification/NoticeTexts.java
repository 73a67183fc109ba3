package org.reciprocalclubs.notification;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.reciprocalclubs.codecs.auth.v1.FactorAdded;
import org.reciprocalclubs.codecs.auth.v1.FactorRemoved;
import org.reciprocalclubs.codecs.auth.v1.PasskeyAdded;
import org.reciprocalclubs.codecs.auth.v1.PasskeyRemoved;
import org.reciprocalclubs.codecs.auth.v1.PasskeySuspected;
import org.reciprocalclubs.codecs.auth.v1.RecoveryCodeUsed;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded;
import org.reciprocalclubs.codecs.auth.v1.UserFactorsRemoved;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRefused;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationCancelled;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationConfirmed;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationDeclined;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationExpired;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationMissed;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitAnnulled;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitCancelled;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitClosed;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.kit.store.EventRecord;

/** Which events a person hears of, and in which words. Pure. */
final class NoticeTexts {
  /** The events that become notices, by their full names. */
  static final Set<String> TYPES = Set.of(VisitOpened.getDescriptor().getFullName(),
      VisitClosed.getDescriptor().getFullName(), VisitAnnulled.getDescriptor().getFullName(),
      VisitCancelled.getDescriptor().getFullName(), CheckInRefused.getDescriptor().getFullName(),
      ReservationConfirmed.getDescriptor().getFullName(), ReservationDeclined.getDescriptor().getFullName(),
      ReservationCancelled.getDescriptor().getFullName(), ReservationExpired.getDescriptor().getFullName(),
      ReservationMissed.getDescriptor().getFullName(), SessionEnded.getDescriptor().getFullName(),
      FactorAdded.getDescriptor().getFullName(), FactorRemoved.getDescriptor().getFullName(),
      RecoveryCodeUsed.getDescriptor().getFullName(), UserFactorsRemoved.getDescriptor().getFullName(),
      PasskeyAdded.getDescriptor().getFullName(), PasskeyRemoved.getDescriptor().getFullName(),
      PasskeySuspected.getDescriptor().getFullName());

  private NoticeTexts() {}

  /**
   * The notice of an event; empty where there is nobody to tell.
   *
   * @param clubNames every club's name by its id
   */
  static Optional<Notice> of(EventRecord event, Map<UUID, String> clubNames) {
    try {
      return switch (event.name()) {
        case "VisitOpened" -> opened(event, VisitOpened.parseFrom(event.data()), clubNames);
        case "VisitClosed" -> closed(event, VisitClosed.parseFrom(event.data()), clubNames);
        case "VisitAnnulled" -> annulled(event, VisitAnnulled.parseFrom(event.data()), clubNames);
        case "VisitCancelled" -> cancelled(event, VisitCancelled.parseFrom(event.data()), clubNames);
        case "CheckInRefused" -> refused(event, CheckInRefused.parseFrom(event.data()), clubNames);
        case "SessionEnded" -> SessionTexts.of(event, SessionEnded.parseFrom(event.data()), clubNames);
        case "FactorAdded" -> FactorTexts.added(event, FactorAdded.parseFrom(event.data()));
        case "FactorRemoved" -> FactorTexts.removed(event, FactorRemoved.parseFrom(event.data()));
        case "RecoveryCodeUsed" -> FactorTexts.recovered(event, RecoveryCodeUsed.parseFrom(event.data()));
        case "PasskeyAdded" -> FactorTexts.added(event, PasskeyAdded.parseFrom(event.data()));
        case "PasskeyRemoved" -> FactorTexts.removed(event, PasskeyRemoved.parseFrom(event.data()));
        case "PasskeySuspected" -> FactorTexts.suspected(event, PasskeySuspected.parseFrom(event.data()));
        case "UserFactorsRemoved" ->
          FactorTexts.removedByOffice(event, UserFactorsRemoved.parseFrom(event.data()));
        default -> ReservationTexts.of(event, clubNames);
      };
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("An event cannot be read: " + event.type(), unreadable);
    }
  }

  private static Optional<Notice> opened(EventRecord event, VisitOpened visit, Map<UUID, String> clubNames) {
    var host = name(clubNames, visit.getVisitingClubId());
    if (visit.getAlreadyHappened()) {
      return notice(event, visit.getClubId(), visit.getUserId(), new Notice.Text(Notification.Type.VISIT,
          "Your visit to " + host, "The front desk was cut off and recorded your visit later."));
    }
    var left = visit.getVerdict().getLeft();
    var message = left.hasMonth()
        ? "You were checked in. Visits left this month: " + left.getMonth() + "."
        : "You were checked in. Enjoy your visit.";
    return notice(event, visit.getClubId(), visit.getUserId(),
        new Notice.Text(Notification.Type.VISIT, "Welcome to " + host, message));
  }

  private static Optional<Notice> closed(EventRecord event, VisitClosed visit, Map<UUID, String> clubNames) {
    if (visit.getCause() == VisitClosed.Cause.ALREADY_OVER) {
      return Optional.empty(); // the entry told it: one word is enough
    }
    var host = name(clubNames, visit.getVisitingClubId());
    return notice(event, visit.getClubId(), visit.getUserId(),
        new Notice.Text(Notification.Type.VISIT, "Thank you for visiting " + host,
            visit.getCause() == VisitClosed.Cause.AUTOMATIC
                ? "You were checked out when the house closed."
                : "You were checked out."));
  }

  private static Optional<Notice> annulled(EventRecord event, VisitAnnulled visit,
      Map<UUID, String> clubNames) {
    var host = name(clubNames, visit.getVisitingClubId());
    return notice(event, visit.getClubId(), visit.getUserId(), new Notice.Text(Notification.Type.VISIT,
        "Check-in undone at " + host, "The front desk undid your check-in; it does not count."));
  }

  private static Optional<Notice> cancelled(EventRecord event, VisitCancelled visit,
      Map<UUID, String> clubNames) {
    var host = name(clubNames, visit.getVisitingClubId());
    return notice(event, visit.getClubId(), visit.getUserId(), new Notice.Text(Notification.Type.VISIT,
        "Visit cancelled at " + host, "The club cancelled your visit; it does not count."));
  }

  private static Optional<Notice> refused(EventRecord event, CheckInRefused scan,
      Map<UUID, String> clubNames) {
    var host = name(clubNames, scan.getVisitingClubId());
    return notice(event, scan.getClubId(), scan.getUserId(),
        new Notice.Text(Notification.Type.VISIT, "Not admitted at " + host,
            RefusalTexts.of(scan.getVerdict())));
  }

  /**
   * A member without a login has nowhere to read it: then person and member are the same id, and it waits
   * there.
   */
  static Optional<Notice> notice(EventRecord event, String club, String person, Notice.Text text) {
    return club.isEmpty() || person.isEmpty()
        ? Optional.empty()
        : Optional.of(new Notice(UUID.fromString(club), UUID.fromString(person), text, null,
            event.meta()));
  }

  static String name(Map<UUID, String> clubNames, String club) {
    return clubNames.getOrDefault(UUID.fromString(club), "a partner club");
  }
}
