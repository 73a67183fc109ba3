package org.reciprocalclubs.kit.store;

/**
 * Somebody else appended to the stream first: the expected version was not the newest. Reload, decide again.
 * {@link Store#transact} does that by itself a few times before this reaches a caller.
 */
public final class VersionConflict extends StoreProblem {
  VersionConflict(Throwable cause) {
    super("the stream has moved on", cause);
  }

  @Override
  public boolean worthRerunning() {
    return true;
  }
}
