package org.reciprocalclubs.kit.store;

/** Everything else: a bug of ours, or a broken database. The cause says which. */
public final class StoreFailed extends StoreProblem {
  private final String sqlState;

  StoreFailed(String sqlState, Throwable cause) {
    super("the database refused the statement", cause);
    this.sqlState = sqlState;
  }

  /** @return SQLSTATE, or an empty text when the failure did not come from the server */
  public String sqlState() {
    return sqlState;
  }
}
