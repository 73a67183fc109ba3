package org.reciprocalclubs.notification.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.reciprocalclubs.codecs.kit.v1.Mail;
import org.reciprocalclubs.kit.store.Outbox.State;

/** The mail server, spoken to by SMTP. Never waits; thread-safe. */
final class MailServer {
  /** Replies that say the same tomorrow: no such mailbox, not here, too large, no such name, no such form. */
  private static final Set<Integer> FOR_GOOD = Set.of(501, 550, 551, 552, 553, 555);
  /** So many that no try waits for a connection that hangs: one that did could be sent after its time. */
  private static final int CONNECTIONS_PER_TRY = 4;
  private static final String RECIPIENT_REFUSED = "recipient address not accepted";

  private final MailClient client;
  private final MailSettings settings;
  private final MailTexts texts;

  /**
   * What became of a try.
   *
   * @param state SENT, FAILED for good, or WAITING for another try
   * @param reached whether the server answered at all
   * @param why in a few words without anything personal; empty when sent
   */
  record Outcome(State state, boolean reached, String why) {}

  MailServer(Vertx vertx, MailSettings settings, MailTexts texts) {
    this.settings = settings;
    this.texts = texts;
    MailConfig config = new MailConfig().setHostname(settings.host()).setPort(settings.port())
        .setOwnHostname(settings.domain()).setKeepAlive(false)
        .setMaxPoolSize(CONNECTIONS_PER_TRY * settings.inFlight())
        .setSsl(settings.tls() == MailSettings.Tls.TLS)
        .setStarttls(settings.tls() == MailSettings.Tls.STARTTLS
            ? StartTLSOptions.REQUIRED
            : StartTLSOptions.DISABLED)
        .setLogin(settings.login().isEmpty() ? LoginOption.DISABLED : LoginOption.REQUIRED);
    if (!settings.login().isEmpty()) {
      config.setUsername(settings.login()).setPassword(settings.password().value());
    }
    config.setConnectTimeout((int) settings.timeout().toMillis());
    // a server that has gone silent holds no connection
    config.setIdleTimeout((int) Math.max(1, settings.timeout().toSeconds()));
    client = MailClient.create(vertx, config);
  }

  /** Hands a mail over once; never fails. */
  Future<Outcome> send(UUID id, Mail mail) {
    return texts.of(mail)
        .map(text -> client.sendMail(message(id, mail, text))
            .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .map(_ -> new Outcome(State.SENT, true, ""))
            .otherwise(MailServer::outcome))
        .orElseGet(() -> Future.succeededFuture(new Outcome(State.WAITING, true, "unknown template")));
  }

  private MailMessage message(UUID id, Mail mail, MailTexts.Text text) {
    MailMessage message = new MailMessage().setFrom(settings.sender()).setTo(mail.getTo())
        .setSubject(text.subject()).setText(text.body());
    // RFC 5322: the same id for every try; RFC 3834: nobody's holiday notice answers
    message.addHeader("Message-ID", "<" + id + "@" + settings.domain() + ">");
    message.addHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  /** The server's words are not kept: they may hold the address. */
  private static Outcome outcome(Throwable failure) {
    if (failure instanceof SMTPException said) {
      boolean refused = FOR_GOOD.contains(said.getReplyCode())
          && String.valueOf(said.getMessage()).startsWith(RECIPIENT_REFUSED);
      return new Outcome(refused ? State.FAILED : State.WAITING, true, "SMTP " + said.getReplyCode());
    }
    return new Outcome(State.WAITING, false, failure.getClass().getSimpleName());
  }

  void close() {
    client.close();
  }
}
