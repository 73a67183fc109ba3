package org.reciprocalclubs.kit.store;

/** IDEMPOTENCY_KEY_REUSED: the caller sent another request under a key that it has used already. */
public final class KeyReused extends StoreProblem {
  KeyReused() {
    super("the idempotency key belongs to another request", null);
  }
}
