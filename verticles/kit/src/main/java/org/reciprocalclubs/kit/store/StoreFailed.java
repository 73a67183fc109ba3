package org.reciprocalclubs.kit.store;

import java.util.Set;

/** Everything else: a bug of ours, or a broken database. The cause says which. */
public final class StoreFailed extends StoreProblem {
  /** The class of states that speak of a value (data exception). */
  private static final String DATA = "22";
  /** A character that text cannot hold, and one that jsonb cannot: both mean U+0000. */
  private static final Set<String> NUL = Set.of("22021", "22P05");

  private final String sqlState;

  StoreFailed(String sqlState, Throwable cause) {
    super("the database refused the statement", cause);
    this.sqlState = sqlState;
  }

  /** @return SQLSTATE, or an empty text when the failure did not come from the server */
  public String sqlState() {
    return sqlState;
  }

  /** Whether a value was at fault: the same statement with the same values fails again. */
  public boolean ofValue() {
    return ofValue(sqlState);
  }

  static boolean ofValue(String sqlState) {
    return sqlState.startsWith(DATA);
  }

  /** Whether a text held U+0000, the one character that PostgreSQL cannot keep. */
  public boolean ofNul() {
    return NUL.contains(sqlState);
  }
}
