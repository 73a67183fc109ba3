package org.reciprocalclubs.reciprocal.rules;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the checks of one decision in order. */
final class Checks {
  private static final int RULES = Rule.values().length;

  private final Check[] checks = new Check[RULES];
  private int size;
  private boolean failed;
  private boolean curable = true;
  private boolean late;
  private @Nullable Integer maxGuests;

  void add(Check check) {
    checks[size++] = check;
    if (check instanceof Check.Failed refusal) {
      failed = true;
      cure(refusal);
    }
  }

  private void cure(Check.Failed refusal) {
    switch (refusal.code().cure()) {
      case NONE -> curable = false;
      case TIME -> late = true;
      case PARTY -> maxGuests = refusal.numbers() == null ? null : (Integer) refusal.numbers().limit();
    }
  }

  boolean failed() {
    return failed;
  }

  /** Whether every failure is one that the visitor can cure alone. */
  boolean curable() {
    return curable;
  }

  /** Whether a rule about time failed. */
  boolean late() {
    return late;
  }

  /** The party that would pass, where the party is what failed. */
  @Nullable
  Integer maxGuests() {
    return maxGuests;
  }

  List<Check> list() {
    return List.of(Arrays.copyOf(checks, size));
  }
}
