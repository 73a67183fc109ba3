package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.auth.v1.ApiKeysGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.AssignRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.CreateApiKeyRequest;
import org.reciprocalclubs.codecs.auth.v1.CreateEnrolmentCodeRequest;
import org.reciprocalclubs.codecs.auth.v1.CreateRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.CredentialsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.DevicesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.EnrolDeviceRequest;
import org.reciprocalclubs.codecs.auth.v1.RequestEmailVerificationRequest;
import org.reciprocalclubs.codecs.auth.v1.RolesGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.StoreProblem;
import org.reciprocalclubs.kit.store.TestDatabase;

/** What PostgreSQL itself refuses, whatever this room's code may ask. */
final class WallTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static AuthNode node;
  private static Caller admin;
  private static Caller stranger;
  private static UUID wardens;
  private static Authenticator authenticator;

  @BeforeAll
  static void start() {
    node = AuthNode.start(DATABASE);
    admin = node.newClub();
    stranger = node.newClub();
    String email = node.newUser(admin, "staff");
    authenticator = Authenticator.enrolled(node, Clock.systemUTC(), node.pair(email));
    node.pair(email);
    String code = node.ask(admin, DevicesGrpcClient.CreateEnrolmentCode,
        CreateEnrolmentCodeRequest.newBuilder().setName("desk").build()).getCode();
    node.ask(admin, CredentialsGrpcClient.RequestEmailVerification,
        RequestEmailVerificationRequest.getDefaultInstance());
    wardens = UUID.fromString(node.ask(admin, RolesGrpcClient.CreateRole,
        CreateRoleRequest.newBuilder().setName("Wardens").addPermissions("visit.read").build()).getId());
    node.ask(admin, RolesGrpcClient.AssignRole, AssignRoleRequest.newBuilder()
        .setUserId(node.pair(node.newUser(admin, "staff")).getUser().getId()).setRole(wardens.toString())
        .build());
    node.ask(admin, ApiKeysGrpcClient.CreateApiKey, CreateApiKeyRequest.newBuilder().setName("Till")
        .addPermissions("visit.read").setEndsAt(AuthMapper.timestamp(Instant.now().plusSeconds(86_400)))
        .build());
    node.ask(Caller.ANONYMOUS, DevicesGrpcClient.EnrolDevice,
        EnrolDeviceRequest.newBuilder().setCode(code).setPublicKey(TestDevice.of("P-256").jwk()).build());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static long count(Scope scope, String table, UUID club) {
    return DATABASE.store().read(scope,
        tx -> tx.one("select count(*) from auth." + table + " where club = $1", club).orElseThrow()
            .getLong(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"account", "role_grant", "session", "refresh_token", "device", "enrolment_code",
      "mailed_token", "custom_role", "rights", "ended_rights", "api_key", "login_challenge"})
  void aClubsRowsAreThereForItAndForNoOtherClubNorTheOperatorNorNobody(String table) {
    UUID club = admin.requireClub();
    assertThat(count(Scope.club(club), table, club)).isPositive();
    assertThat(count(Scope.club(stranger.requireClub()), table, club)).isZero();
    assertThat(count(Scope.federation(node.federation()), table, club)).isZero();
    assertThat(count(Scope.nobody(), table, club)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"factor", "recovery_code"})
  void whatSomebodyProvesThemselvesWithIsThereForThemAlone(String table) {
    UUID club = admin.requireClub();
    Scope owner = Scope.person(club, authenticator.caller().requireSubject());
    assertThat(count(owner, table, club)).isPositive();
    assertThat(count(Scope.club(club), table, club)).isZero();
    assertThat(count(Scope.person(club, admin.requireSubject()), table, club)).isZero();
    assertThat(count(Scope.person(stranger.requireClub(), authenticator.caller().requireSubject()), table,
        club)).isZero();
    assertThat(count(Scope.federation(node.federation()), table, club)).isZero();
    assertThat(count(Scope.nobody(), table, club)).isZero();
  }

  @Test
  void aPersonSeesOnlyTheirOwnLoginAndSessions() {
    UUID club = admin.requireClub();
    Caller member = node.login(node.newUser(admin, "member"));
    Scope own = Scope.person(club, member.requireSubject());
    assertThat(count(own, "account", club)).isEqualTo(1);
    assertThat(count(own, "session", club)).isEqualTo(1);
    assertThat(count(own, "role_grant", club)).isEqualTo(1);
    assertThat(count(own, "rights", club)).isEqualTo(1);
  }

  @Test
  void aClubWritesNoOtherClubsRow() {
    Scope other = Scope.club(stranger.requireClub());
    UUID club = admin.requireClub();
    assertThat(rows(other, "update auth.club set name = 'taken over' where id = $1", club)).isZero();
    assertThat(rows(other, "update auth.account set status = 'SUSPENDED' where club = $1", club)).isZero();
    assertThat(rows(other, "update auth.device set status = 'REVOKED' where club = $1", club)).isZero();
    assertThatThrownBy(() -> rows(other,
        """
            insert into auth.role_grant (account, club, role, granted_at) values ($1, $2, 'club_admin', now())
            """, stranger.requireSubject(), club)).isInstanceOf(StoreProblem.class);
    assertThatThrownBy(() -> rows(other, """
        insert into auth.role_grant (account, club, role, custom, granted_at)
        select $1, kit.club(), ($2::uuid)::text, $2::uuid, now()
        """, stranger.requireSubject(), wardens)).isInstanceOf(StoreProblem.class);
    assertThatThrownBy(() -> rows(other,
        """
            insert into auth.club (id, version, code, name, kind, status, location, time_zone, country,
              currency, created_at, updated_at)
            values ($1, 1, 'EVIL', 'Evil', 'CITY', 'ACTIVE', '', 'Etc/UTC', 'CH', 'CHF', now(), now())
            """,
        stranger.requireClub())).isInstanceOf(StoreProblem.class);
  }

  @Test
  void aSecondOperatorCannotBeMade() {
    UUID second = UUID.randomUUID();
    assertThatThrownBy(() -> rows(Scope.club(second),
        """
            insert into auth.club (id, version, code, name, kind, status, location, time_zone, country,
              currency, created_at, updated_at)
            values ($1, 1, 'FED2', 'Second', 'FEDERATION', 'ACTIVE', '', 'Etc/UTC', 'CH', 'CHF', now(), now())
            """,
        second)).isInstanceOf(StoreProblem.class);
  }

  private static int rows(Scope scope, String sql, UUID... binds) {
    return DATABASE.store().transact(scope, tx -> tx.query(sql, (Object[]) binds).rowCount());
  }
}
