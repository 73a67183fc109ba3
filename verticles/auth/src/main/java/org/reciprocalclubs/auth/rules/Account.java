package org.reciprocalclubs.auth.rules;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A login as one club sees it. Immutable.
 *
 * @param version of its event stream
 * @param home the club that made it
 * @param club the club that looks
 * @param status ACTIVE, INACTIVE, SUSPENDED or PENDING_VERIFICATION
 * @param roles built-in ones that hold in {@code club} now
 * @param emailVerified whether whoever registered was shown to read what is mailed to the address
 * @param holdings what else it holds in {@code club}
 * @param hasFactor whether it has a second factor
 */
public record Account(UUID id, int version, UUID home, UUID club, Person person, String status,
    Set<Role> roles,
    Instant createdAt, Instant updatedAt, boolean emailVerified, Holdings holdings, boolean hasFactor) {
  public static final String ACTIVE = "ACTIVE";
  public static final String SUSPENDED = "SUSPENDED";
  public static final String PENDING = "PENDING_VERIFICATION";

  /** Who it is. */
  public record Person(String email, String username, @Nullable String firstName,
      @Nullable String lastName) {}

  /** A new login, whose address nobody has confirmed, without a second factor. */
  public Account(UUID id, int version, UUID home, UUID club, Person person, String status, Set<Role> roles,
      Instant createdAt, Instant updatedAt) {
    this(id, version, home, club, person, status, roles, createdAt, updatedAt, false, Holdings.NONE, false);
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

  /** The ids of the roles that it holds in the club: built-in ones, then the club's own. */
  public List<String> roleIds() {
    return Stream.concat(roles.stream().sorted().map(Role::text),
        holdings.custom().stream().map(CustomRole::text).sorted()).toList();
  }

  /** What its roles grant in the club, whether or not it is active; sorted. */
  public SortedSet<String> granted() {
    SortedSet<String> all = Role.permissions(roles);
    holdings.custom().forEach(role -> all.addAll(role.permissions()));
    return all;
  }

  /** Whether it may do more than a member, by whichever role; whether or not it is active. */
  public boolean isOfStaff() {
    return Permission.anyOfStaff(granted());
  }

  /** What it may do in the club: nothing, unless it is active. */
  public Set<String> permissions() {
    return isActive() ? granted() : Set.of();
  }
}
