package org.reciprocalclubs.devledger;

import org.jspecify.annotations.Nullable;

/**
 * The development ledger did not start or cannot go on. The message is one sentence for the person at the
 * keyboard: what is wrong, where, and what helps.
 */
public final class LedgerFailure extends RuntimeException {

  public LedgerFailure(String sentence) {
    this(sentence, null);
  }

  public LedgerFailure(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
