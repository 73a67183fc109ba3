package org.reciprocalclubs.reciprocal.rules;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the checks of one decision in order. */
final class Checks {
  /** As many as most terms need; there may be more, of three scopes. */
  private static final int USUAL = 16;

  private Check[] checks = new Check[USUAL];
  private int size;
  private boolean failed;
  private boolean curable = true;
  private boolean late;
  private @Nullable Integer maxGuests;
  private @Nullable Integer maxNights;

  void add(Check check) {
    if (size == checks.length) {
      checks = Arrays.copyOf(checks, 2 * size);
    }
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
      case PARTY, STAY -> {
        // the rule that counted has said how many with maxGuests or maxNights
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

  /** So many guests would pass, by one of the rules. */
  void maxGuests(int most) {
    maxGuests = maxGuests == null ? most : (Integer) Math.min(maxGuests, most);
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

  /** The party that would pass, where the party is what failed. */
  @Nullable
  Integer maxGuests() {
    return maxGuests;
  }

  List<Check> list() {
    return List.of(Arrays.copyOf(checks, size));
  }
}
