package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.Rpc;
import org.reciprocalclubs.codecs.auth.v1.AssignRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.CreateRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.FactorsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.GetMeRequest;
import org.reciprocalclubs.codecs.auth.v1.ListFactorsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListUsersRequest;
import org.reciprocalclubs.codecs.auth.v1.LogoutRequest;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.RemoveFactorRequest;
import org.reciprocalclubs.codecs.auth.v1.RolesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SwitchClubRequest;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Permissions;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

/** Rights that ask for a second factor, by whichever role they are held. */
final class FactorRequiredTest {
  private static final TestClock CLOCK = new TestClock(Instant.now());

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static AuthNode lenient;
  private static AuthNode node;
  private static Caller admin;

  @BeforeAll
  static void start() {
    lenient = AuthNode.start(DATABASE);
    admin = lenient.newClub();
    node = new AuthNode(DATABASE, AuthNode.asking(AuthSettings.Who.STAFF), false, CLOCK);
  }

  @AfterAll
  static void stop() {
    lenient.close();
    node.close();
  }

  private static void asksForEnrolment(Runnable act) {
    assertRefused(act::run, ErrorCode.UNAUTHORIZED, "MFA_ENROLMENT_REQUIRED");
  }

  private static AuthPayload refresh(AuthPayload pair) {
    return node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(pair.getRefreshToken()).build());
  }

  @Test
  void withoutOneASessionIsGoodForEnrollingItAndForNothingElse() {
    AuthPayload pair = node.pair(lenient.newUser(admin, "manager"));
    Caller manager = AuthNode.caller(pair);
    assertThat(manager.proof().enrolling()).isTrue();
    assertThat(manager.permissions()).isEmpty();
    assertThat(manager.roles()).isEmpty();
    asksForEnrolment(
        () -> node.ask(manager, UsersGrpcClient.ListUsers, ListUsersRequest.getDefaultInstance()));
    asksForEnrolment(() -> node.ask(manager, SessionsGrpcClient.GetMe, GetMeRequest.getDefaultInstance()));
    asksForEnrolment(() -> node.ask(manager, SessionsGrpcClient.SwitchClub,
        SwitchClubRequest.newBuilder().setClubId(admin.requireClub().toString()).build()));
    assertThat(AuthNode.caller(refresh(pair)).proof().enrolling()).isTrue();
    assertThat(node.ask(manager, FactorsGrpcClient.ListFactors, ListFactorsRequest.getDefaultInstance())
        .getRequired()).isTrue();

    Authenticator phone = Authenticator.enrolled(node, CLOCK, pair);

    assertThat(phone.caller().permissions()).contains("agreement.approve");
    assertThat(node.ask(phone.caller(), UsersGrpcClient.ListUsers, ListUsersRequest.getDefaultInstance())
        .getNodesCount()).isPositive();
    AuthPayload next = HalfLogins.complete(node, node.pair(phone.email()).getChallenge(), phone.code(1));
    assertThat(AuthNode.caller(refresh(next)).permissions()).contains("agreement.approve");
  }

  /** Whatever is added to the contract: who asks is refused, at the door and where it is served. */
  @Test
  void noOtherRpcOfTheContractIsOpenToSuchASession() {
    Caller manager = node.login(lenient.newUser(admin, "manager"));
    List<String> open = Codecs.contract().rpcs().stream().filter(rpc -> isOpen(rpc, manager))
        .map(rpc -> rpc.descriptor().getName()).toList();
    assertThat(open).containsExactlyInAnyOrder("ListFactors", "BeginTotp", "ConfirmTotp", "ListPasskeys",
        "BeginPasskey", "ConfirmPasskey", "StepUp", "Logout");
  }

  private static boolean isOpen(Rpc rpc, Caller caller) {
    if (rpc.isPublic()) {
      return false;
    }
    try {
      Permissions.check(rpc, caller);
      return true;
    } catch (org.reciprocalclubs.kit.bus.Problem refused) {
      assertThat(refused.code()).as(rpc.address()).isEqualTo("MFA_ENROLMENT_REQUIRED");
      return false;
    }
  }

  @Test
  void theLastOneStaysAndSuchASessionMayEnd() {
    Authenticator phone = Authenticator.enrolled(node, CLOCK, node.pair(lenient.newUser(admin, "manager")));
    String id = node.ask(phone.caller(), FactorsGrpcClient.ListFactors,
        ListFactorsRequest.getDefaultInstance()).getFactors(0).getId();
    assertRefused(() -> node.ask(phone.caller(), FactorsGrpcClient.RemoveFactor,
        RemoveFactorRequest.newBuilder().setId(id).build()), ErrorCode.REFUSED, "FACTOR_NEEDED");
    assertThat(node.ask(phone.caller(), FactorsGrpcClient.ListFactors,
        ListFactorsRequest.getDefaultInstance()).getFactorsList()).hasSize(1);
    Caller other = node.login(lenient.newUser(admin, "manager"));
    assertThat(node.ask(other, SessionsGrpcClient.Logout, LogoutRequest.getDefaultInstance()).getEnded())
        .isTrue();
  }

  @Test
  void everyRoleWithARightThatMembersDoNotHaveAsksForOne() {
    for (String role : List.of("staff", "manager", "club_admin", "auditor")) {
      assertThat(enrols(node.pair(lenient.newUser(admin, role)))).as(role).isTrue();
    }
    Caller member = node.login(lenient.newUser(admin, "member"));
    assertThat(member.proof().enrolling()).isFalse();
    assertThat(member.permissions()).isNotEmpty();
    assertThat(enrols(node.pair(AuthNode.OPERATOR_EMAIL))).isTrue();
  }

  private static boolean enrols(AuthPayload pair) {
    return AuthNode.caller(pair).proof().enrolling();
  }

  private static String role(String name, String permission) {
    return lenient.ask(admin, RolesGrpcClient.CreateRole,
        CreateRoleRequest.newBuilder().setName(name).addPermissions(permission).build()).getId();
  }

  private static void assign(AuthPayload to, String role, @Nullable Instant begins, @Nullable Instant ends) {
    AssignRoleRequest.Builder request = AssignRoleRequest.newBuilder().setUserId(to.getUser().getId())
        .setRole(role);
    if (begins != null) {
      request.setBeginsAt(AuthMapper.timestamp(begins));
    }
    if (ends != null) {
      request.setEndsAt(AuthMapper.timestamp(ends));
    }
    lenient.ask(admin, RolesGrpcClient.AssignRole, request.build());
  }

  @Test
  void aRoleThatTheClubMadeAsksForOneByWhatItGrantsAndNotByItsName() {
    AuthPayload warden = node.pair(lenient.newUser(admin, "member"));
    assign(warden, role("Wardens", "visit.read"), null, null);
    assertThat(enrols(refresh(warden))).isTrue();
    Authenticator phone = Authenticator.enrolled(node, CLOCK, node.pair(warden.getUser().getEmail()));
    assertThat(phone.caller().permissions()).containsExactlyInAnyOrder("member.self", "visit.read");
    refusesToRemoveTheLast(phone.caller());

    AuthPayload friend = node.pair(lenient.newUser(admin, "member"));
    assign(friend, role("Staff of honour", "member.self"), null, null);
    assertThat(enrols(refresh(friend))).isFalse();
  }

  @Test
  void aRoleForATimeAsksForOneFromItsBeginningToItsEnd() {
    AuthPayload brief = node.pair(lenient.newUser(admin, "member"));
    assign(brief, "staff", Instant.now().plus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(3)));
    AuthPayload before = refresh(brief);
    assertThat(enrols(before)).isFalse();
    TimeOffset offset = new TimeOffset(DATABASE.store(), false);
    try {
      offset.set(Duration.ofDays(2));
      AuthPayload meanwhile = node.pair(before.getUser().getEmail());
      assertThat(enrols(meanwhile)).isTrue();
      offset.set(Duration.ofDays(4));
      AuthPayload after = refresh(meanwhile);
      assertThat(enrols(after)).isFalse();
      assertThat(AuthNode.caller(after).permissions()).containsExactly("member.self");
    } finally {
      offset.set(Duration.ZERO);
    }
  }

  /** A member at home, who acts for another club. */
  @Test
  void whatIsHeldInTheClubWhereOneIsCountsLikeWhatIsHeldAtHome() {
    AuthPayload home = node.pair(lenient.newUser(admin, "member"));
    Caller second = lenient.newClub();
    DATABASE.store().perform(Scope.club(second.requireClub()), tx -> tx.query(
        "insert into auth.role_grant (account, club, role, granted_at) "
            + "values ($1, kit.club(), 'auditor', kit.now())",
        UUID.fromString(home.getUser().getId())));
    SwitchClubRequest there = SwitchClubRequest.newBuilder().setClubId(second.requireClub().toString())
        .build();
    AuthPayload abroad = node.ask(AuthNode.caller(home), SessionsGrpcClient.SwitchClub, there);
    assertThat(enrols(abroad)).isTrue();
    Authenticator phone = Authenticator.enrolled(node, CLOCK, abroad);
    assertThat(phone.caller().permissions()).contains("visit.read");
    refusesToRemoveTheLast(phone.caller());
  }

  private static void refusesToRemoveTheLast(Caller caller) {
    var factors = node.ask(caller, FactorsGrpcClient.ListFactors, ListFactorsRequest.getDefaultInstance());
    assertThat(factors.getRequired()).isTrue();
    assertRefused(() -> node.ask(caller, FactorsGrpcClient.RemoveFactor,
        RemoveFactorRequest.newBuilder().setId(factors.getFactors(0).getId()).build()), ErrorCode.REFUSED,
        "FACTOR_NEEDED");
  }

  @Test
  void theDefaultIsNobodyInADemonstrationAndStaffInProduction() {
    AuthSettings settings = AuthSettings.DEFAULT;
    assertThat(settings.factorsRequired(false)).isFalse();
    assertThat(settings.factorsRequired(true)).isTrue();
    assertThat(AuthNode.asking(AuthSettings.Who.NOBODY).factorsRequired(true)).isFalse();
    assertThat(AuthNode.asking(AuthSettings.Who.STAFF).factorsRequired(false)).isTrue();
  }
}
