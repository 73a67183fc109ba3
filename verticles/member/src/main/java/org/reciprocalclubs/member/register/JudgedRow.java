package org.reciprocalclubs.member.register;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the file with what was found about it. Immutable.
 *
 * @param line where it starts, as an editor shows it
 * @param number the member's number as written; may be empty
 * @param entry what it says; null where an error keeps it out
 * @param issues what was found
 */
public record JudgedRow(int line, String number, @Nullable Entry entry, List<Issue> issues) {
  public JudgedRow {
    issues = List.copyOf(issues);
    if (entry == null && issues.stream().noneMatch(Issue::isError)) {
      throw new IllegalArgumentException("a row is kept out for a reason");
    }
  }
}
