package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.auth.rules.Role;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.Rpc;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.FactorsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.GetMeRequest;
import org.reciprocalclubs.codecs.auth.v1.ListFactorsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListUsersRequest;
import org.reciprocalclubs.codecs.auth.v1.LogoutRequest;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.RemoveFactorRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SwitchClubRequest;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Permissions;
import org.reciprocalclubs.kit.store.TestDatabase;

/** Roles that ask for a second factor. */
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
    node = new AuthNode(DATABASE, AuthNode.asking(List.of("manager", "club_admin")), false, CLOCK);
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
    assertThat(open).containsExactlyInAnyOrder("ListFactors", "BeginTotp", "ConfirmTotp", "StepUp", "Logout");
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
  void rolesThatAskForNoneAreFree() {
    for (String role : List.of("member", "staff", "auditor")) {
      Caller caller = node.login(lenient.newUser(admin, role));
      assertThat(caller.proof().enrolling()).isFalse();
      assertThat(caller.permissions()).isNotEmpty();
    }
  }

  @Test
  void theDefaultIsNobodyInADemonstrationAndTheOfficesInProduction() {
    AuthSettings settings = AuthSettings.DEFAULT;
    assertThat(settings.mfaRequired(false)).isEmpty();
    assertThat(settings.mfaRequired(true)).containsExactlyInAnyOrder(Role.MANAGER, Role.CLUB_ADMIN,
        Role.AUDITOR, Role.OPERATOR);
    assertThat(AuthNode.asking(List.of()).mfaRequired(true)).isEmpty();
    assertThat(AuthNode.asking(List.of("staff")).mfaRequired(false)).containsExactly(Role.STAFF);
    for (List<String> bad : List.of(List.of("boss"), List.of("kiosk"), List.of("default", "staff"))) {
      assertThatThrownBy(() -> AuthNode.asking(bad)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("mfaRequiredFor");
    }
  }
}
