package org.reciprocalclubs.kit.store;

/** A limit was reached: a lock, statement or transaction timeout, or no connection was free. Later may do. */
public final class StoreBusy extends StoreProblem {
  StoreBusy(Throwable cause) {
    super("the database is busy", cause);
  }
}
