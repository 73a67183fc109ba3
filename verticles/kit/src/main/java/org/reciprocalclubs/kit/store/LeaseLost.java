package org.reciprocalclubs.kit.store;

/**
 * The work is no longer ours: another process took the lease while we were not looking. Nothing was written.
 */
public final class LeaseLost extends StoreProblem {
  private final String name;

  LeaseLost(String name) {
    super("the lease is held by another", null);
    this.name = name;
  }

  /** @return which lease */
  public String name() {
    return name;
  }
}
