package org.reciprocalclubs.notification;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.kit.store.EventRecord;

/** What a person hears of a sign-in that others than they themselves ended. Pure. */
final class SessionTexts {
  private SessionTexts() {}

  static Optional<Notice> of(EventRecord event, SessionEnded session, Map<UUID, String> clubNames) {
    return switch (session.getCause()) {
      case REUSE -> notice(event, session, "You were signed out of one place",
          "Something that only your own device should know was used twice, so that sign-in was ended in case"
              + " it was stolen. Sign in again there. If you see places that you do not know under"
              + " \"Where you are signed in\", end them and tell your club's office.");
      case OFFICE -> notice(event, session, "Your club's office signed you out",
          "A sign-in of yours at " + NoticeTexts.name(clubNames, session.getClubId())
              + " was ended by its office. Ask there if you did not expect it.");
      case PROVIDER -> notice(event, session, "You were signed out",
          NoticeTexts.name(clubNames, session.getClubId())
              + " has another sign-in page now, or none, so whoever came in by the old one was signed out.");
      case LOGOUT, OWNER, PASSWORD, FACTOR, SUSPENDED, IDLE, SWITCHED, CAUSE_UNSPECIFIED, UNRECOGNIZED ->
        Optional.empty();
    };
  }

  private static Optional<Notice> notice(EventRecord event, SessionEnded session, String title,
      String message) {
    return NoticeTexts.notice(event, session.getClubId(), session.getUserId(),
        new Notice.Text(Notification.Type.SECURITY, title, message));
  }
}
