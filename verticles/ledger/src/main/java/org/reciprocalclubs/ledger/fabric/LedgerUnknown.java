package org.reciprocalclubs.ledger.fabric;

import org.jspecify.annotations.Nullable;

/**
 * Nobody can say now whether the transaction was ordered, or will be. Its id has to be asked about until
 * somebody can.
 */
public final class LedgerUnknown extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean undecided;

  public LedgerUnknown(String detail, @Nullable Throwable cause) {
    this(detail, cause, false);
  }

  /**
   * @param undecided whether somebody was asked, and waited for it in vain
   */
  public LedgerUnknown(String detail, @Nullable Throwable cause, boolean undecided) {
    super(detail, cause);
    this.undecided = undecided;
  }

  /** It was not decided within the wait, which says nothing of whoever was asked. */
  public boolean isUndecided() {
    return undecided;
  }
}
