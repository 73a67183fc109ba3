package org.reciprocalclubs.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.keys.OneTimeToken;
import org.reciprocalclubs.auth.store.MailedTokenTable;
import org.reciprocalclubs.auth.store.MailedTokenTable.Purpose;
import org.reciprocalclubs.codecs.kit.v1.Mail;
import org.reciprocalclubs.kit.store.Outbox;
import org.reciprocalclubs.kit.store.Tx;

/** Mails one-time tokens to logins, so many in an hour, and other words about them. Thread-safe. */
final class MailedTokens {
  /** A warning is of use for a while; the mail server may be away for long. */
  private static final Duration WARNING_LIFE = Duration.ofDays(2);

  private final Outbox outbox;
  private final AuthSettings.Mails settings;

  MailedTokens(Outbox outbox, AuthSettings.Mails settings) {
    this.outbox = outbox;
    this.settings = settings;
  }

  /**
   * Writes a token and its mail, both for the scope's club; nothing once the login has had its share of the
   * hour.
   *
   * @param address null where there is no such login: the same is written, and nobody gets it
   */
  void resetPassword(Tx tx, UUID account, @Nullable String address) {
    Duration life = settings.resetLife();
    issue(tx, account, address, Purpose.RESET_PASSWORD, Mail.newBuilder()
        .setTemplate(Mail.Template.RESET_PASSWORD).putValues("minutes", String.valueOf(life.toMinutes())));
  }

  /** As {@link #resetPassword}, for an address that is to be confirmed. */
  void verifyEmail(Tx tx, UUID account, String address, String club) {
    Duration life = settings.verificationLife();
    issue(tx, account, address, Purpose.VERIFY_EMAIL, Mail.newBuilder()
        .setTemplate(Mail.Template.VERIFY_EMAIL)
        .putAllValues(Map.of("club", club, "hours", String.valueOf(life.toHours()))));
  }

  /** Mails to somebody for whom a login was made by which link they choose its password. */
  void invite(Tx tx, UUID account, String address, String club) {
    issue(tx, account, address, Purpose.INVITATION, Mail.newBuilder().setTemplate(Mail.Template.INVITATION)
        .putAllValues(Map.of("club", club, "days", String.valueOf(settings.invitationLife().toDays()))));
  }

  private void issue(Tx tx, UUID account, @Nullable String address, Purpose purpose, Mail.Builder mail) {
    if (MailedTokenTable.countRecent(tx, account, purpose) >= settings.perHour()) {
      return;
    }
    OneTimeToken token = OneTimeToken.random(Objects.requireNonNull(tx.scope().club()));
    Instant until = tx.now().plus(life(purpose));
    MailedTokenTable.insert(tx, token.hash(), account, purpose, until);
    mail.putValues("token", token.text());
    if (address == null) {
      outbox.pretend(tx, mail.build(), until);
    } else {
      outbox.post(tx, mail.setTo(address).build(), until);
    }
  }

  private Duration life(Purpose purpose) {
    return switch (purpose) {
      case RESET_PASSWORD -> settings.resetLife();
      case VERIFY_EMAIL -> settings.verificationLife();
      case INVITATION -> settings.invitationLife();
    };
  }

  /** Tells whose password was changed, for the case that somebody else did it. */
  void passwordChanged(Tx tx, String address) {
    warn(tx, Mail.Template.PASSWORD_CHANGED, address);
  }

  /** The same of a login that has passkeys: they sign in as before. */
  void passwordChangedPasskeysStay(Tx tx, String address) {
    warn(tx, Mail.Template.PASSWORD_CHANGED_PASSKEYS_STAY, address);
  }

  /** Tells that there is another way in, for the case that somebody else made it. */
  void passkeyAdded(Tx tx, String address) {
    warn(tx, Mail.Template.PASSKEY_ADDED, address);
  }

  /** Tells of a passkey that there may be a copy of. */
  void passkeySuspected(Tx tx, String address) {
    warn(tx, Mail.Template.PASSKEY_SUSPECTED, address);
  }

  /** Tells whose second factors the office took off, for the case that somebody else asked it to. */
  void factorsRemoved(Tx tx, String address) {
    warn(tx, Mail.Template.FACTORS_REMOVED, address);
  }

  private void warn(Tx tx, Mail.Template template, String address) {
    outbox.post(tx, Mail.newBuilder().setTemplate(template).setTo(address).build(),
        tx.now().plus(WARNING_LIFE));
  }
}
