package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.auth.rules.Permission;
import org.reciprocalclubs.codecs.auth.v1.AssignRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.CreateRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.DeleteRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.ListPermissionsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListRoleAssignmentsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListRolesRequest;
import org.reciprocalclubs.codecs.auth.v1.ListedPermission;
import org.reciprocalclubs.codecs.auth.v1.ListedRole;
import org.reciprocalclubs.codecs.auth.v1.RoleAssignment;
import org.reciprocalclubs.codecs.auth.v1.RolesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.UpdateRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.WithdrawRoleRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.TestDatabase;

/** Roles that clubs make, and who may give what to whom. */
final class RightsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static AuthNode node;
  private static Caller admin;

  @BeforeAll
  static void start() {
    node = AuthNode.start(DATABASE);
    admin = node.newClub();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static ListedRole create(Caller caller, String name, String... permissions) {
    return node.ask(caller, RolesGrpcClient.CreateRole,
        CreateRoleRequest.newBuilder().setName(name).addAllPermissions(List.of(permissions)).build());
  }

  private static ListedRole update(Caller caller, String id, String name, String... permissions) {
    return node.ask(caller, RolesGrpcClient.UpdateRole, UpdateRoleRequest.newBuilder().setId(id).setName(name)
        .addAllPermissions(List.of(permissions)).build());
  }

  private static boolean delete(Caller caller, String id) {
    return node.ask(caller, RolesGrpcClient.DeleteRole, DeleteRoleRequest.newBuilder().setId(id).build())
        .getDeleted();
  }

  private static RoleAssignment assign(Caller caller, String user, String role) {
    return node.ask(caller, RolesGrpcClient.AssignRole,
        AssignRoleRequest.newBuilder().setUserId(user).setRole(role).build());
  }

  private static boolean withdraw(Caller caller, String user, String role) {
    return node.ask(caller, RolesGrpcClient.WithdrawRole,
        WithdrawRoleRequest.newBuilder().setUserId(user).setRole(role).build()).getWithdrawn();
  }

  private static List<ListedRole> roles(Caller caller) {
    return node.ask(caller, RolesGrpcClient.ListRoles, ListRolesRequest.getDefaultInstance()).getRolesList();
  }

  private static List<RoleAssignment> assignments(Caller caller, String user) {
    return node.ask(caller, RolesGrpcClient.ListRoleAssignments,
        ListRoleAssignmentsRequest.newBuilder().setUserId(user).build()).getAssignmentsList();
  }

  /** A login of the club with that role, by its address and id. */
  private static AuthPayload hired(String role) {
    return node.pair(node.newUser(admin, role));
  }

  private static String id(AuthPayload pair) {
    return pair.getUser().getId();
  }

  private static AuthPayload again(AuthPayload pair) {
    return node.pair(pair.getUser().getEmail());
  }

  @Test
  void everybodySignedInReadsTheListOfPermissionsAndWhichOfThemTheyHold() {
    Caller auditor = AuthNode.caller(hired("auditor"));
    List<ListedPermission> listed = node
        .ask(auditor, RolesGrpcClient.ListPermissions, ListPermissionsRequest.getDefaultInstance())
        .getPermissionsList();
    assertThat(listed).hasSize(Permission.values().length);
    assertThat(listed).filteredOn(ListedPermission::getHeld).allMatch(ListedPermission::getReads)
        .extracting(ListedPermission::getName).containsExactlyInAnyOrderElementsOf(auditor.permissions());
    assertThat(listed).filteredOn(ListedPermission::getFederationOnly).extracting(ListedPermission::getName)
        .contains("club.import").doesNotContain("user.create");
  }

  @Test
  void aRoleThatAClubMadeGrantsItsPermissionsBesideOtherRoles() {
    ListedRole wardens = create(admin, "Wardens", "visit.cancel", "visit.read", "visit.read");
    assertThat(wardens.getPermissionsList()).containsExactly("visit.cancel", "visit.read");
    AuthPayload member = hired("member");
    RoleAssignment given = assign(admin, id(member), wardens.getId());
    assertThat(given.getRoleName()).isEqualTo("Wardens");
    assertThat(given.getState()).isEqualTo(RoleAssignment.State.HOLDS);
    AuthPayload now = again(member);
    assertThat(now.getUser().getRolesList()).containsExactly("member", wardens.getId());
    assertThat(AuthNode.caller(now).permissions()).containsExactlyInAnyOrder("member.self", "visit.cancel",
        "visit.read");
    assertThat(AuthNode.caller(now).ownRowsOnly()).isFalse();
    assertThat(roles(admin)).filteredOn(role -> role.getId().equals(wardens.getId()))
        .extracting(ListedRole::getHolders).containsExactly(1);
    assertThat(assignments(admin, id(member))).extracting(RoleAssignment::getRole)
        .containsExactlyInAnyOrder("member", wardens.getId());
    assertRefused(() -> delete(admin, wardens.getId()), ErrorCode.CONFLICT, "ROLE_HELD");
    assertThat(withdraw(admin, id(member), wardens.getId())).isTrue();
    assertThat(withdraw(admin, id(member), wardens.getId())).isFalse();
    assertThat(AuthNode.caller(again(member)).permissions()).containsExactly("member.self");
    assertThat(delete(admin, wardens.getId())).isTrue();
    assertRefused(() -> delete(admin, wardens.getId()), ErrorCode.NOT_FOUND, "NOT_FOUND");
  }

  @Test
  void whoHoldsOnlyWhatMembersHoldSeesOnlyTheirOwnWhateverTheRoleIsCalled() {
    ListedRole guests = create(admin, "Honorary", "member.self");
    AuthPayload somebody = hired("staff");
    assign(admin, id(somebody), guests.getId());
    withdraw(admin, id(somebody), "staff");
    assertThat(AuthNode.caller(again(somebody)).ownRowsOnly()).isTrue();
  }

  @Test
  void aRoleHasANameOfItsOwnAndPermissionsThatThereAre() {
    create(admin, "Once", "visit.read");
    for (String taken : List.of("Once", "ONCE", "manager", "Operator")) {
      assertRefused(() -> create(admin, taken, "visit.read"), ErrorCode.CONFLICT, "ROLE_NAME_TAKEN");
    }
    assertInvalid(() -> create(admin, " ", "visit.read"), "name");
    assertInvalid(() -> create(admin, "x".repeat(61), "visit.read"), "name");
    assertInvalid(() -> create(admin, "two\nlines", "visit.read"), "name");
    assertInvalid(() -> create(admin, "None"), "permissions");
    assertInvalid(() -> create(admin, "Unknown", "visit.anything"), "permissions");
    CallContext call = CallContext.of(admin).withIdempotencyKey("role-1");
    CreateRoleRequest request = CreateRoleRequest.newBuilder().setName("Keyed").addPermissions("visit.read")
        .build();
    assertThat(node.ask(call, RolesGrpcClient.CreateRole, request))
        .isEqualTo(node.ask(call, RolesGrpcClient.CreateRole, request));
    create(node.newClub(), "Once", "visit.read");
  }

  @Test
  void nobodyMakesOrChangesOrGivesOrTakesARoleWithARightThatTheyDoNotHold() {
    ListedRole personnel = create(admin, "Personnel", "role.read", "role.define", "role.assign",
        "visit.read");
    AuthPayload clerk = hired("member");
    assign(admin, id(clerk), personnel.getId());
    Caller weak = AuthNode.caller(again(clerk));
    AuthPayload other = hired("manager");
    ListedRole strong = create(admin, "Strong", "visit.read", "pass.rotate_key");
    for (var attempt : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
        () -> create(weak, "More", "visit.read", "visit.close"),
        () -> update(weak, strong.getId(), "Strong", "visit.read"),
        () -> delete(weak, strong.getId()), () -> assign(weak, id(other), strong.getId()),
        () -> assign(weak, id(other), "staff"), () -> assign(weak, id(other), "club_admin"),
        () -> withdraw(weak, id(other), "manager"))) {
      assertRefused(attempt, ErrorCode.UNAUTHORIZED, "RIGHTS_EXCEED_YOURS");
    }
    assertThat(create(weak, "Less", "visit.read").getHolders()).isZero();
    for (String role : List.of("member", "staff", "manager", "auditor")) {
      Caller without = AuthNode.caller(hired(role));
      assertRefused(() -> create(without, "Mine", "member.self"), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
      assertRefused(() -> assign(without, id(other), "member"), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
    }
  }

  @Test
  void whatATokenStillSaysAfterARoleWasTakenGivesNothingToOthers() {
    AuthPayload second = hired("club_admin");
    Caller before = AuthNode.caller(second);
    AuthPayload accomplice = hired("member");
    assertThat(withdraw(admin, id(second), "club_admin")).isTrue();
    assertRefused(() -> assign(before, id(accomplice), "club_admin"), ErrorCode.UNAUTHORIZED,
        "RIGHTS_EXCEED_YOURS");
    assertRefused(() -> node.ask(before, UsersGrpcClient.CreateUser,
        AuthNode.user("late@people.example", "staff")), ErrorCode.UNAUTHORIZED, "RIGHTS_EXCEED_YOURS");
  }

  @Test
  void nobodyGivesThemselvesRights() {
    AuthPayload second = hired("club_admin");
    Caller caller = AuthNode.caller(second);
    assertRefused(() -> assign(caller, id(second), "auditor"), ErrorCode.UNAUTHORIZED, "OWN_RIGHTS");
    ListedRole own = create(admin, "Held by whom it concerns", "visit.read", "visit.close");
    assign(admin, id(second), own.getId());
    assertRefused(
        () -> update(caller, own.getId(), own.getName(), "visit.read", "visit.close", "visit.cancel"),
        ErrorCode.UNAUTHORIZED, "OWN_RIGHTS");
    assertThat(update(caller, own.getId(), own.getName(), "visit.read").getPermissionsList())
        .containsExactly("visit.read");
    assertThat(withdraw(caller, id(second), own.getId())).isTrue();
  }

  @Test
  void aClubKeepsSomebodyWhoGivesRolesForGood() {
    Caller only = node.newClub();
    String me = only.requireSubject().toString();
    assertRefused(() -> withdraw(only, me, "club_admin"), ErrorCode.CONFLICT, "LAST_ADMIN");
    AuthPayload second = node.pair(node.newUser(only, "club_admin"));
    node.ask(only, RolesGrpcClient.AssignRole, AssignRoleRequest.newBuilder().setUserId(id(second))
        .setRole("club_admin").setEndsAt(Timestamp.newBuilder().setSeconds(1_900_000_000L))
        .build());
    assertRefused(() -> withdraw(only, me, "club_admin"), ErrorCode.CONFLICT, "LAST_ADMIN");
    assign(only, id(second), "club_admin");
    assertThat(withdraw(only, me, "club_admin")).isTrue();
  }

  @Test
  void theFederationsRightsAreItsOwnClubsAndAClubsAreNotTheFederations() {
    Caller operator = node.operator();
    assertInvalid(() -> create(admin, "Clock", "clock.set"), "permissions");
    assertInvalid(() -> create(operator, "Desk", "visit.create"), "permissions");
    AuthPayload helper = node.pair(node.newUser(operator, "operator"));
    ListedRole tiers = create(operator, "Tiers", "club.set_tier");
    assign(operator, id(helper), tiers.getId());
    assertRefused(() -> assign(operator, id(helper), "staff"), ErrorCode.NOT_FOUND, "NOT_FOUND");
    AuthPayload member = hired("member");
    assertRefused(() -> assign(admin, id(member), "operator"), ErrorCode.NOT_FOUND, "NOT_FOUND");
    assertRefused(() -> assign(admin, id(member), "kiosk"), ErrorCode.NOT_FOUND, "NOT_FOUND");
    assertThat(roles(operator)).extracting(ListedRole::getId).containsExactly("operator", tiers.getId());
    assertThat(roles(admin)).filteredOn(ListedRole::getBuiltIn).extracting(ListedRole::getId)
        .containsExactly("member", "staff", "manager", "club_admin", "auditor");
  }

  @Test
  void anotherClubsRolesAndLoginsAreNotThere() {
    Caller stranger = node.newClub();
    ListedRole role = create(admin, "Secret", "visit.read");
    AuthPayload member = hired("member");
    AuthPayload theirs = node.pair(node.newUser(stranger, "member"));
    for (var attempt : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
        () -> update(stranger, role.getId(), "Mine", "visit.read"), () -> delete(stranger, role.getId()),
        () -> assign(stranger, id(member), "staff"), () -> assign(stranger, id(theirs), role.getId()),
        () -> withdraw(stranger, id(member), "member"), () -> assignments(stranger, id(member)),
        () -> assign(stranger, id(theirs), UUID.randomUUID().toString()))) {
      assertRefused(attempt, ErrorCode.NOT_FOUND, "NOT_FOUND");
    }
    assertThat(roles(stranger)).extracting(ListedRole::getName).doesNotContain("Secret");
  }

  @Test
  void devicesAndOthersWhoAreNobodyGiveNothing() {
    Caller kiosk = new Caller(Caller.Kind.DEVICE, UUID.randomUUID(), admin.club(), null, UUID.randomUUID(),
        Set.of("role.assign", "role.define", "visit.read"), Set.of("kiosk"));
    assertRefused(() -> create(kiosk, "Mine", "visit.read"), ErrorCode.UNAUTHORIZED,
        "STEP_UP_REQUIRED");
  }

  @Test
  void aClubHasOnlySoManyRolesOfItsOwn() {
    Caller busy = node.newClub();
    for (int i = 0; i < RoleService.ROLES_MAX; i++) {
      create(busy, "Role " + i, "visit.read");
    }
    assertRefused(() -> create(busy, "One more", "visit.read"), ErrorCode.CONFLICT, "TOO_MANY_ROLES");
  }
}
