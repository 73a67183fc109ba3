package org.reciprocalclubs.kit.boot;

import org.jspecify.annotations.Nullable;

/**
 * An embedded service did not start. The message is one sentence for the person at the keyboard: what is
 * wrong, where, and what helps. It is meant to be printed alone, without a stack.
 */
public final class EmbeddedFailure extends RuntimeException {

  public EmbeddedFailure(String sentence) {
    this(sentence, null);
  }

  public EmbeddedFailure(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
