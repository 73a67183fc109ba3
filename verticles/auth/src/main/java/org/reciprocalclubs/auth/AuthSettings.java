package org.reciprocalclubs.auth;

import java.time.Duration;
import org.reciprocalclubs.auth.keys.PasswordCost;
import org.reciprocalclubs.auth.rules.Account;

/**
 * The limits of this room. Immutable; refuses nonsense when it is made.
 *
 * @param passwordCost of new password hashes
 * @param passwordQueue hashes that may wait or be worked on; more are refused
 * @param sessionLife how long a session lasts however often it is refreshed
 * @param refreshGrace how long a spent refresh token still leads to its successor
 * @param sessionKept how long it is remembered where somebody was signed in, after that session is over
 * @param signingKeyLife how long a key signs access tokens before another follows
 * @param enrolmentCodeLife how long a code enrols a device
 * @param failuresMax wrong passwords or codes for one login from one network, in a row, before both must wait
 * @param failureWindow how long they wait first
 * @param factorsRequiredOf who must have a second factor
 * @param stepUpLife how long what was proven counts as proven lately
 * @param challengeLife how long the second half of a login may take
 * @param outside people who sign in at a provider of their club's
 * @param commonPasswordsFile passwords that nobody may choose; empty: the list that comes with the platform
 * @param sessionIdle how long a session goes on that nobody uses
 * @param lockout how guessing is slowed that comes from many networks, or tries many logins
 */
