package org.reciprocalclubs.kit.store;

import org.jspecify.annotations.Nullable;

/** Why the store could not do what was asked. Messages are constant; facts are fields of the subclasses. */
public abstract sealed class StoreProblem extends RuntimeException
    permits VersionConflict, SerializationConflict, ConstraintViolated, StoreBusy, StoreAway, StoreFailed,
    LeaseLost,
    KeyReused, StillRunning, MigrationProblem {

  StoreProblem(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** @return whether running the whole transaction again may succeed by itself */
  public boolean worthRerunning() {
    return false;
  }
}
