package org.reciprocalclubs.auth.keys;

/**
 * What one password hash costs (Argon2id). Immutable.
 *
 * @param memoryKib memory in KiB
 * @param passes iterations
 * @param lanes parallelism
 */
public record PasswordCost(int memoryKib, int passes, int lanes) {
  /** The first choice of the OWASP Password Storage Cheat Sheet: 19 MiB, two passes. */
  public static final PasswordCost DEFAULT = new PasswordCost(19_456, 2, 1);

  public PasswordCost {
    if (memoryKib < 8 * lanes || memoryKib > 1_048_576 || passes < 1 || passes > 100 || lanes < 1
        || lanes > 16) {
      throw new IllegalArgumentException("These are no costs for Argon2id");
    }
  }
}
