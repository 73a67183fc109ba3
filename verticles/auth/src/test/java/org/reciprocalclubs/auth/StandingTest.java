package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.Club;
import org.reciprocalclubs.codecs.auth.v1.ClubSettings;
import org.reciprocalclubs.codecs.auth.v1.ClubsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.FirstAdmin;
import org.reciprocalclubs.codecs.auth.v1.GetClubRequest;
import org.reciprocalclubs.codecs.auth.v1.LoginRequest;
import org.reciprocalclubs.codecs.auth.v1.OnboardClubRequest;
import org.reciprocalclubs.codecs.auth.v1.OnboardClubResponse;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.ReinstateClubRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SuspendClubRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.StoreProblem;
import org.reciprocalclubs.kit.store.TestDatabase;

/** How a club comes into the federation, is kept out for a time, and comes back. */
final class StandingTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static final String REASON = "its dues are not paid";
  private static AuthNode node;

  @BeforeAll
  static void start() {
    node = AuthNode.start(DATABASE);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static OnboardClubRequest.Builder larch(String name, String code, String email) {
    return OnboardClubRequest.newBuilder().setName(name).setCode(code).setKind(Club.Kind.ALPINE)
        .setLocation("Somewhere high").setTimeZone("Europe/Zurich").setCountry("CH").setCurrency("CHF")
        .setTier("GOLD").setSettings(ClubSettings.newBuilder().setMaxVisitsPerMonth(4))
        .setAdmin(FirstAdmin.newBuilder().setEmail(email).setFirstName("Ada").setLastName("Larch")
            .setPassword(AuthNode.PASSWORD));
  }

  private static OnboardClubResponse onboarded(OnboardClubRequest.Builder request) {
    return node.ask(node.operator(), ClubsGrpcClient.OnboardClub, request.build());
  }

  private static Club suspended(Caller club) {
    return node.ask(node.operator(), ClubsGrpcClient.SuspendClub, SuspendClubRequest.newBuilder()
        .setClubId(club.requireClub().toString()).setReason(REASON).build());
  }

  private static Club reinstated(Caller club) {
    return node.ask(node.operator(), ClubsGrpcClient.ReinstateClub,
        ReinstateClubRequest.newBuilder().setClubId(club.requireClub().toString()).build());
  }

  @Test
  void aClubComesWithItsSettingsItsTierAndAnAdministratorWhoMaySignIn() {
    OnboardClubResponse made = onboarded(larch("Larch Alpine Club", "LARCH", "a@larch.example"));
    assertThat(made.getInvited()).isFalse();
    assertThat(made.getClub().getTier()).isEqualTo("GOLD");
    assertThat(made.getClub().getSettings().getMaxVisitsPerMonth()).isEqualTo(4);
    Caller admin = node.login("a@larch.example");
    assertThat(admin.requireClub()).hasToString(made.getClub().getId());
    assertThat(admin.roles()).containsExactly("club_admin");
    assertThat(events(admin.requireClub())).containsExactly("ClubAdmitted");
  }

  @Test
  void theSameUnderTheSameKeyHappensOnce() {
    CallContext call = CallContext.of(node.operator()).withIdempotencyKey("onboard-1");
    OnboardClubRequest request = larch("Once Alpine Club", "ONCE", "a@once.example").build();
    OnboardClubResponse first = node.ask(call, ClubsGrpcClient.OnboardClub, request);
    assertThat(node.ask(call, ClubsGrpcClient.OnboardClub, request)).isEqualTo(first);
  }

  @Test
  void whoIsInvitedHasNoPasswordThatAnybodyKnowsAndOneMail() {
    OnboardClubResponse made = onboarded(larch("Fir Alpine Club", "FIR", "a@fir.example")
        .setAdmin(FirstAdmin.newBuilder().setEmail("a@fir.example").setFirstName("A").setLastName("F")));
    assertThat(made.getInvited()).isTrue();
    Scope club = Scope.club(UUID.fromString(made.getClub().getId()));
    assertThat(count(club, "select count(*) from kit.mail where template = 'INVITATION'")).isOne();
    assertThat(count(club, "select count(*) from auth.mailed_token where purpose = 'INVITATION'")).isOne();
    assertRefused(() -> node.pair("a@fir.example"), ErrorCode.UNAUTHENTICATED, "INVALID_CREDENTIALS");
  }

  @Test
  void whatCannotBeWholeDoesNotHappenAtAll() {
    node.newClub("TAKEN");
    assertRefused(() -> onboarded(larch("Half Club", "TAKEN", "a@half.example")), ErrorCode.CONFLICT,
        "CODE_TAKEN");
    assertRefused(() -> onboarded(larch("Half Club", "HALF", AuthNode.OPERATOR_EMAIL)), ErrorCode.CONFLICT,
        "EMAIL_TAKEN");
    assertInvalid(() -> onboarded(larch("Half Club", "HALF", "nobody")), "admin.email");
    assertInvalid(() -> onboarded(larch("Half Club", "HALF", "a@half.example").setTier("gold")), "tier");
    assertRefused(() -> onboarded(larch("", "HALF", "a@half.example")), ErrorCode.VALIDATION_ERROR,
        "NAME_MISSING");
    assertRefused(() -> onboarded(larch("Half Club", "HALF", "a@half.example").setTimeZone("Moon")),
        ErrorCode.VALIDATION_ERROR, "TIME_ZONE_INVALID");
    assertThat(count(Scope.nobody(), "select count(*) from auth.club where name = 'Half Club'")).isZero();
  }

  @Test
  void nobodyOfASuspendedClubBeginsOrGoesOnUntilItIsReinstated() {
    Caller admin = node.newClub();
    String email = node.newUser(admin, "manager");
    var pair = node.pair(email);
    assertThat(suspended(admin).getSuspension().getReason()).isEqualTo(REASON);
    assertThat(suspended(admin).getStatus()).as("twice is once").isEqualTo(Club.Status.SUSPENDED);
    assertRefused(() -> node.pair(email), ErrorCode.UNAUTHORIZED, "CLUB_NOT_ACTIVE");
    assertRefused(() -> node.ask(Caller.ANONYMOUS, SessionsGrpcClient.Login,
        LoginRequest.newBuilder().setEmail(email).setPassword("wrong").build()), ErrorCode.UNAUTHENTICATED,
        "INVALID_CREDENTIALS");
    var refresh = RefreshTokenRequest.newBuilder().setRefreshToken(pair.getRefreshToken()).build();
    assertRefused(() -> node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken, refresh),
        ErrorCode.UNAUTHORIZED, "CLUB_NOT_ACTIVE");
    assertThat(reinstated(admin).hasSuspension()).isFalse();
    assertThat(reinstated(admin).getStatus()).isEqualTo(Club.Status.ACTIVE);
    assertThat(node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken, refresh).getToken()).isNotEmpty();
    assertThat(events(admin.requireClub())).containsExactly("ClubAdmitted", "ClubSuspended",
        "ClubReinstated");
  }

  @Test
  void aHalfLoginOfASuspendedClubLeadsNowhere() {
    Caller admin = node.newClub();
    String email = node.newUser(admin, "staff");
    Authenticator phone = Authenticator.enrolled(node, Clock.systemUTC(), node.pair(email));
    String challenge = node.pair(email).getChallenge();
    String code = phone.code(1);
    suspended(admin);
    assertRefused(() -> HalfLogins.complete(node, challenge, code), ErrorCode.UNAUTHORIZED,
        "CLUB_NOT_ACTIVE");
    assertRefused(() -> node.pair(email), ErrorCode.UNAUTHORIZED, "CLUB_NOT_ACTIVE");
    reinstated(admin);
    assertThat(HalfLogins.complete(node, challenge, code).getToken()).as("the refusal used nothing up")
        .isNotEmpty();
  }

  @Test
  void whyIsReadByTheOperatorAlone() {
    Caller admin = node.newClub();
    Caller other = node.newClub();
    UUID id = admin.requireClub();
    suspended(admin);
    var get = GetClubRequest.newBuilder().setId(id.toString()).build();
    assertThat(node.ask(node.operator(), ClubsGrpcClient.GetClub, get).getSuspension().getReason())
        .isEqualTo(REASON);
    Club seen = node.ask(other, ClubsGrpcClient.GetClub, get);
    assertThat(seen.getStatus()).isEqualTo(Club.Status.SUSPENDED);
    assertThat(seen.hasSuspension()).isFalse();
    for (Scope scope : List.of(Scope.club(id), Scope.club(other.requireClub()), Scope.nobody())) {
      assertThat(count(scope, "select count(*) from auth.club_suspension")).isZero();
    }
  }

  @Test
  void onlyTheOperatorSaysWhoTakesPartAndItsOwnClubAlwaysDoes() {
    Caller admin = node.newClub();
    Caller impostor = new Caller(Caller.Kind.PERSON, admin.subject(), admin.club(), null, admin.session(),
        Set.of("club.suspend", "club.import"), Set.of("club_admin"), admin.proof());
    var own = SuspendClubRequest.newBuilder().setClubId(admin.requireClub().toString()).setReason("x")
        .build();
    assertRefused(() -> node.ask(admin, ClubsGrpcClient.SuspendClub, own), ErrorCode.UNAUTHORIZED,
        "UNAUTHORIZED");
    assertRefused(() -> node.ask(impostor, ClubsGrpcClient.SuspendClub, own), ErrorCode.UNAUTHORIZED,
        "UNAUTHORIZED");
    assertRefused(() -> node.ask(impostor, ClubsGrpcClient.OnboardClub,
        larch("Evil Club", "EVIL", "a@evil.example").build()), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
    assertThatThrownBy(() -> DATABASE.store().perform(Scope.club(admin.requireClub()),
        tx -> tx.query("update auth.club set status = 'INACTIVE' where id = $1", admin.requireClub())))
        .isInstanceOf(StoreProblem.class);
    assertThatThrownBy(() -> DATABASE.store().perform(Scope.federation(node.federation()),
        tx -> tx.query("update auth.club set status = 'SUSPENDED' where id = $1", node.federation())))
        .isInstanceOf(StoreProblem.class);
    for (UUID none : List.of(node.federation(), new UUID(1, 1))) {
      assertRefused(() -> node.ask(node.operator(), ClubsGrpcClient.SuspendClub,
          own.toBuilder().setClubId(none.toString()).build()), ErrorCode.NOT_FOUND, "NOT_FOUND");
    }
    assertInvalid(() -> node.ask(node.operator(), ClubsGrpcClient.SuspendClub,
        own.toBuilder().setReason(" ").build()), "reason");
  }

  private static List<String> events(UUID club) {
    return DATABASE.store().read(Scope.club(club), tx -> tx.events(club, 0)).stream().map(EventRecord::name)
        .toList();
  }

  private static long count(Scope scope, String sql) {
    return DATABASE.store().read(scope, tx -> tx.one(sql).orElseThrow().getLong(0));
  }
}
