package org.reciprocalclubs.kit.store;

import java.time.Instant;
import java.util.UUID;

/**
 * Scheduling of work that is due later; {@link JobRunner} does it. Rows stay visible when they are done or
 * dead.
 */
public final class Jobs {
  private static final String SCHEDULE = """
      insert into kit.job (id, club, kind, due, data, created_at) values ($1, $2, $3, $4, $5, $6)""";
  private static final String CANCEL = """
      update kit.job set due = null, done_at = $2 where id = $1 and due is not null""";

  private Jobs() {}

  /**
   * Schedules a job; it exists when the transaction commits.
   *
   * @param club must be the transaction's club
   * @param due by the platform's clock; the past means at once
   * @return the job's id, with which it can be cancelled
   */
  public static UUID schedule(Tx tx, UUID club, String kind, Instant due, byte[] data) {
    UUID id = Ids.uuid7();
    tx.queryAsync(SCHEDULE, id, club, kind, due, data, tx.now());
    return id;
  }

  /** @return whether the job was still due to run, and now will not */
  public static boolean cancel(Tx tx, UUID id) {
    return tx.query(CANCEL, id, tx.now()).rowCount() == 1;
  }
}
