package org.reciprocalclubs.kit.store;

/** CONFLICT: the first request under this idempotency key has not ended yet; ask again shortly. */
public final class StillRunning extends StoreProblem {
  StillRunning() {
    super("the first request under this key is still running", null);
  }
}
