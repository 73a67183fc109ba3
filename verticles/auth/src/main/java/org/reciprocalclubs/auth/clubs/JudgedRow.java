package org.reciprocalclubs.auth.clubs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.ClubProfile;

/**
 * A row after it was checked, completed and compared. Immutable.
 *
 * @param row as a person counts, from 1
 * @param key the club's code, else its name, else empty
 * @param known the club that is there already; null for a new one
 * @param wanted what the club should read afterwards; null for a row that is rejected
 * @param issues errors and notes
 */
public record JudgedRow(int row, String key, @Nullable Club known, @Nullable ClubProfile wanted,
    List<Issue> issues) {

  /** What becomes of a row. */
  public enum Outcome {
    CREATED, UPDATED, UNCHANGED, REJECTED
  }

  public JudgedRow {
    issues = List.copyOf(issues);
  }

  public Outcome outcome() {
    if (wanted == null) {
      return Outcome.REJECTED;
    }
    if (known == null) {
      return Outcome.CREATED;
    }
    return wanted.equals(known.profile()) ? Outcome.UNCHANGED : Outcome.UPDATED;
  }
}
