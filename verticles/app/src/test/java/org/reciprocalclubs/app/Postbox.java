package org.reciprocalclubs.app;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A mail server that keeps everybody's mail, and the settings with which a house uses it. */
final class Postbox implements AutoCloseable {
  private static final Pattern LINK = Pattern.compile("/password/#(\\w+)=([\\w-]+)");

  private final GreenMail server = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

  Postbox() {
    server.start();
  }

  Map<String, String> settings() {
    return Map.of("CLUBS_MAIL_HOST", "127.0.0.1", "CLUBS_MAIL_PORT",
        String.valueOf(server.getSmtp().getPort()), "CLUBS_MAIL_TLS", "none", "CLUBS_MAIL_SENDER",
        "no-reply@clubs.example", "CLUBS_MAIL_POLL", "100ms");
  }

  /** The token of the newest link of that kind that was mailed to the address, which may take a moment. */
  String token(String kind, String address) throws Exception {
    Eventually.holds("a link to " + kind + " is mailed to " + address, () -> find(kind, address).isPresent());
    return find(kind, address).orElseThrow();
  }

  /** The mail with that subject that was sent to the address, which may take a moment. */
  String mail(String address, String subject) throws Exception {
    Eventually.holds(subject + " is mailed to " + address, () -> read(address, subject).isPresent());
    return read(address, subject).orElseThrow();
  }

  private Optional<String> read(String address, String subject) throws Exception {
    for (MimeMessage mail : server.getReceivedMessages()) {
      if (Arrays.toString(mail.getAllRecipients()).equals("[" + address + "]")
          && subject.equals(mail.getSubject())) {
        return Optional.of((String) mail.getContent());
      }
    }
    return Optional.empty();
  }

  private Optional<String> find(String kind, String address) throws Exception {
    Optional<String> newest = Optional.empty();
    for (MimeMessage mail : server.getReceivedMessages()) {
      var link = LINK.matcher((String) mail.getContent());
      if (Arrays.toString(mail.getAllRecipients()).equals("[" + address + "]") && link.find()
          && link.group(1).equals(kind)) {
        newest = Optional.of(link.group(2));
      }
    }
    return newest;
  }

  @Override
  public void close() {
    server.stop();
  }
}
