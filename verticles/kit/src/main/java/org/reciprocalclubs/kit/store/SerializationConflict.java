package org.reciprocalclubs.kit.store;

/**
 * PostgreSQL chose this transaction to give way (serialization failure, SQLSTATE 40001, or deadlock, 40P01).
 */
public final class SerializationConflict extends StoreProblem {
  SerializationConflict(Throwable cause) {
    super("the transaction had to give way", cause);
  }

  @Override
  public boolean worthRerunning() {
    return true;
  }
}
