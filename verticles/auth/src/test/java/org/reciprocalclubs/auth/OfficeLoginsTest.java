package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.CreateRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.CredentialsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.RegisterRequest;
import org.reciprocalclubs.codecs.auth.v1.ReinstateUserRequest;
import org.reciprocalclubs.codecs.auth.v1.RequestPasswordResetRequest;
import org.reciprocalclubs.codecs.auth.v1.RolesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SuspendUserRequest;
import org.reciprocalclubs.codecs.auth.v1.SwitchClubRequest;
import org.reciprocalclubs.codecs.auth.v1.User;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Proof;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;

/** A login that its club's office shuts out, and lets in again. */
final class OfficeLoginsTest {
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

  private static User suspend(Caller caller, String user) {
    return node.ask(caller, UsersGrpcClient.SuspendUser,
        SuspendUserRequest.newBuilder().setUserId(user).build());
  }

  private static User reinstate(Caller caller, String user) {
    return node.ask(caller, UsersGrpcClient.ReinstateUser,
        ReinstateUserRequest.newBuilder().setUserId(user).build());
  }

  private static AuthPayload refresh(AuthPayload pair) {
    return node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(pair.getRefreshToken()).build());
  }

  private static List<String> events(String stream) {
    List<String> types = new ArrayList<>();
    DATABASE.admin("select type from kit.event where stream = $1 order by version", UUID.fromString(stream))
        .forEach(row -> types.add(row.getString(0).substring(row.getString(0).lastIndexOf('.') + 1)));
    return types;
  }

  @Test
  void aSuspendedLoginsSessionsEndEverywhereAndNobodySignsInToItUntilItIsReinstated() {
    AuthPayload here = node.pair(node.newUser(admin, "manager"));
    String user = here.getUser().getId();
    String email = here.getUser().getEmail();
    Caller second = node.newClub();
    DATABASE.store().perform(Scope.club(second.requireClub()), tx -> tx.query(
        "insert into auth.role_grant (account, club, role, granted_at) "
            + "values ($1, kit.club(), 'auditor', kit.now())",
        UUID.fromString(user)));
    AuthPayload abroad = node.ask(AuthNode.caller(node.pair(email)), SessionsGrpcClient.SwitchClub,
        SwitchClubRequest.newBuilder().setClubId(second.requireClub().toString()).build());

    assertThat(suspend(admin, user).getStatus()).isEqualTo(User.Status.SUSPENDED);

    for (AuthPayload each : List.of(here, abroad)) {
      assertRefused(() -> refresh(each), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
      assertThat(events(AuthNode.session(each.getToken()).toString())).containsExactly("SessionEnded");
    }
    assertRefused(() -> node.pair(email), ErrorCode.UNAUTHORIZED, "ACCOUNT_NOT_ACTIVE");
    node.ask(Caller.ANONYMOUS, CredentialsGrpcClient.RequestPasswordReset,
        RequestPasswordResetRequest.newBuilder().setEmail(email).build());
    assertThat(suspend(admin, user).getPermissionsList()).isEmpty();
    assertThat(reinstate(admin, user).getStatus()).isEqualTo(User.Status.ACTIVE);
    assertThat(AuthNode.caller(node.pair(email)).permissions()).isNotEmpty();
    assertThat(reinstate(admin, user).getRolesList()).containsExactly("manager");
    assertThat(events(user)).containsExactly("UserCreated", "UserSuspended", "UserReinstated");
  }

  @Test
  void aHalfDoneLoginIsNotFinishedAfterwards() {
    Authenticator phone = Authenticator.enrolled(node, java.time.Clock.systemUTC(),
        node.pair(node.newUser(admin, "staff")));
    String half = node.pair(phone.email()).getChallenge();
    suspend(admin, phone.caller().requireSubject().toString());
    assertRefused(() -> HalfLogins.complete(node, half, phone.code(1)), ErrorCode.UNAUTHENTICATED,
        "CHALLENGE_INVALID");
  }

  @Test
  void nobodyDoesItToThemselvesNorToWhomTheyDoNotKnow() {
    assertRefused(() -> suspend(admin, admin.requireSubject().toString()), ErrorCode.UNAUTHORIZED,
        "OWN_LOGIN");
    String user = node.pair(node.newUser(admin, "staff")).getUser().getId();
    Caller stranger = node.newClub();
    for (Caller each : List.of(stranger, node.operator())) {
      assertThat(assertRefused(() -> suspend(each, user), ErrorCode.NOT_FOUND, "NOT_FOUND").field())
          .isEqualTo("userId");
      assertRefused(() -> reinstate(each, user), ErrorCode.NOT_FOUND, "NOT_FOUND");
    }
    assertInvalid(() -> suspend(admin, "x"), "userId");
    Caller manager = node.login(node.newUser(admin, "manager"));
    assertRefused(() -> suspend(manager, user), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
    Caller careless = new Caller(Caller.Kind.PERSON, admin.subject(), admin.club(), null, admin.session(),
        admin.permissions(), admin.roles(), new Proof(true, Instant.now().minusSeconds(1), false));
    assertRefused(() -> suspend(careless, user), ErrorCode.UNAUTHORIZED, "STEP_UP_REQUIRED");
  }

  @Test
  void nobodyDoesItToWhoeverMayDoMore() {
    String wardens = node.ask(admin, RolesGrpcClient.CreateRole,
        CreateRoleRequest.newBuilder().setName("Wardens").addPermissions("user.suspend").build()).getId();
    AuthPayload warden = node.pair(node.newUser(admin, "member"));
    node.ask(admin, RolesGrpcClient.AssignRole, org.reciprocalclubs.codecs.auth.v1.AssignRoleRequest
        .newBuilder().setUserId(warden.getUser().getId()).setRole(wardens).build());
    Caller caller = AuthNode.caller(refresh(warden));
    String manager = node.pair(node.newUser(admin, "manager")).getUser().getId();
    String member = node.pair(node.newUser(admin, "member")).getUser().getId();
    assertRefused(() -> suspend(caller, manager), ErrorCode.UNAUTHORIZED, "RIGHTS_EXCEED_YOURS");
    suspend(admin, manager);
    assertRefused(() -> reinstate(caller, manager), ErrorCode.UNAUTHORIZED, "RIGHTS_EXCEED_YOURS");
    suspend(caller, member);
    reinstate(caller, member);
  }

  @Test
  void whoeverWaitsToBeConfirmedIsNeitherSuspendedNorReinstated() {
    String pending = node.ask(Caller.ANONYMOUS, SessionsGrpcClient.Register, RegisterRequest.newBuilder()
        .setEmail("waits@people.example").setPassword(AuthNode.PASSWORD).setUsername("newcomer")
        .setClubId(admin.requireClub().toString()).setFirstName("New").setLastName("Comer").build()).getUser()
        .getId();
    assertRefused(() -> suspend(admin, pending), ErrorCode.CONFLICT, "USER_NOT_ACTIVE");
    assertRefused(() -> reinstate(admin, pending), ErrorCode.CONFLICT, "USER_NOT_SUSPENDED");
  }
}
