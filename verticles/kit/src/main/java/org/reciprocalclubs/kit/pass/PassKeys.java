package org.reciprocalclubs.kit.pass;

import org.jspecify.annotations.Nullable;

/** The trust list: finds a club's key by its id. */
@FunctionalInterface
public interface PassKeys {
  /** The key with that id; null when no club has it. */
  @Nullable
  PassKey find(long kid);
}
