package org.reciprocalclubs.kit.audit;

import java.time.Duration;

/**
 * The limits of the audit trail.
 *
 * @param waiting records that may wait to be written in this process; more are refused OVERLOADED, and with
 * them what was to be recorded
 * @param batch records written in one transaction, at most
 * @param chained events chained in one transaction, at most
 * @param seal how often the head of each club's chain that has grown becomes an event, which the log proves
 */
public record AuditSettings(int waiting, int batch, int chained, Duration seal) {
  /** 10,000 waiting, 200 and 1,000 at a time, a seal each minute. */
  public static final AuditSettings DEFAULT = new AuditSettings(10_000, 200, 1_000, Duration.ofMinutes(1));
  private static final int MOST = 100_000;

  public AuditSettings {
    if (waiting < 1 || waiting > MOST || batch < 1 || batch > MOST || chained < 1 || chained > MOST) {
      throw new IllegalArgumentException("waiting, batch and chained must be from 1 to " + MOST);
    }
    if (seal.compareTo(Duration.ofMillis(10)) < 0 || seal.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("seal must be from 10ms to 1d");
    }
  }
}
