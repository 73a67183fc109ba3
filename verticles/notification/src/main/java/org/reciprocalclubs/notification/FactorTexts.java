package org.reciprocalclubs.notification;

import java.util.Optional;
import org.reciprocalclubs.codecs.auth.v1.FactorAdded;
import org.reciprocalclubs.codecs.auth.v1.FactorRemoved;
import org.reciprocalclubs.codecs.auth.v1.PasskeyAdded;
import org.reciprocalclubs.codecs.auth.v1.PasskeyRemoved;
import org.reciprocalclubs.codecs.auth.v1.PasskeySuspected;
import org.reciprocalclubs.codecs.auth.v1.RecoveryCodeUsed;
import org.reciprocalclubs.codecs.auth.v1.UserFactorsRemoved;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.kit.store.EventRecord;

/** What a person hears of changes to how they prove who they are: they may not have made them. Pure. */
final class FactorTexts {
  private static final String IF_NOT_YOU = " If that was not you, tell your club's office at once.";

  private FactorTexts() {}

  static Optional<Notice> added(EventRecord event, FactorAdded factor) {
    return notice(event, factor.getClubId(), factor.getUserId(), "A second factor was added",
        "Logging in now asks for a code of an authenticator that was added to your login." + IF_NOT_YOU);
  }

  static Optional<Notice> removed(EventRecord event, FactorRemoved factor) {
    return notice(event, factor.getClubId(), factor.getUserId(), "A second factor was removed",
        "An authenticator was removed from your login; its codes are good no more." + IF_NOT_YOU);
  }

  static Optional<Notice> removedByOffice(EventRecord event, UserFactorsRemoved factors) {
    return notice(event, factors.getClubId(), factors.getUserId(),
        "Your club's office removed your second factors",
        "Authenticators, passkeys and recovery codes of your login are good no more, and you were signed out"
            + " everywhere. Add an authenticator or a passkey again." + IF_NOT_YOU);
  }

  static Optional<Notice> added(EventRecord event, PasskeyAdded passkey) {
    return notice(event, passkey.getClubId(), passkey.getUserId(), "A passkey was added",
        "Whoever has the device with the passkey that was added can log in to your login with it."
            + IF_NOT_YOU);
  }

  static Optional<Notice> removed(EventRecord event, PasskeyRemoved passkey) {
    return notice(event, passkey.getClubId(), passkey.getUserId(), "A passkey was removed",
        "A passkey was removed from your login; it logs nobody in any more." + IF_NOT_YOU);
  }

  static Optional<Notice> suspected(EventRecord event, PasskeySuspected passkey) {
    return notice(event, passkey.getClubId(), passkey.getUserId(), "There may be a copy of a passkey",
        "One of your passkeys answered as a copy would. It logs nobody in any more, and you were signed out"
            + " everywhere. Remove it and add another." + IF_NOT_YOU);
  }

  static Optional<Notice> recovered(EventRecord event, RecoveryCodeUsed used) {
    return notice(event, used.getClubId(), used.getUserId(), "A recovery code was used",
        "One of your recovery codes was used instead of an authenticator; codes that are left: "
            + used.getLeft() + "." + IF_NOT_YOU);
  }

  private static Optional<Notice> notice(EventRecord event, String club, String user, String title,
      String message) {
    return NoticeTexts.notice(event, club, user,
        new Notice.Text(Notification.Type.SECURITY, title, message));
  }
}
