package org.reciprocalclubs.kit.bus;

/**
 * Whether a request was answered as before, because it had been sent before. It is set on the way back and
 * says nothing about what the request is: all marks are equal. Thread-safe.
 */
public final class RepeatMark {
  private volatile boolean set;

  void set() {
    set = true;
  }

  boolean isSet() {
    return set;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RepeatMark;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return Boolean.toString(set);
  }
}
