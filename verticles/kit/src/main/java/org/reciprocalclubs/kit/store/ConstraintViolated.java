package org.reciprocalclubs.kit.store;

/**
 * A constraint of the schema refused a row (SQLSTATE class 23). A domain may know what its own names mean.
 */
public final class ConstraintViolated extends StoreProblem {
  private final String constraint;
  private final String sqlState;

  ConstraintViolated(String constraint, String sqlState, Throwable cause) {
    super("a constraint refused the row", cause);
    this.constraint = constraint;
    this.sqlState = sqlState;
  }

  /** @return the constraint's name, or an empty text where PostgreSQL names none */
  public String constraint() {
    return constraint;
  }

  /**
   * @return 23505 for a key that exists, 23503 for a missing parent, 23514 for a check, 23502 for a missing
   * value
   */
  public String sqlState() {
    return sqlState;
  }
}
