package org.reciprocalclubs.auth;

import com.google.protobuf.ProtocolStringList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.CustomRole;
import org.reciprocalclubs.auth.rules.Permission;
import org.reciprocalclubs.auth.rules.Role;
import org.reciprocalclubs.auth.store.AssignmentTable;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.auth.store.RoleTable;
import org.reciprocalclubs.codecs.auth.v1.CreateRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.DeleteRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.DeleteRoleResponse;
import org.reciprocalclubs.codecs.auth.v1.ListPermissionsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListPermissionsResponse;
import org.reciprocalclubs.codecs.auth.v1.ListRolesRequest;
import org.reciprocalclubs.codecs.auth.v1.ListRolesResponse;
import org.reciprocalclubs.codecs.auth.v1.ListedPermission;
import org.reciprocalclubs.codecs.auth.v1.ListedRole;
import org.reciprocalclubs.codecs.auth.v1.RoleChanged;
import org.reciprocalclubs.codecs.auth.v1.RoleCreated;
import org.reciprocalclubs.codecs.auth.v1.RoleDeleted;
import org.reciprocalclubs.codecs.auth.v1.UpdateRoleRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.ConstraintViolated;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** Permissions, and the roles that clubs make of them. For virtual threads; thread-safe. */
final class RoleService {
  /** More than an office can tell apart. */
  static final int ROLES_MAX = 100;
  private static final int NAME_CHARS_MAX = 60;

  private final Store store;
  private final KeptAnswers kept;

  RoleService(Store store, KeptAnswers kept) {
    this.store = store;
    this.kept = kept;
  }

  ListPermissionsResponse permissions(ListPermissionsRequest request) {
    Caller caller = CallContext.current().caller();
    ListPermissionsResponse.Builder answer = ListPermissionsResponse.newBuilder();
    for (Permission each : Permission.values()) {
      answer.addPermissions(ListedPermission.newBuilder().setName(each.text()).setAllows(each.allows())
          .setReads(each.reads()).setFederationOnly(!each.isForClubs()).setForPrograms(each.isForPrograms())
          .setHeld(caller.holds(each.text())));
    }
    return answer.build();
  }

  ListRolesResponse list(ListRolesRequest request) {
    UUID club = CallContext.current().caller().requireClub();
    return store.read(Scope.club(club), tx -> {
      boolean federation = isFederation(tx, club);
      Map<String, Integer> holders = RoleTable.holders(tx);
      ListRolesResponse.Builder answer = ListRolesResponse.newBuilder();
      Stream.of(Role.values()).filter(role -> role.isOf(federation)).forEach(role -> answer
          .addRoles(ListedRole.newBuilder().setId(role.text()).setName(role.text()).setBuiltIn(true)
              .addAllPermissions(role.permissions()).setHolders(holders.getOrDefault(role.text(), 0))));
      RoleTable.all(tx).forEach(
          role -> answer.addRoles(AuthMapper.role(role, holders.getOrDefault(role.text(), 0))));
      return answer.build();
    });
  }

  ListedRole create(CreateRoleRequest request) {
    Caller caller = CallContext.current().caller();
    UUID club = caller.requireClub();
    CustomRole role = new CustomRole(Ids.uuid7(), 1, name(request.getName()),
        known(request.getPermissionsList()), Ids.uuid7());
    return store.transact(Scope.club(club),
        tx -> kept.once(tx, "CreateRole", request, ListedRole.getDefaultInstance(), () -> {
          checkOfClub(tx, club, role);
          Authority.of(tx, caller).requireAll(role.permissions());
          RoleTable.lock(tx);
          if (RoleTable.all(tx).size() >= ROLES_MAX) {
            throw Problem.conflict("TOO_MANY_ROLES", "A club has at most " + ROLES_MAX + " roles of its own");
          }
          unique(() -> RoleTable.insert(tx, role, caller.subject()));
          Facts.append(tx, role.id(), 0, club, RoleCreated.newBuilder().setRoleId(role.text())
              .setClubId(club.toString()).setName(role.name()).addAllPermissions(role.sorted()).build());
          return AuthMapper.role(role, 0);
        }));
  }

