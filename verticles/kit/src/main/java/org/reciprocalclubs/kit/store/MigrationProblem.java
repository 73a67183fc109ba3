package org.reciprocalclubs.kit.store;

import org.jspecify.annotations.Nullable;

/** The database cannot be brought to the schema that this program expects. */
public final class MigrationProblem extends StoreProblem {
  private final String migration;

  MigrationProblem(String message, String migration, @Nullable Throwable cause) {
    super(message, cause);
    this.migration = migration;
  }

  /** @return the file it is about, such as {@code kit/V001__events.sql} */
  public String migration() {
    return migration;
  }

  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message stays constant; the file is a fact beside it
  public String toString() {
    return super.toString() + " [" + migration + "]";
  }
}
