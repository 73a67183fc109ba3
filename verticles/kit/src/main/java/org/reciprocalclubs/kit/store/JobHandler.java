package org.reciprocalclubs.kit.store;

/** Does one kind of job. */
@FunctionalInterface
public interface JobHandler {
  /**
   * Runs within the transaction that also marks the job done, scoped to the job's club: both happen or
   * neither. An exception rolls back, and the job is tried again later. It must be short; work outside the
   * database (mail, say) belongs to a follower of an event that this appends.
   */
  void run(Tx tx, Job job);
}
