package org.reciprocalclubs.notification.mail;

import java.time.Duration;
import java.util.regex.Pattern;
import org.reciprocalclubs.kit.boot.Secret;

/**
 * The section {@code mail}. Immutable.
 *
 * @param host of the mail server; empty: no mails are sent
 * @param login name to log in with; empty: without a login
 * @param sender the address that mails come from
 * @param inFlight mails handed over at the same time, at most
 * @param timeout of one try, connecting included
 * @param poll pause between two looks for what is due
 * @param kept how long a mail's state is kept after its end; what it said is forgotten at once
 */
public record MailSettings(String host, int port, Tls tls, String login, Secret password, String sender,
    int inFlight, Duration timeout, Duration poll, Duration kept, Tries tries) {
  private static final Pattern ADDRESS = Pattern.compile("[^\\s<>@,;]{1,64}@[A-Za-z0-9.-]{1,190}");
  private static final int IN_FLIGHT_MAX = 64;
  private static final int ATTEMPTS_MAX = 30;

  /** How the way to the mail server is protected. */
  public enum Tls {
    /** Not at all: for a server on this machine. */
    NONE,
    /** Begins in the clear and is refused unless the server then offers TLS. */
    STARTTLS,
    /** From the first byte (RFC 8314). */
    TLS
  }

  /**
   * How often a mail is tried that the server did not take for a passing reason.
   *
   * @param most tries before it is given up
   * @param first pause after the first try, doubled after each
   * @param longest pause
   */
  public record Tries(int most, Duration first, Duration longest) {
    public Tries {
      require(most >= 1 && most <= ATTEMPTS_MAX, "most must be 1 to " + ATTEMPTS_MAX);
      require(first.isPositive(), "first must be longer than nothing");
      require(longest.compareTo(first) >= 0, "longest must not be shorter than first");
    }
  }

  public MailSettings {
    require(port >= 1 && port <= 65_535, "port must be 1 to 65535");
    require(host.isEmpty() || ADDRESS.matcher(sender).matches(), "sender must be an e-mail address");
    require(login.isEmpty() || tls != Tls.NONE || isHere(host), "login must not be sent without TLS");
    require(inFlight >= 1 && inFlight <= IN_FLIGHT_MAX, "inFlight must be 1 to " + IN_FLIGHT_MAX);
    require(timeout.compareTo(Duration.ofSeconds(1)) >= 0, "timeout must be 1s at least");
    require(timeout.compareTo(tries.first()) < 0, "timeout must be shorter than tries.first");
    require(poll.isPositive(), "poll must be longer than nothing");
    require(kept.compareTo(Duration.ofHours(1)) >= 0, "kept must be 1h at least");
  }

  /** Whether mails are sent at all. */
  public boolean isOn() {
    return !host.isEmpty();
  }

  /** What follows the @ in Message-IDs. */
  String domain() {
    return sender.substring(sender.indexOf('@') + 1);
  }

  private static boolean isHere(String host) {
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("::1");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
