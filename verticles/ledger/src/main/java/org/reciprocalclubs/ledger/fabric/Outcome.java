package org.reciprocalclubs.ledger.fabric;

/** What has become of a transaction that was ordered; final, and the same at every peer. */
public sealed interface Outcome {
  /** It stands. */
  record Valid(long block) implements Outcome {}

  /**
   * It has no effect and never will; its id is used up.
   *
   * @param code such as {@code MVCC_READ_CONFLICT}, of Fabric's {@code TxValidationCode}
   */
  record Invalid(String code) implements Outcome {}
}
