package org.reciprocalclubs.ledger.fabric;

import org.jspecify.annotations.Nullable;

/** It could not be asked, and nothing was ordered: try again later. */
public final class LedgerAway extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerAway(String detail, @Nullable Throwable cause) {
    super(detail, cause);
  }
}
