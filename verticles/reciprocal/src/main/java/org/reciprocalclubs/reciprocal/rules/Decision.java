package org.reciprocalclubs.reciprocal.rules;

/** Come in, or not, and why. */
public sealed interface Decision {

  Verdict verdict();

  /** Every rule passed. */
  record Admitted(Verdict verdict) implements Decision {}

  /** At least one rule failed. */
  record Refused(Verdict verdict) implements Decision {}
}
