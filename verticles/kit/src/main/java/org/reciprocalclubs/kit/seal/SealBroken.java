package org.reciprocalclubs.kit.seal;

import org.jspecify.annotations.Nullable;

/** Sealed bytes do not open: they were changed, belong elsewhere, or the master key is another. */
public final class SealBroken extends RuntimeException {
  SealBroken(@Nullable Throwable cause) {
    super("the seal is broken", cause);
  }
}
