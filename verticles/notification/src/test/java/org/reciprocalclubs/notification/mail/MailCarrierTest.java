package org.reciprocalclubs.notification.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import jakarta.mail.internet.MimeMessage;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.kit.v1.Mail;
import org.reciprocalclubs.kit.boot.Secret;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.Outbox;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.slf4j.LoggerFactory;

class MailCarrierTest {
  private static final String TOKEN = "a-token-that-nobody-may-read";
  private static final UUID CLUB = Ids.uuid7();
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "notification");
  @RegisterExtension
  static final GreenMailExtension SERVER = new GreenMailExtension(ServerSetupTest.SMTP.dynamicPort());

  private final Outbox outbox = new Outbox(new Sealer(new byte[32]));
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private @Nullable Leases leases;
  private @Nullable String deployed;

  @BeforeEach
  void open() {
    logged.list = new CopyOnWriteArrayList<>();
    logged.start();
    root().addAppender(logged);
    DATABASE.admin("delete from kit.mail");
  }

  @AfterEach
  void nothingOfAMailIsLoggedAndTheCarrierEnds() {
    stop();
    root().detachAppender(logged);
    assertThat(logged.list).filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
        .allSatisfy(event -> assertThat(event.getFormattedMessage() + event.getKeyValuePairs())
            .doesNotContain(TOKEN, "@people.example"));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static MailSettings settings(String host, int port, int tries) {
    return new MailSettings(host, port, MailSettings.Tls.NONE, "", Secret.NONE, "no-reply@clubs.example",
        4, Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofHours(1),
        new MailSettings.Tries(tries, Duration.ofMillis(1_200), Duration.ofSeconds(2)));
  }

  private MailCarrier carry(int port) {
    return carry(settings("127.0.0.1", port, 8));
  }

  private MailCarrier carry(MailSettings settings) {
    leases = Leases.start(DATABASE.store());
    var carrier = new MailCarrier(outbox, DATABASE.store(), leases,
        new MailCarrier.Way(settings, "https://clubs.example"), new SimpleMeterRegistry());
    deployed = await(DATABASE.vertx().deployVerticle(carrier,
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    return carrier;
  }

  private void stop() {
    if (deployed != null && leases != null) {
      await(DATABASE.vertx().undeploy(deployed));
      await(leases.stop());
      deployed = null;
    }
  }

  private UUID post(String to) {
    return post(to, Duration.ofHours(1));
  }

  private UUID post(String to, Duration use) {
    return DATABASE.store().transact(Scope.club(CLUB), tx -> outbox.post(tx, Mail.newBuilder()
        .setTemplate(Mail.Template.RESET_PASSWORD).setTo(to).putValues("token", TOKEN)
        .putValues("minutes", "30").build(), tx.now().plus(use)));
  }

  private static void until(String what, Callable<Boolean> holds) throws Exception {
    var end = Instant.now().plus(PATIENCE);
    while (!holds.call()) {
      assertThat(Instant.now()).as(what).isBefore(end);
      Thread.sleep(30);
    }
  }

  private static void untilState(UUID mail, String state) throws Exception {
    until("is " + state, () -> DATABASE.count(
        "select count(*) from kit.mail where id = $1 and state = $2", mail, state) == 1);
  }

  private static List<MimeMessage> received(MimeMessage[] messages, UUID mail) throws Exception {
    var found = new ArrayList<MimeMessage>();
    for (var message : messages) {
      if (message.getMessageID().equals("<" + mail + "@clubs.example>")) {
        found.add(message);
      }
    }
    return found;
  }

  private static String lastError(UUID mail) {
    return DATABASE.admin("select last_error from kit.mail where id = $1", mail).iterator().next()
        .getString(0);
  }

  @Test
  void aMailArrivesWithItsTextItsLinkAndAnIdOfItsOwnAndIsThenForgotten() throws Exception {
    var mail = post("first@people.example");
    assertThat(DATABASE.count("select count(*) from kit.mail where position($1::bytea in sealed) > 0",
        (Object) TOKEN.getBytes(StandardCharsets.UTF_8))).isZero();
    var running = carry(SERVER.getSmtp().getPort());
    untilState(mail, "SENT");

    var message = received(SERVER.getReceivedMessages(), mail).getFirst();
    assertThat(message.getAllRecipients()).extracting(Object::toString)
        .containsExactly("first@people.example");
    assertThat(message.getFrom()).extracting(Object::toString).containsExactly("no-reply@clubs.example");
    assertThat(message.getSubject()).isEqualTo("Choose a new password");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat((String) message.getContent()).contains("within 30 minutes")
        .contains("https://clubs.example/password/#reset=" + TOKEN);
    assertThat(DATABASE.count("select count(*) from kit.mail where sealed is not null")).isZero();
    assertThat(running.state()).isEqualTo("UP");
  }

  @Test
  void aServerThatIsAwayIsWaitedForAndThenTheMailArrives() throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var running = carry(port);
    var mail = post("away@people.example");
    until("is away", () -> running.state().equals("AWAY"));
    untilState(mail, "WAITING");

    var back = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    back.start();
    try {
      untilState(mail, "SENT");
      assertThat(received(back.getReceivedMessages(), mail)).hasSize(1);
    } finally {
      back.stop();
    }
  }

  @Test
  void aRecipientWhomTheServerDoesNotKnowIsNotTriedAgainAndHealthSaysSo() throws Exception {
    try (var wire = new Wire(DATABASE.vertx(), SERVER.getSmtp().getPort())) {
      wire.goesWrong(Wire.Fault.REFUSED);
      var running = carry(wire.port());
      var mail = post("nobody@people.example");
      untilState(mail, "FAILED");

      assertThat(lastError(mail)).isEqualTo("SMTP 550");
      assertThat(DATABASE.count("select attempts from kit.mail where id = $1", mail)).isOne();
      until("health says it", () -> running.state().equals("FAILED"));
    }
  }

  @Test
  void aServerThatTakesNothingJustNowIsAskedAgain() throws Exception {
    try (var wire = new Wire(DATABASE.vertx(), SERVER.getSmtp().getPort())) {
      wire.goesWrong(Wire.Fault.LATER);
      carry(wire.port());
      var mail = post("grey@people.example");
      until("was refused", () -> "SMTP 451".equals(lastError(mail)));
      wire.goesWrong(Wire.Fault.NONE);
      untilState(mail, "SENT");
      assertThat(received(SERVER.getReceivedMessages(), mail)).hasSize(1);
    }
  }

  @Test
  void aServerThatSaysNothingHoldsNothingUpForLong() throws Exception {
    try (var wire = new Wire(DATABASE.vertx(), SERVER.getSmtp().getPort())) {
      wire.goesWrong(Wire.Fault.SILENT);
      carry(wire.port());
      var mails = IntStream.range(0, 9).mapToObj(i -> post("slow" + i + "@people.example"))
          .toList();
      until("each was tried", () -> DATABASE.count("select count(*) from kit.mail where attempts > 0") == 9);
      wire.goesWrong(Wire.Fault.NONE);
      for (var mail : mails) {
        untilState(mail, "SENT");
        assertThat(received(SERVER.getReceivedMessages(), mail)).hasSize(1);
      }
    }
  }

  @Test
  void whoeverDiesBetweenSendsAgainUnderTheSameId() throws Exception {
    try (var wire = new Wire(DATABASE.vertx(), SERVER.getSmtp().getPort())) {
      wire.goesWrong(Wire.Fault.UNANSWERED);
      carry(wire.port());
      var mail = post("twice@people.example");
      until("it arrived", () -> received(SERVER.getReceivedMessages(), mail).size() == 1);
      stop();
      untilState(mail, "WAITING");

      wire.goesWrong(Wire.Fault.NONE);
      carry(wire.port());
      untilState(mail, "SENT");
      assertThat(received(SERVER.getReceivedMessages(), mail)).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void afterSoManyTriesAMailIsGivenUp() throws Exception {
    try (var wire = new Wire(DATABASE.vertx(), SERVER.getSmtp().getPort())) {
      wire.goesWrong(Wire.Fault.LATER);
      carry(settings("127.0.0.1", wire.port(), 2));
      var mail = post("given.up@people.example");
      untilState(mail, "FAILED");
      assertThat(DATABASE.count("select attempts from kit.mail where id = $1", mail)).isEqualTo(2);
    }
  }

  @Test
  void withoutAServerEmailIsOffAndWhatIsTooLateIsGivenUp() throws Exception {
    var late = post("late@people.example", Duration.ofMillis(1));
    var running = carry(settings("", 25, 8));
    assertThat(running.state()).isEqualTo("OFF");
    untilState(late, "FAILED");
    assertThat(lastError(late)).isEqualTo("too late");
    assertThat(logged.list).extracting(ILoggingEvent::getFormattedMessage)
        .contains("e-mail is off: mail.host names no server");
  }

  @Test
  void aMailThatCannotBeReadHoldsUpNoOther() throws Exception {
    var broken = post("broken@people.example");
    DATABASE.admin("update kit.mail set sealed = '\\x0102' where id = $1", broken);
    var good = post("good@people.example");
    carry(settings("127.0.0.1", SERVER.getSmtp().getPort(), 3));
    untilState(good, "SENT");
    untilState(broken, "FAILED");
  }

  @Test
  void whatBecameOfAMailIsForgottenInTheEnd() throws Exception {
    var old = post("old@people.example");
    DATABASE.admin("""
        update kit.mail set state = 'SENT', due = null, sealed = null, ended_at = now() - interval '2 hours'
         where id = $1""", old);
    carry(SERVER.getSmtp().getPort());
    until("is gone", () -> DATABASE.count("select count(*) from kit.mail where id = $1", old) == 0);
  }

  @Test
  void aClubSeesItsOwnMailsAndNoOthers() {
    post("own@people.example");
    assertThat(mails(Scope.club(CLUB))).isOne();
    assertThat(mails(Scope.club(Ids.uuid7()))).isZero();
    assertThat(mails(Scope.nobody())).isZero();
  }

  private static long mails(Scope scope) {
    return DATABASE.store().read(scope,
        tx -> tx.one("select count(*) from kit.mail").orElseThrow().getLong(0));
  }
}
