package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AssignRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.CreateRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.RemoveUserFactorsRequest;
import org.reciprocalclubs.codecs.auth.v1.RolesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.codecs.kit.v1.Mail;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Proof;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Outbox;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;

/** Whoever has lost authenticator and recovery codes is helped by the office. */
final class OfficeFactorsTest {
  private static final Outbox OUTBOX = new Outbox(new Sealer(new byte[32]));

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static final List<Mail> MAILS = new ArrayList<>();
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

  private static int remove(Caller caller, UUID user) {
    return node.ask(caller, UsersGrpcClient.RemoveUserFactors,
        RemoveUserFactorsRequest.newBuilder().setUserId(user.toString()).build()).getRemoved();
  }

  private static Authenticator enrolled(String role) {
    return Authenticator.enrolled(node, Clock.systemUTC(), node.pair(node.newUser(admin, role)));
  }

  private static UUID user(Authenticator phone) {
    return phone.caller().requireSubject();
  }

  private static long warned(String to) {
    OUTBOX.due(DATABASE.store(), 1_000, true).forEach(due -> OUTBOX
        .claim(DATABASE.store(), due, Duration.ofDays(1), Duration.ofDays(1))
        .ifPresent(claimed -> MAILS.add(claimed.mail())));
    return MAILS.stream().filter(mail -> mail.getTo().equals(to)
        && mail.getTemplate() == Mail.Template.FACTORS_REMOVED).count();
  }

  private static void give(UUID user, String role, Instant begins) {
    node.ask(admin, RolesGrpcClient.AssignRole, AssignRoleRequest.newBuilder().setUserId(user.toString())
        .setRole(role).setBeginsAt(AuthMapper.timestamp(begins)).build());
  }

  private static void exceeds(Caller caller, UUID user) {
    assertRefused(() -> remove(caller, user), ErrorCode.UNAUTHORIZED, "RIGHTS_EXCEED_YOURS");
  }

  @Test
  void theyAreTakenOffEverySessionEndsAndThePasswordAloneLetsIn() {
    Authenticator phone = enrolled("manager");
    String half = node.pair(phone.email()).getChallenge();
    AuthPayload open = HalfLogins.complete(node, half, phone.code(1));
    String challenge = node.pair(phone.email()).getChallenge();

    assertThat(remove(admin, user(phone))).isEqualTo(1);

    assertRefused(() -> node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(open.getRefreshToken()).build()),
        ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    assertThat(DATABASE.count("select count(*) from auth.session where account = $1 and ended_at is null",
        user(phone))).isZero();
    assertThat(DATABASE.count("select count(*) from auth.recovery_code where account = $1", user(phone)))
        .isZero();
    assertRefused(() -> HalfLogins.complete(node, challenge, phone.recoveryCodes().getFirst()),
        ErrorCode.UNAUTHENTICATED, "CHALLENGE_INVALID");
    assertThat(warned(phone.email())).isOne();
    assertThat(DATABASE.count("""
        select count(*) from kit.event where stream = $1 and type like '%UserFactorsRemoved'""", user(phone)))
        .isOne();
    assertThat(AuthNode.caller(node.pair(phone.email())).proof().factor()).isFalse();
    assertThat(Authenticator.enrolled(node, Clock.systemUTC(), node.pair(phone.email())).recoveryCodes())
        .hasSize(10);
  }

  @Test
  void whereThereAreNoneNothingHappens() {
    String email = node.newUser(admin, "staff");
    AuthPayload pair = node.pair(email);
    assertThat(remove(admin, UUID.fromString(pair.getUser().getId()))).isZero();
    assertThat(warned(email)).isZero();
    assertThat(DATABASE.count("select count(*) from auth.session where account = $1 and ended_at is null",
        UUID.fromString(pair.getUser().getId()))).isOne();
  }

  @Test
  void nobodyHelpsThemselvesNorWhomTheyDoNotKnow() {
    Authenticator phone = enrolled("club_admin");
    assertRefused(() -> remove(phone.caller(), user(phone)), ErrorCode.UNAUTHORIZED, "OWN_FACTORS");
    Caller stranger = node.newClub();
    assertThat(assertRefused(() -> remove(stranger, user(phone)), ErrorCode.NOT_FOUND, "NOT_FOUND").field())
        .isEqualTo("userId");
    assertInvalid(() -> node.ask(admin, UsersGrpcClient.RemoveUserFactors,
        RemoveUserFactorsRequest.newBuilder().setUserId("x").build()), "userId");
    Caller manager = node.login(node.newUser(admin, "manager"));
    assertRefused(() -> remove(manager, user(phone)), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
  }

  @Test
  void nobodyHelpsWhoeverHoldsOrWillHoldWhatTheyDoNot() {
    String helpers = node.ask(admin, RolesGrpcClient.CreateRole,
        CreateRoleRequest.newBuilder().setName("Helpers").addPermissions("user.create").build()).getId();
    String email = node.newUser(admin, "member");
    give(UUID.fromString(node.pair(email).getUser().getId()), helpers, Instant.now());
    Caller helper = node.login(email);
    Authenticator member = enrolled("member");
    Authenticator manager = enrolled("manager");
    exceeds(helper, user(manager));
    Authenticator tomorrow = enrolled("member");
    give(user(tomorrow), "staff", Instant.now().plus(Duration.ofDays(1)));
    exceeds(helper, user(tomorrow));
    assertThat(remove(helper, user(member))).isEqualTo(1);
    assertThat(remove(admin, user(tomorrow))).isEqualTo(1);
  }

  @Test
  void whoActsForAnotherClubTooIsNotInOneClubsHands() {
    Authenticator phone = enrolled("member");
    Caller second = node.newClub();
    DATABASE.store().perform(Scope.club(second.requireClub()), tx -> tx.query(
        "insert into auth.role_grant (account, club, role, granted_at) "
            + "values ($1, kit.club(), 'auditor', kit.now())",
        user(phone)));
    exceeds(admin, user(phone));
    assertRefused(() -> remove(second, user(phone)), ErrorCode.NOT_FOUND, "NOT_FOUND");
    DATABASE.store().perform(Scope.club(second.requireClub()), tx -> tx.query(
        "delete from auth.role_grant where account = $1 and club = kit.club()", user(phone)));
    assertThat(remove(admin, user(phone))).isEqualTo(1);
  }

  @Test
  void whoeverHelpsHasProvenLatelyThatItIsThey() {
    Authenticator phone = enrolled("member");
    Caller careless = new Caller(Caller.Kind.PERSON, admin.subject(), admin.club(), null, admin.session(),
        admin.permissions(), admin.roles(), new Proof(true, Instant.now().minusSeconds(1), false));
    assertRefused(() -> remove(careless, user(phone)), ErrorCode.UNAUTHORIZED, "STEP_UP_REQUIRED");
  }
}
