package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.ConfirmUserRequest;
import org.reciprocalclubs.codecs.auth.v1.GetKeysRequest;
import org.reciprocalclubs.codecs.auth.v1.GetMeRequest;
import org.reciprocalclubs.codecs.auth.v1.ListMySessionsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListUsersRequest;
import org.reciprocalclubs.codecs.auth.v1.LoginRequest;
import org.reciprocalclubs.codecs.auth.v1.LogoutRequest;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.RegisterRequest;
import org.reciprocalclubs.codecs.auth.v1.Session;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SwitchClubRequest;
import org.reciprocalclubs.codecs.auth.v1.User;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

final class SessionsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static AuthNode node;

  @BeforeAll
  static void start() {
    node = AuthNode.start(DATABASE);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static AuthPayload login(String email, String password) {
    return node.ask(Caller.ANONYMOUS, SessionsGrpcClient.Login,
        LoginRequest.newBuilder().setEmail(email).setPassword(password).build());
  }

  private static AuthPayload refresh(AuthPayload pair) {
    return node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(pair.getRefreshToken()).build());
  }

  private static AuthPayload register(Caller admin, String email) {
    return node.ask(Caller.ANONYMOUS, SessionsGrpcClient.Register,
        RegisterRequest.newBuilder().setEmail(email).setPassword(AuthNode.PASSWORD).setUsername("newcomer")
            .setClubId(admin.requireClub().toString()).setFirstName("New").setLastName("Comer").build());
  }

  @Test
  void aTokenSaysWhoInWhichClubWithWhichRightsAndUntilWhen() {
    Caller admin = node.newClub();
    AuthPayload pair = node.pair(node.newUser(admin, "staff"));
    JsonObject claims = AuthNode.claims(pair.getToken());
    assertThat(claims.getString("iss")).isEqualTo("https://clubs.example");
    assertThat(claims.getString("aud")).isEqualTo("reciprocal-clubs");
    assertThat(claims.getString("club")).isEqualTo(admin.requireClub().toString());
    assertThat(claims.getString("sub")).isEqualTo(pair.getUser().getId());
    assertThat(claims.getJsonArray("roles")).containsExactly("staff");
    assertThat(claims.getJsonArray("perms")).contains("visit.create").doesNotContain("agreement.approve");
    assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(900);
    assertThat(pair.getExpiresAt().getSeconds()).isEqualTo(claims.getLong("exp"));
    String kid = new JsonObject(
        new String(java.util.Base64.getUrlDecoder().decode(pair.getToken().split("\\.", -1)[0]),
            java.nio.charset.StandardCharsets.UTF_8))
        .getString("kid");
    assertThat(node.ask(Caller.ANONYMOUS, SessionsGrpcClient.GetKeys, GetKeysRequest.getDefaultInstance())
        .getKeysList()).extracting(key -> key.getKid()).containsExactly(kid);
  }

  @Test
  void anUnknownAddressAndAWrongPasswordAreAnsweredAlike() {
    Problem unknown = assertRefused(() -> login("nobody@nowhere.example", AuthNode.PASSWORD),
        ErrorCode.UNAUTHENTICATED,
        "INVALID_CREDENTIALS");
    Problem wrong = assertRefused(() -> login(AuthNode.OPERATOR_EMAIL, "wrong horse battery"),
        ErrorCode.UNAUTHENTICATED, "INVALID_CREDENTIALS");
    assertThat(wrong.detail()).isEqualTo(unknown.detail());
    assertRefused(() -> login("no address", "x".repeat(100_000)), ErrorCode.UNAUTHENTICATED,
        "INVALID_CREDENTIALS");
  }

  @Test
  void afterTenWrongPasswordsEvenTheRightOneMustWait() {
    String email = node.newUser(node.newClub(), "staff");
    for (int i = 0; i < 10; i++) {
      assertRefused(() -> login(email, "wrong horse battery"), ErrorCode.UNAUTHENTICATED,
          "INVALID_CREDENTIALS");
    }
    Problem problem = assertRefused(() -> login(email, AuthNode.PASSWORD), ErrorCode.RATE_LIMITED,
        "RATE_LIMITED");
    assertThat(problem.retryAfter()).isNotNull().isLessThanOrEqualTo(Duration.ofMinutes(6));
  }

  @Test
  void whoRegistersHasASessionWithoutRightsUntilTheOfficeConfirms() {
    Caller admin = node.newClub();
    AuthPayload pair = register(admin, "New.Comer@people.example");
    Caller newcomer = AuthNode.caller(pair);
    assertThat(pair.getUser().getStatus()).isEqualTo(User.Status.PENDING_VERIFICATION);
    assertThat(pair.getUser().getEmail()).isEqualTo("new.comer@people.example");
    assertThat(newcomer.permissions()).isEmpty();
    assertRefused(() -> node.ask(newcomer, UsersGrpcClient.ListUsers, ListUsersRequest.getDefaultInstance()),
        ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
    assertThat(node.ask(newcomer, SessionsGrpcClient.GetMe, GetMeRequest.getDefaultInstance()).getId())
        .isEqualTo(pair.getUser().getId());
    ConfirmUserRequest confirm = ConfirmUserRequest.newBuilder().setId(pair.getUser().getId()).build();
    assertThat(node.ask(admin, UsersGrpcClient.ConfirmUser, confirm).getStatus())
        .isEqualTo(User.Status.ACTIVE);
    assertThat(node.ask(admin, UsersGrpcClient.ConfirmUser, confirm).getStatus())
        .isEqualTo(User.Status.ACTIVE);
    assertThat(AuthNode.caller(refresh(pair)).permissions()).containsExactly("member.self");
    assertThat(types(UUID.fromString(pair.getUser().getId()))).containsExactly("UserCreated",
        "UserConfirmed");
    assertRefused(() -> register(admin, "new.comer@PEOPLE.example"), ErrorCode.CONFLICT, "EMAIL_TAKEN");
  }

  @Test
  void registeringNeedsAClubAndALongPassword() {
    Caller admin = node.newClub();
    RegisterRequest good = RegisterRequest.newBuilder().setEmail("a@b.example").setPassword(AuthNode.PASSWORD)
        .setUsername("a").setClubId(admin.requireClub().toString()).setFirstName("A").setLastName("B")
        .build();
    assertRefused(() -> register(good.toBuilder().setPassword("short").build()), ErrorCode.VALIDATION_ERROR,
        "PASSWORD_TOO_SHORT");
    assertInvalid(() -> register(good.toBuilder().setEmail("x").build()), "email");
    assertInvalid(() -> register(good.toBuilder().setFirstName(" ").build()), "firstName");
    assertInvalid(() -> register(good.toBuilder().setClubId(UUID.randomUUID().toString()).build()), "clubId");
    assertInvalid(() -> register(good.toBuilder().setClubId(node.federation().toString()).build()), "clubId");
  }

  private static void register(RegisterRequest request) {
    node.ask(Caller.ANONYMOUS, SessionsGrpcClient.Register, request);
  }

  @Test
  void aRefreshTokenIsSpentOnceButTwoRefreshesAtOnceAgree() {
    AuthPayload first = node.pair(node.newUser(node.newClub(), "staff"));
    AuthPayload second = refresh(first);
    AuthPayload twin = refresh(first);
    assertThat(second.getRefreshToken()).isNotEqualTo(first.getRefreshToken())
        .isEqualTo(twin.getRefreshToken());
    assertThat(AuthNode.caller(second).session()).isEqualTo(AuthNode.caller(first).session());
    AuthPayload third = refresh(second);
    assertThat(third.getRefreshToken()).isNotEqualTo(second.getRefreshToken());
  }

  @Test
  void aSpentTokenThatComesBackAfterItsSuccessorWasUsedEndsTheSession() {
    AuthPayload first = node.pair(node.newUser(node.newClub(), "staff"));
    AuthPayload third = refresh(refresh(first));
    assertRefused(() -> refresh(first), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    assertRefused(() -> refresh(third), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    assertThat(types(session(first))).containsExactly("SessionEnded");
  }

  @Test
  void aSpentTokenThatComesBackLateEndsTheSession() {
    AuthPayload first = node.pair(node.newUser(node.newClub(), "staff"));
    AuthPayload second = refresh(first);
    TimeOffset offset = new TimeOffset(DATABASE.store(), false);
    Duration before = offset.read();
    offset.set(before.plusSeconds(31));
    try {
      assertRefused(() -> refresh(first), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
      assertRefused(() -> refresh(second), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    } finally {
      offset.set(before);
    }
  }

  @Test
  void aSessionEndsAfterItsLifeHoweverOftenItIsRefreshed() {
    AuthPayload first = node.pair(node.newUser(node.newClub(), "member"));
    TimeOffset offset = new TimeOffset(DATABASE.store(), false);
    Duration before = offset.read();
    try {
      offset.set(before.plusDays(10));
      AuthPayload second = refresh(first);
      offset.set(before.plusDays(20));
      AuthPayload third = refresh(second);
      offset.set(before.plusDays(31));
      assertRefused(() -> refresh(third), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    } finally {
      offset.set(before);
    }
  }

  @Test
  void aSessionThatNobodyUsesEndsAndSoonerWhereMoreMayBeDone() {
    Caller admin = node.newClub();
    AuthPayload staff = node.pair(node.newUser(admin, "staff"));
    AuthPayload member = node.pair(node.newUser(admin, "member"));
    TimeOffset offset = new TimeOffset(DATABASE.store(), false);
    Duration before = offset.read();
    try {
      offset.set(before.plusHours(11));
      AuthPayload used = refresh(staff);
      offset.set(before.plusHours(22));
      AuthPayload usedAgain = refresh(used);
      offset.set(before.plusHours(35));
      assertThat(places(AuthNode.caller(usedAgain))).as("where one is signed in").isEmpty();
      assertRefused(() -> refresh(usedAgain), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
      assertThat(types(session(staff))).containsExactly("SessionEnded");
      offset.set(before.plusDays(13));
      AuthPayload still = refresh(member);
      assertThat(places(AuthNode.caller(still))).hasSize(1).allSatisfy(each -> assertThat(
          each.getEndsAt().getSeconds() - each.getLastUsedAt().getSeconds())
          .isEqualTo(Duration.ofDays(14).toSeconds()));
      offset.set(before.plusDays(28));
      assertRefused(() -> refresh(still), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    } finally {
      offset.set(before);
    }
  }

  private static List<Session> places(Caller me) {
    return node.ask(me, SessionsGrpcClient.ListMySessions, ListMySessionsRequest.getDefaultInstance())
        .getSessionsList();
  }

  @Test
  void refreshTokensThatWereNeverGivenOutAreRefused() {
    for (String text : List.of("", "x", "A".repeat(64), "A".repeat(63) + "!")) {
      assertRefused(() -> refresh(AuthPayload.newBuilder().setRefreshToken(text).build()),
          ErrorCode.UNAUTHENTICATED,
          "REFRESH_TOKEN_INVALID");
    }
  }

  @Test
  void loggingOutEndsTheSessionAndItsRefreshTokensOnce() {
    AuthPayload pair = node.pair(node.newUser(node.newClub(), "staff"));
    Caller caller = AuthNode.caller(pair);
    assertThat(node.ask(caller, SessionsGrpcClient.Logout, LogoutRequest.getDefaultInstance()).getEnded())
        .isTrue();
    node.ask(caller, SessionsGrpcClient.Logout, LogoutRequest.getDefaultInstance());
    assertRefused(() -> refresh(pair), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    assertThat(types(session(pair))).containsExactly("SessionEnded");
  }

  @Test
  void aPersonWithRolesInTwoClubsSwitchesBetweenThemAndNobodyElseDoes() {
    Caller home = node.newClub();
    Caller second = node.newClub();
    String email = node.newUser(home, "manager");
    AuthPayload pair = node.pair(email);
    Caller manager = AuthNode.caller(pair);
    SwitchClubRequest there = SwitchClubRequest.newBuilder().setClubId(second.requireClub().toString())
        .build();
    assertRefused(() -> node.ask(manager, SessionsGrpcClient.SwitchClub, there), ErrorCode.NOT_FOUND,
        "NOT_FOUND");
    DATABASE.store().perform(Scope.club(second.requireClub()), tx -> tx.query(
        "insert into auth.role_grant (account, club, role, granted_at) "
            + "values ($1, kit.club(), 'auditor', kit.now())",
        manager.requireSubject()));
    Caller switched = AuthNode.caller(node.ask(manager, SessionsGrpcClient.SwitchClub, there));
    assertThat(switched.club()).isEqualTo(second.club());
    assertThat(switched.roles()).containsExactly("auditor");
    assertThat(types(session(pair))).as("the session that it began with").containsExactly("SessionEnded");
    assertRefused(() -> refresh(pair), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    assertRefused(() -> node.ask(manager, SessionsGrpcClient.SwitchClub, there), ErrorCode.UNAUTHENTICATED,
        "SESSION_ENDED");
    assertThat(node.login(email).club()).as("the club used last").isEqualTo(second.club());
  }

  private static UUID session(AuthPayload pair) {
    return UUID.fromString(AuthNode.claims(pair.getToken()).getString("sid"));
  }

  private static List<String> types(UUID stream) {
    List<String> types = new java.util.ArrayList<>();
    DATABASE.admin("select type from kit.event where stream = $1 order by version", stream)
        .forEach(row -> types.add(row.getString(0).substring(row.getString(0).lastIndexOf('.') + 1)));
    return types;
  }
}
