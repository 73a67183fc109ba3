package org.reciprocalclubs.auth.rules;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A login as one club sees it. Immutable.
 *
 * @param version of its event stream
 * @param home the club that made it
 * @param club the club that looks
 * @param status ACTIVE, INACTIVE, SUSPENDED or PENDING_VERIFICATION
 * @param roles held in {@code club}
 * @param emailVerified whether whoever registered was shown to read what is mailed to the address
 */
public record Account(UUID id, int version, UUID home, UUID club, Person person, String status,
    Set<Role> roles,
    Instant createdAt, Instant updatedAt, boolean emailVerified) {
  public static final String ACTIVE = "ACTIVE";
  public static final String PENDING = "PENDING_VERIFICATION";

  /** Who it is. */
  public record Person(String email, String username, @Nullable String firstName,
      @Nullable String lastName) {}

  /** A login whose address nobody has confirmed. */
  public Account(UUID id, int version, UUID home, UUID club, Person person, String status, Set<Role> roles,
      Instant createdAt, Instant updatedAt) {
    this(id, version, home, club, person, status, roles, createdAt, updatedAt, false);
  }

  public Account {
    roles = Set.copyOf(roles);
  }

  public boolean isActive() {
    return status.equals(ACTIVE);
  }

  public boolean isPending() {
    return status.equals(PENDING);
  }

  /** What it may do in the club: nothing, unless it is active. */
  public Set<String> permissions() {
    return isActive() ? Role.permissions(roles) : Set.of();
  }
}
