package org.reciprocalclubs.auth.rules;

import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A role that a club made itself. Immutable.
 *
 * @param version of its event stream
 * @param permissions what it grants within the club
 * @param rights names these permissions to tokens: another id whenever they change
 */
public record CustomRole(UUID id, int version, String name, Set<String> permissions, UUID rights) {
  public CustomRole {
    permissions = Set.copyOf(permissions);
  }

  /** The id in tokens, rows and answers. */
  public String text() {
    return id.toString();
  }

  /** What it grants, sorted. */
  public Set<String> sorted() {
    return new TreeSet<>(permissions);
  }
}
