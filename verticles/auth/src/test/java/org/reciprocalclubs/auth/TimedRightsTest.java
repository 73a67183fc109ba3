package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import com.google.protobuf.Timestamp;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AssignRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.CreateRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.DeleteRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.GetKeysRequest;
import org.reciprocalclubs.codecs.auth.v1.GetMeRequest;
import org.reciprocalclubs.codecs.auth.v1.ListRoleAssignmentsRequest;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.RoleAssignment;
import org.reciprocalclubs.codecs.auth.v1.RolesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SwitchClubRequest;
import org.reciprocalclubs.codecs.auth.v1.UpdateRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.WithdrawRoleRequest;
import org.reciprocalclubs.kit.auth.TokenSettings;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

/** Roles for a time, and how doors learn that rights have changed. */
final class TimedRightsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static AuthNode node;
  private static Caller admin;
  private static EventTail tail;
  private static Tokens door;

  @BeforeAll
  static void start() {
    node = AuthNode.start(DATABASE);
    admin = node.newClub();
    tail = TestDatabase.await(EventTail.start(DATABASE.store()));
    door = door();
  }

  @AfterAll
  static void stop() {
    TestDatabase.await(tail.stop());
    node.close();
  }

  /** What a process with a door asks. */
  private static Tokens door() {
    Revocations revocations = TestDatabase.await(Revocations.follow(DATABASE.store(), tail));
    PublicKey key = TokensTest.publicKey(node
        .ask(Caller.ANONYMOUS, SessionsGrpcClient.GetKeys, GetKeysRequest.getDefaultInstance()).getKeys(0));
    return new Tokens(
        new TokenSettings("https://clubs.example", "reciprocal-clubs", Duration.ofSeconds(5), 100),
        _ -> io.vertx.core.Future.succeededFuture(key), revocations, Clock.systemUTC());
  }

  private static Caller enters(AuthPayload pair) {
    return TestDatabase.await(door.verify(pair.getToken()));
  }

  private static void isTurnedAway(AuthPayload pair) {
    Eventually.until("the door has heard of it",
        () -> door.verify(pair.getToken()).failed());
    assertRefused(() -> enters(pair), ErrorCode.UNAUTHENTICATED, "RIGHTS_CHANGED");
    assertRefused(() -> TestDatabase.await(door().verify(pair.getToken())), ErrorCode.UNAUTHENTICATED,
        "RIGHTS_CHANGED");
  }

  private static AuthPayload refresh(AuthPayload pair) {
    return node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(pair.getRefreshToken()).build());
  }

  private static AuthPayload hired(String role) {
    return node.pair(node.newUser(admin, role));
  }

  private static String role(String name, String... permissions) {
    return node.ask(admin, RolesGrpcClient.CreateRole,
        CreateRoleRequest.newBuilder().setName(name).addAllPermissions(List.of(permissions)).build()).getId();
  }

  private static RoleAssignment assign(Caller caller, AuthPayload to, String role, @Nullable Instant begins,
      @Nullable Instant ends) {
    AssignRoleRequest.Builder request = AssignRoleRequest.newBuilder().setUserId(to.getUser().getId())
        .setRole(role);
    if (begins != null) {
      request.setBeginsAt(at(begins));
    }
    if (ends != null) {
      request.setEndsAt(at(ends));
    }
    return node.ask(caller, RolesGrpcClient.AssignRole, request.build());
  }

  private static Timestamp at(Instant instant) {
    return AuthMapper.timestamp(instant);
  }

  private static void withdraw(Caller caller, AuthPayload from, String role) {
    node.ask(caller, RolesGrpcClient.WithdrawRole,
        WithdrawRoleRequest.newBuilder().setUserId(from.getUser().getId()).setRole(role).build());
  }

  /** The platform's time, which assignments go by. */
  private static Instant now() {
    return Instant.now().plus(new TimeOffset(DATABASE.store(), false).read());
  }

  private static void later(Duration by, Runnable then) {
    TimeOffset offset = new TimeOffset(DATABASE.store(), false);
    Duration before = offset.read();
    try {
      offset.set(before.plus(by));
      then.run();
    } finally {
      offset.set(before);
    }
  }

  @Test
  void aTokenFromBeforeARoleWasGivenOrTakenEntersNoDoorAndTheSessionsNextSaysWhatHolds() {
    AuthPayload member = hired("member");
    assertThat(enters(member).holds("visit.create")).isFalse();
    assign(admin, member, "staff", null, null);
    isTurnedAway(member);
    AuthPayload staff = refresh(member);
    assertThat(enters(staff).holds("visit.create")).isTrue();
    assign(admin, member, "staff", null, null);
    withdraw(admin, member, "staff");
    isTurnedAway(staff);
    AuthPayload again = refresh(staff);
    assertThat(enters(again).permissions()).containsExactly("member.self");
    assertThat(AuthNode.session(again.getToken())).isEqualTo(AuthNode.session(member.getToken()));
  }

  @Test
  void theSameAssignmentAgainChangesNothing() {
    AuthPayload member = hired("member");
    Instant end = now().plus(Duration.ofDays(3));
    RoleAssignment first = assign(admin, member, "staff", null, end);
    AuthPayload staff = refresh(member);
    assertThat(assign(admin, member, "staff", null, end)).isEqualTo(first);
    assertThat(AuthNode.claims(refresh(staff).getToken()).getJsonArray("rights"))
        .isEqualTo(AuthNode.claims(staff.getToken()).getJsonArray("rights"));
  }

  @Test
  void aRoleThatIsChangedChangesWhatItsHoldersMayDoAtEveryDoor() {
    String cashiers = role("Cashiers", "visit.read", "visit.settle");
    AuthPayload member = hired("member");
    AuthPayload bystander = hired("member");
    assign(admin, member, cashiers, null, null);
    AuthPayload cashier = refresh(member);
    assertThat(enters(cashier).holds("visit.settle")).isTrue();
    node.ask(admin, RolesGrpcClient.UpdateRole, UpdateRoleRequest.newBuilder().setId(cashiers)
        .setName("Cashiers").addPermissions("visit.read").build());
    isTurnedAway(cashier);
    assertThat(enters(refresh(cashier)).permissions()).containsExactlyInAnyOrder("member.self", "visit.read");
    enters(bystander);
  }

  @Test
  void aTokenOutlivesNoRoleThatEndsByItself() {
    AuthPayload member = hired("member");
    Instant end = now().plus(Duration.ofMinutes(5));
    assertThat(assign(admin, member, "staff", null, end).getEndsAt()).isEqualTo(at(micros(end)));
    AuthPayload staff = refresh(member);
    assertThat(enters(staff).holds("visit.create")).isTrue();
    assertThat(staff.getExpiresAt().getSeconds()).isLessThanOrEqualTo(at(end).getSeconds());
    assertThat(AuthNode.claims(staff.getToken()).getLong("rights_exp"))
        .isLessThanOrEqualTo(end.toEpochMilli());
    later(Duration.ofMinutes(6), () -> {
      AuthPayload after = refresh(staff);
      assertThat(AuthNode.caller(after).permissions()).containsExactly("member.self");
      assertThat(node.ask(AuthNode.caller(after), SessionsGrpcClient.GetMe, GetMeRequest.getDefaultInstance())
          .getRolesList()).containsExactly("member");
      assertThat(states(member)).containsExactlyInAnyOrder(RoleAssignment.State.HOLDS,
          RoleAssignment.State.ENDED);
    });
  }

  private static Instant micros(Instant at) {
    return at.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
  }

  private static List<RoleAssignment.State> states(AuthPayload of) {
    return node.ask(admin, RolesGrpcClient.ListRoleAssignments,
        ListRoleAssignmentsRequest.newBuilder().setUserId(of.getUser().getId()).build()).getAssignmentsList()
        .stream().map(RoleAssignment::getState).toList();
  }

  @Test
  void aRoleThatBeginsLaterHoldsFromThenOn() {
    AuthPayload member = hired("member");
    Instant begin = now().plus(Duration.ofMinutes(5));
    assign(admin, member, "staff", begin, begin.plus(Duration.ofDays(2)));
    assertThat(states(member)).contains(RoleAssignment.State.BEGINS);
    AuthPayload before = refresh(member);
    assertThat(AuthNode.caller(before).roles()).containsExactly("member");
    assertThat(before.getExpiresAt().getSeconds()).isLessThanOrEqualTo(at(begin).getSeconds());
    later(Duration.ofMinutes(6),
        () -> assertThat(AuthNode.caller(refresh(before)).holds("visit.create")).isTrue());
    assertInvalid(() -> assign(admin, member, "staff", null, now().minusSeconds(1)), "endsAt");
    assertInvalid(() -> assign(admin, member, "staff", begin, begin), "endsAt");
    assertInvalid(() -> assign(admin, member, "staff", null, now().plus(Duration.ofDays(4_000))), "endsAt");
    assertInvalid(() -> assign(admin, member, "staff", now().plus(Duration.ofDays(4_000)), null), "beginsAt");
  }

  @Test
  void nobodyGivesARightForLongerThanTheyHoldIt() {
    AuthPayload deputy = hired("member");
    AuthPayload other = hired("member");
    Instant end = now().plus(Duration.ofDays(10));
    assign(admin, deputy, "club_admin", null, end);
    Caller caller = AuthNode.caller(refresh(deputy));
    assertRefused(() -> assign(caller, other, "staff", null, null), ErrorCode.UNAUTHORIZED,
        "RIGHTS_OUTLAST_YOURS");
    assertRefused(() -> assign(caller, other, "staff", null, end.plusSeconds(1)), ErrorCode.UNAUTHORIZED,
        "RIGHTS_OUTLAST_YOURS");
    assertRefused(() -> node.newUser(caller, "club_admin"), ErrorCode.UNAUTHORIZED, "RIGHTS_OUTLAST_YOURS");
    assertRefused(() -> assign(caller, deputy, "club_admin", null, end.plusSeconds(1)),
        ErrorCode.UNAUTHORIZED, "OWN_RIGHTS");
    assign(caller, other, "staff", null, end.minusSeconds(1));
  }

  @Test
  void aRoleWhoseAssignmentsAreOverMayBeDeleted() {
    String brief = role("Brief", "visit.read");
    AuthPayload member = hired("member");
    assign(admin, member, brief, null, now().plus(Duration.ofMinutes(5)));
    DeleteRoleRequest request = DeleteRoleRequest.newBuilder().setId(brief).build();
    assertRefused(() -> node.ask(admin, RolesGrpcClient.DeleteRole, request), ErrorCode.CONFLICT,
        "ROLE_HELD");
    later(Duration.ofMinutes(6), () -> assertThat(
        node.ask(admin, RolesGrpcClient.DeleteRole, request).getDeleted()).isTrue());
    assertThat(states(member)).containsExactly(RoleAssignment.State.HOLDS);
  }

  @Test
  void rolesHoldInTheirClubAloneAndTheLastOneThereTakesTheSessionsThereWithIt() {
    Caller second = node.newClub();
    AuthPayload here = hired("manager");
    DATABASE.store().perform(Scope.club(second.requireClub()), tx -> tx.query(
        "insert into auth.role_grant (account, club, role, granted_at) "
            + "values ($1, kit.club(), 'auditor', kit.now())",
        UUID.fromString(here.getUser().getId())));
    SwitchClubRequest there = SwitchClubRequest.newBuilder().setClubId(second.requireClub().toString())
        .build();
    AuthPayload leaving = node.pair(here.getUser().getEmail());
    AuthPayload abroad = node.ask(AuthNode.caller(leaving), SessionsGrpcClient.SwitchClub, there);
    assertThat(enters(abroad).roles()).containsExactly("auditor");
    assign(second, here, "staff", null, now().plus(Duration.ofDays(1)));
    withdraw(second, here, "auditor");
    AuthPayload still = refresh(abroad);
    assertThat(enters(still).roles()).containsExactly("staff");
    assertThat(enters(here).roles()).containsExactly("manager");
    withdraw(second, here, "staff");
    assertRefused(() -> refresh(still), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    assertRefused(() -> node.ask(AuthNode.caller(here), SessionsGrpcClient.SwitchClub, there),
        ErrorCode.NOT_FOUND, "NOT_FOUND");
    enters(here);
  }

  @Test
  void whoHoldsNothingAnyMoreSignsInAtHomeWithoutRights() {
    AuthPayload member = hired("member");
    withdraw(admin, member, "member");
    assertThat(AuthNode.caller(refresh(member)).permissions()).isEmpty();
    assertThat(AuthNode.caller(node.pair(member.getUser().getEmail())).permissions()).isEmpty();
    AuthPayload brief = hired("staff");
    assign(admin, brief, "staff", null, now().plus(Duration.ofMinutes(5)));
    later(Duration.ofMinutes(6), () -> assertThat(
        AuthNode.caller(node.pair(brief.getUser().getEmail())).permissions()).isEmpty());
  }

  @Test
  void rightsThatNoTokenNamesAnyMoreAreForgotten() {
    AuthPayload member = hired("member");
    assign(admin, member, "staff", null, null);
    String old = AuthNode.claims(member.getToken()).getJsonArray("rights").getString(0);
    DATABASE.admin("update auth.ended_rights set ended_clock = ended_clock - interval '2 days' where id = $1",
        UUID.fromString(old));
    long before = DATABASE.count("select count(*) from auth.ended_rights");
    Upkeep.forget(DATABASE.store(), Duration.ofDays(7));
    assertThat(DATABASE.count("select count(*) from auth.ended_rights")).isEqualTo(before - 1);
    assertThatThrownBy(() -> DATABASE.store().perform(Scope.club(admin.requireClub()),
        tx -> tx.query("delete from auth.ended_rights"))).isNotInstanceOf(Problem.class);
  }
}
