package org.reciprocalclubs.kit.bus;

import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log what a door refused for want of a right, a token or a password, so that somebody who
 * investigates finds it; never what was sent. Beyond so many lines a second it only counts, so that whoever
 * knocks often fills no disk. Thread-safe.
 */
public final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final int LINES_PER_SECOND = 50;
  private static final long SECOND_NANOS = 1_000_000_000;
  /** What clients meet every day and go on from by themselves. */
  private static final Set<String> ROUTINE = Set.of("UNAUTHENTICATED", "TOKEN_EXPIRED", "RIGHTS_CHANGED",
      "MFA_REQUIRED", "MFA_ENROLMENT_REQUIRED", "STEP_UP_REQUIRED");
  /** Among what rules refuse: something that was guessed. */
  private static final Set<String> GUESSED = Set.of("PASSWORD_WRONG", "CODE_WRONG", "LINK_INVALID",
      "PASSKEY_INVALID", "PASSKEY_SUSPECTED");

  private final LongSupplier nanos;
  private long begunNanos;
  private int lines;
  private int leftOut;

  /** A log that has told nothing yet. */
  public RefusalLog() {
    this(System::nanoTime);
  }

  RefusalLog(LongSupplier nanos) {
    this.nanos = nanos;
    begunNanos = nanos.getAsLong();
  }

  /**
   * Tells of a failure that is such a refusal; of others nothing.
   *
   * @param operation full name of the rpc
   */
  public void told(String operation, CallContext call, Throwable failure) {
    if (!(failure instanceof Problem problem) || !isTold(problem)) {
      return;
    }
    int before = leftOutBefore();
    if (before < 0) {
      return;
    }
    UUID subject = call.caller().subject();
    LOG.atInfo().addKeyValue("operation", operation).addKeyValue("code", problem.code())
        .addKeyValue("kind", call.caller().kind().name())
        .addKeyValue("by", subject == null ? "nobody known" : subject.toString())
        .addKeyValue("request", call.correlationId()).addKeyValue("leftOutBefore", before)
        .log("A door refused");
  }

  private static boolean isTold(Problem problem) {
    return switch (problem.kind()) {
      case UNAUTHENTICATED, UNAUTHORIZED -> !ROUTINE.contains(problem.code());
      case RATE_LIMITED -> problem.code().equals(ErrorCode.RATE_LIMITED.name());
      case REFUSED -> GUESSED.contains(problem.code());
      default -> false;
    };
  }

  /** How many were left out since the last line; negative when this one is to be left out too. */
  private synchronized int leftOutBefore() {
    long now = nanos.getAsLong();
    if (now - begunNanos >= SECOND_NANOS) {
      begunNanos = now;
      lines = 0;
    }
    if (lines >= LINES_PER_SECOND) {
      leftOut++;
      return -1;
    }
    lines++;
    int before = leftOut;
    leftOut = 0;
    return before;
  }
}