public record AuthSettings(PasswordCost passwordCost, int passwordQueue, Duration sessionLife,
    Duration refreshGrace, Duration sessionKept, Duration signingKeyLife,
    Duration enrolmentCodeLife, int failuresMax, Duration failureWindow, Who factorsRequiredOf,
    Duration stepUpLife, Duration challengeLife, String commonPasswordsFile, Mails mails, Outside outside,
    Idle sessionIdle, Lockout lockout) {
  public static final AuthSettings DEFAULT = new AuthSettings(PasswordCost.DEFAULT, 100, Duration.ofDays(30),
      Duration.ofSeconds(30), Duration.ofDays(30), Duration.ofDays(90), Duration.ofMinutes(15), 10,
      Duration.ofMinutes(5), Who.DEFAULT, Duration.ofMinutes(10), Duration.ofMinutes(5), "",
      Mails.DEFAULT, Outside.DEFAULT, Idle.DEFAULT, Lockout.DEFAULT);

  /**
   * Sign-in at clubs' own providers.
   *
   * @param life how long somebody may be away to sign in
   * @param timeout of one request to a provider
   * @param allowPrivate providers at plain http and private addresses, too
   */
  public record Outside(Duration life, Duration timeout, boolean allowPrivate) {
    public static final Outside DEFAULT = new Outside(Duration.ofMinutes(10), Duration.ofSeconds(5), false);

    public Outside {
      check(within(life, Duration.ofMinutes(1), Duration.ofHours(1)), "life must be from 1m to 1h");
      check(within(timeout, Duration.ofMillis(100), Duration.ofSeconds(30)),
          "timeout must be from 100ms to 30s");
    }
  }

  /**
   * How long a session goes on that nobody uses; it is known to be used when its tokens are renewed.
   *
   * @param members of whoever holds nothing but a member's rights
   * @param staff of whoever may do more
   */
  public record Idle(Duration members, Duration staff) {
    public static final Idle DEFAULT = new Idle(Duration.ofDays(14), Duration.ofHours(12));

    public Idle {
      check(within(members, Duration.ofMinutes(30), Duration.ofDays(400)),
          "members must be from 30m to 400d");
      check(within(staff, Duration.ofMinutes(30), Duration.ofDays(400)), "staff must be from 30m to 400d");
    }

    /** Of sessions of that login in the club that looks. */
    Duration of(Account account) {
      return account.isOfStaff() ? staff : members;
    }
  }

  /**
   * Guessing from many places, and at many logins.
   *
   * @param loginMax failures in a row of one login, from all networks from which it was never signed in,
   * before they wait
   * @param addressMax failures in a row from one network at logins that were never signed in from there
   * @param longest that anybody ever waits
   */
  public record Lockout(int loginMax, int addressMax, Duration longest) {
    public static final Lockout DEFAULT = new Lockout(30, 300, Duration.ofHours(1));

    public Lockout {
      check(loginMax >= 2 && loginMax <= 10_000, "loginMax must be from 2 to 10000");
      check(addressMax >= 2 && addressMax <= 100_000, "addressMax must be from 2 to 100000");
      check(within(longest, Duration.ofSeconds(1), Duration.ofHours(12)), "longest must be from 1s to 12h");
    }
  }

  /** Who must have a second factor. */
  public enum Who {
    /** Staff in production, nobody in a demonstration. */
    DEFAULT, NOBODY,
    /** Whoever holds a right that members do not have, by whichever role and for however long. */
    STAFF
  }

  /**
   * One-time links that are mailed.
   *
   * @param verificationLife how long one holds that confirms an address
   * @param resetLife how long one holds that sets a new password
   * @param invitationLife how long one holds by which somebody chooses the password of a login that was made
   * for them
   * @param perHour of one kind for one login, at most
   */
  public record Mails(Duration verificationLife, Duration resetLife, Duration invitationLife, int perHour) {
    public static final Mails DEFAULT = new Mails(Duration.ofHours(48), Duration.ofMinutes(30),
        Duration.ofDays(7), 3);

    public Mails {
      check(within(verificationLife, Duration.ofHours(1), Duration.ofDays(14)),
          "verificationLife must be from 1h to 14d");
      check(within(resetLife, Duration.ofMinutes(5), Duration.ofHours(4)),
          "resetLife must be from 5m to 4h");
      check(within(invitationLife, Duration.ofDays(1), Duration.ofDays(30)),
          "invitationLife must be from 1d to 30d");
      check(perHour >= 1 && perHour <= 100, "perHour must be from 1 to 100");
    }
  }

  public AuthSettings {
    check(within(stepUpLife, Duration.ofMinutes(1), Duration.ofHours(12)),
        "stepUpLife must be from 1m to 12h");
    check(within(challengeLife, Duration.ofMinutes(1), Duration.ofHours(1)),
        "challengeLife must be from 1m to 1h");
    check(passwordQueue >= 1 && passwordQueue <= 10_000, "passwordQueue must be from 1 to 10000");
    check(within(sessionLife, Duration.ofMinutes(15), Duration.ofDays(400)),
        "sessionLife must be from 15m to 400d");
    check(within(refreshGrace, Duration.ZERO, Duration.ofMinutes(5)), "refreshGrace must be from 0s to 5m");
    check(within(sessionKept, Duration.ofDays(1), Duration.ofDays(400)),
        "sessionKept must be from 1d to 400d");
    check(within(signingKeyLife, Duration.ofHours(1), Duration.ofDays(400)),
        "signingKeyLife must be from 1h to 400d");
    check(within(enrolmentCodeLife, Duration.ofMinutes(1), Duration.ofHours(24)),
        "enrolmentCodeLife must be from 1m to 24h");
    check(failuresMax >= 2 && failuresMax <= 1_000, "failuresMax must be from 2 to 1000");
    check(within(failureWindow, Duration.ofSeconds(1), lockout.longest()),
        "failureWindow must be from 1s to lockout.longest");
  }

  /** Whether who acts for a club must have a second factor. */
  boolean factorsRequired(boolean production) {
    return switch (factorsRequiredOf) {
      case DEFAULT -> production;
      case NOBODY -> false;
      case STAFF -> true;
    };
  }

  private static boolean within(Duration value, Duration min, Duration max) {
    return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
  }

  private static void check(boolean ok, String message) {
    if (!ok) {
      throw new IllegalArgumentException(message);
    }
  }
}
