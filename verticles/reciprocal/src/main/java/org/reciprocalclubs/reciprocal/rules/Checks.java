package org.reciprocalclubs.reciprocal.rules;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the checks of one decision in order. */
final class Checks {
  /** As many as most terms of three scopes need; there may be more. */
  private static final int USUAL = 32;
  private static final int FEW = 8;

  private Check[] checks;
  private int size;
  private boolean failed;
  private boolean curable = true;
  private boolean late;
  private boolean crowded;
  private @Nullable Integer maxNights;

  Checks() {
    this(USUAL);
  }

  private Checks(int capacity) {
    checks = new Check[capacity];
  }

  /** Where only some rules are checked; there may be more. */
  static Checks few() {
    return new Checks(FEW);
  }

  void add(Check check) {
    if (size == checks.length) {
      checks = Arrays.copyOf(checks, 2 * size);
    }
    checks[size++] = check;
    if (check instanceof Check.Failed refusal) {
      failed = true;
      cure(refusal.code().cure());
    }
  }

  /** One that is cured otherwise than its code says. */
  void add(Check.Failed refusal, Code.Cure cure) {
    if (size == checks.length) {
      checks = Arrays.copyOf(checks, 2 * size);
    }
    checks[size++] = refusal;
    failed = true;
    cure(cure);
  }

  /** What has to be done besides. */
  void cure(Code.Cure cure) {
    switch (cure) {
      case NONE -> curable = false;
      case TIME -> late = true;
      case PARTY -> crowded = true;
      case STAY -> {
        // the rule that counted has said how many with maxNights
      }
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

  /** Whether a rule failed that a smaller party would pass. */
  boolean crowded() {
    return crowded;
  }

  /** So many nights would pass, by one of the rules. */
  void maxNights(int most) {
    maxNights = maxNights == null ? most : (Integer) Math.min(maxNights, most);
  }

  /** The longest stay that would pass, where its length is what failed. */
  @Nullable
  Integer maxNights() {
    return maxNights;
  }

  List<Check> list() {
    return List.of(Arrays.copyOf(checks, size));
  }
}
