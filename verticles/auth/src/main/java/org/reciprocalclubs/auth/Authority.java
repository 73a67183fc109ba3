package org.reciprocalclubs.auth;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.CustomRole;
import org.reciprocalclubs.auth.rules.Role;
import org.reciprocalclubs.auth.store.AccountTable;
import org.reciprocalclubs.auth.store.AssignmentTable;
import org.reciprocalclubs.auth.store.AssignmentTable.Assignment;
import org.reciprocalclubs.auth.store.RoleTable;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Tx;

/**
 * What somebody may give to others in a club: what they hold there, for as long as they hold it, by what the
 * tables say at this moment and not by their token. Confined to its transaction.
 */
final class Authority {
  /** Null for the platform itself, which holds everything. */
  private final @Nullable UUID person;
  private final Set<String> roles;
  /** Until when each permission is held; {@link Instant#MAX} for those held for good. */
  private final Map<String, Instant> until;

  private Authority(@Nullable UUID person, Set<String> roles, Map<String, Instant> until) {
    this.person = person;
    this.roles = roles;
    this.until = until;
  }

  /**
   * Of the person who asks, in the club that the transaction acts for; the platform itself may give all.
   *
   * @throws Problem UNAUTHORIZED for devices and programs
   */
  static Authority of(Tx tx, Caller caller) {
    if (caller.kind() == Caller.Kind.SYSTEM) {
      return new Authority(null, Set.of(), Map.of());
    }
    if (caller.kind() != Caller.Kind.PERSON) {
      throw Problem.unauthorized("Only a person gives rights to others");
    }
    UUID person = caller.requireSubject();
    Account account = AccountTable.byId(tx, person).orElse(null);
    Map<String, Instant> until = new HashMap<>();
    Set<String> held = account == null ? Set.of() : Set.copyOf(account.roleIds());
    if (account != null && account.isActive()) {
      for (Assignment each : AssignmentTable.ofLogin(tx, person)) {
        if (each.holds(tx.now())) {
          Instant end = each.ends() == null ? Instant.MAX : each.ends();
          granted(tx, each.role())
              .forEach(permission -> until.merge(permission, end, (a, b) -> a.isAfter(b) ? a : b));
        }
      }
    }
    return new Authority(person, held, until);
  }

  /** What a login holds in the club that the transaction acts for, or will. */
  static Set<String> heldOrToCome(Tx tx, UUID login) {
    Set<String> all = new TreeSet<>();
    AssignmentTable.page(tx, login, null, AssignmentService.LISTED_MAX).stream()
        .filter(each -> !each.isOver(tx.now())).forEach(each -> all.addAll(granted(tx, each.role())));
    return all;
  }

  /** What anybody holds in the club that the transaction acts for, or will. */
  static Set<String> heldOrToCome(Tx tx) {
    Set<String> all = new TreeSet<>();
    AssignmentTable.roles(tx).forEach(role -> all.addAll(granted(tx, role)));
    return all;
  }

  /** What the role of that id grants in the club that the transaction acts for. */
  private static Collection<String> granted(Tx tx, String role) {
    return Role.of(role).<Collection<String>>map(Role::permissions).orElseGet(
        () -> RoleTable.byId(tx, UUID.fromString(role)).map(CustomRole::permissions).orElse(Set.of()));
  }

  boolean isOf(UUID login) {
    return login.equals(person);
  }

  boolean holdsRole(String role) {
    return roles.contains(role);
  }

  /**
   * That these are held now.
   *
   * @throws Problem RIGHTS_EXCEED_YOURS
   */
  void requireAll(Collection<String> permissions) {
    if (person != null && !until.keySet().containsAll(permissions)) {
      throw Problem.of(ErrorCode.UNAUTHORIZED, "RIGHTS_EXCEED_YOURS",
          "Nobody gives, changes or takes away a right that they do not hold, nor helps who holds it");
    }
  }

  /**
   * That these are held, and as long as they are to be given.
   *
   * @param end null: for good
   * @throws Problem RIGHTS_EXCEED_YOURS, RIGHTS_OUTLAST_YOURS
   */
  void requireUntil(Collection<String> permissions, @Nullable Instant end) {
    requireAll(permissions);
    Instant given = end == null ? Instant.MAX : end;
    if (person != null
        && permissions.stream().anyMatch(each -> until.getOrDefault(each, Instant.MIN).isBefore(given))) {
      throw Problem.of(ErrorCode.UNAUTHORIZED, "RIGHTS_OUTLAST_YOURS",
          "Nobody gives a right for longer than they hold it themselves").field("endsAt");
    }
  }
}