  ListedRole update(UpdateRoleRequest request) {
    UUID id = Uuids.read("id", request.getId());
    String name = name(request.getName());
    Set<String> permissions = known(request.getPermissionsList());
    Caller caller = CallContext.current().caller();
    UUID club = caller.requireClub();
    return store.transact(Scope.club(club), tx -> {
      CustomRole before = RoleTable.forUpdate(tx, id).orElseThrow(RoleService::unknown);
      CustomRole after = new CustomRole(id, before.version() + 1, name, permissions, Ids.uuid7());
      checkOfClub(tx, club, after);
      checkAuthority(Authority.of(tx, caller), before, after);
      int holders = RoleTable.holders(tx).getOrDefault(before.text(), 0);
      if (before.name().equals(name) && before.permissions().equals(permissions)) {
        CallContext.current().markHit();
        return AuthMapper.role(before, holders);
      }
      unique(() -> RoleTable.update(tx, after));
      RoleTable.end(tx, before.rights());
      Facts.append(tx, id, before.version(), club, RoleChanged.newBuilder().setRoleId(after.text())
          .setClubId(club.toString()).setName(name).addAllPermissions(after.sorted())
          .setEndedRightsId(before.rights().toString()).build());
      return AuthMapper.role(after, holders);
    });
  }

  private static void checkAuthority(Authority authority, CustomRole before, CustomRole after) {
    authority.requireAll(before.permissions());
    Set<String> added = new TreeSet<>(after.permissions());
    added.removeAll(before.permissions());
    authority.requireUntil(added, null);
    if (authority.holdsRole(before.text()) && !added.isEmpty()) {
      throw own();
    }
  }

  DeleteRoleResponse delete(DeleteRoleRequest request) {
    UUID id = Uuids.read("id", request.getId());
    Caller caller = CallContext.current().caller();
    UUID club = caller.requireClub();
    return store.transact(Scope.club(club), tx -> {
      CustomRole role = RoleTable.forUpdate(tx, id).orElseThrow(RoleService::unknown);
      Authority.of(tx, caller).requireAll(role.permissions());
      if (AssignmentTable.isOpen(tx, role.text())) {
        throw Problem.conflict("ROLE_HELD", "Somebody holds this role, or will");
      }
      RoleTable.delete(tx, id);
      Facts.append(tx, id, role.version(), club,
          RoleDeleted.newBuilder().setRoleId(role.text()).setClubId(club.toString()).build());
      return DeleteRoleResponse.newBuilder().setDeleted(true).build();
    });
  }

  private static String name(String text) {
    String name = RequestFields.text("name", text, NAME_CHARS_MAX);
    if (name.indexOf('\n') >= 0) {
      throw Problem.validation("name", "It is one line");
    }
    if (Role.of(name.toLowerCase(Locale.ROOT)).isPresent()) {
      throw nameTaken();
    }
    return name;
  }

  private static Set<String> known(ProtocolStringList named) {
    Set<String> permissions = new TreeSet<>(named);
    if (permissions.isEmpty()) {
      throw Problem.validation("permissions", "A role has at least one");
    }
    if (permissions.stream().anyMatch(each -> Permission.of(each).isEmpty())) {
      throw Problem.validation("permissions", "There is no such permission");
    }
    return permissions;
  }

  /** What is the federation's is no club's, and the other way round. */
  private static void checkOfClub(Tx tx, UUID club, CustomRole role) {
    boolean federation = isFederation(tx, club);
    if (!role.permissions().stream().flatMap(each -> Permission.of(each).stream())
        .allMatch(each -> federation ? each.isForFederation() : each.isForClubs())) {
      throw Problem.validation("permissions", "No role of this club has such a permission");
    }
  }

  private static boolean isFederation(Tx tx, UUID club) {
    return ClubTable.byId(tx, club).map(Club::isOperator).orElse(false);
  }

  private static void unique(Runnable write) {
    try {
      write.run();
    } catch (ConstraintViolated refused) {
      throw refused.constraint().equals(RoleTable.NAME_KEY) ? nameTaken() : refused;
    }
  }

  private static Problem nameTaken() {
    return Problem.conflict("ROLE_NAME_TAKEN", "The club has a role of this name").field("name");
  }

  static Problem own() {
    return Problem.of(ErrorCode.UNAUTHORIZED, "OWN_RIGHTS", "Nobody gives themselves rights");
  }

  static Problem unknown() {
    return Problem.notFound("There is no such role").field("id");
  }
}
