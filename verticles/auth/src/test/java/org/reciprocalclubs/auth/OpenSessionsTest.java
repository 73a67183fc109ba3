package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.EndMyOtherSessionsRequest;
import org.reciprocalclubs.codecs.auth.v1.EndMySessionRequest;
import org.reciprocalclubs.codecs.auth.v1.EndUserSessionsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListMySessionsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListUserSessionsRequest;
import org.reciprocalclubs.codecs.auth.v1.LoginRequest;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.Session;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SwitchClubRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.CallOrigin;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

/** Where people are signed in: seen and ended by themselves, and by their club's office. */
final class OpenSessionsTest {
  private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 "
      + "Firefox/140.0";

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

  private static AuthPayload from(String address, String program, String email) {
    CallContext call = CallContext.of(Caller.ANONYMOUS).from(new CallOrigin(address, program));
    return node.ask(call, SessionsGrpcClient.Login,
        LoginRequest.newBuilder().setEmail(email).setPassword(AuthNode.PASSWORD).build());
  }

  private static List<Session> mine(Caller caller) {
    return node.ask(caller, SessionsGrpcClient.ListMySessions, ListMySessionsRequest.getDefaultInstance())
        .getSessionsList();
  }

  private static List<Session> of(Caller office, String user) {
    return node.ask(office, SessionsGrpcClient.ListUserSessions,
        ListUserSessionsRequest.newBuilder().setUserId(user).build()).getSessionsList();
  }

  private static boolean end(Caller caller, String session) {
    return node.ask(caller, SessionsGrpcClient.EndMySession,
        EndMySessionRequest.newBuilder().setId(session).build()).getEnded();
  }

  private static int endAll(Caller office, String user) {
    return node.ask(office, SessionsGrpcClient.EndUserSessions,
        EndUserSessionsRequest.newBuilder().setUserId(user).build()).getEnded();
  }

  private static AuthPayload refresh(AuthPayload pair) {
    return node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(pair.getRefreshToken()).build());
  }

  private static void isOver(AuthPayload pair) {
    assertRefused(() -> refresh(pair), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
  }

  private static String session(AuthPayload pair) {
    return AuthNode.session(pair.getToken()).toString();
  }

  private static SessionEnded.Cause told(AuthPayload pair) throws Exception {
    var rows = DATABASE.admin("select data from kit.event where stream = $1",
        UUID.fromString(session(pair)));
    assertThat(rows).hasSize(1);
    return SessionEnded.parseFrom(rows.iterator().next().getBuffer(0).getBytes()).getCause();
  }

  @Test
  void aPersonSeesWhereTheyAreSignedInInShortWords() {
    String email = node.newUser(admin, "staff");
    AuthPayload desk = from("192.0.2.77", FIREFOX, email);
    AuthPayload phone = from("2001:db8:1:2::3", "okhttp/5.1", email);
    node.pair(email);
    List<Session> seen = mine(AuthNode.caller(phone));
    assertThat(seen).extracting(Session::getDevice, Session::getNetwork, Session::getCurrent)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("Firefox on Linux", "192.0.2.0/24", false),
            org.assertj.core.groups.Tuple.tuple("okhttp", "2001:db8:1::/48", true),
            org.assertj.core.groups.Tuple.tuple("", "", false));
    assertThat(seen).extracting(Session::getClubId).containsOnly(admin.requireClub().toString());
    assertThat(mine(AuthNode.caller(desk))).filteredOn(Session::getCurrent).extracting(Session::getId)
        .containsExactly(session(desk));
  }

  @Test
  void aRefreshSaysWhenAndFromWhereASessionWasUsedLast() {
    AuthPayload pair = from("192.0.2.77", FIREFOX, node.newUser(admin, "staff"));
    CallContext elsewhere = CallContext.of(Caller.ANONYMOUS).from(new CallOrigin("198.51.100.9", ""));
    AuthPayload next = node.ask(elsewhere, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(pair.getRefreshToken()).build());
    Session seen = mine(AuthNode.caller(next)).getFirst();
    assertThat(seen.getNetwork()).isEqualTo("198.51.100.0/24");
    assertThat(seen.getDevice()).as("kept, as nothing else was said").isEqualTo("Firefox on Linux");
    assertThat(
        java.time.Instant.ofEpochSecond(seen.getLastUsedAt().getSeconds(), seen.getLastUsedAt().getNanos()))
        .isAfter(
            java.time.Instant.ofEpochSecond(seen.getBegunAt().getSeconds(), seen.getBegunAt().getNanos()));
  }

  @Test
  void aPersonEndsOneSessionOnceAndOnlyTheirOwn() throws Exception {
    String email = node.newUser(admin, "staff");
    AuthPayload here = node.pair(email);
    AuthPayload lost = node.pair(email);
    Caller me = AuthNode.caller(here);
    assertThat(end(me, session(lost))).isTrue();
    assertThat(end(me, session(lost))).isFalse();
    isOver(lost);
    assertThat(told(lost)).isEqualTo(SessionEnded.Cause.OWNER);
    assertThat(mine(me)).extracting(Session::getId).containsExactly(session(here));
    Caller colleague = node.login(node.newUser(admin, "staff"));
    for (String other : List.of(session(here), UUID.randomUUID().toString())) {
      assertRefused(() -> end(colleague, other), ErrorCode.NOT_FOUND, "NOT_FOUND");
      assertRefused(() -> end(admin, other), ErrorCode.NOT_FOUND, "NOT_FOUND");
    }
    for (String bad : List.of("", "x", "00000000-0000-0000-0000")) {
      assertInvalid(() -> end(me, bad), "id");
    }
    assertThat(end(me, session(here))).isTrue();
    assertThat(told(here)).isEqualTo(SessionEnded.Cause.LOGOUT);
  }

  @Test
  void aPersonEndsAllOthersInEveryClubOfTheirs() throws Exception {
    Caller second = node.newClub();
    String email = node.newUser(admin, "manager");
    AuthPayload here = node.pair(email);
    AuthPayload other = node.pair(email);
    Caller me = AuthNode.caller(here);
    DATABASE.store().perform(Scope.club(second.requireClub()), tx -> tx.query(
        "insert into auth.role_grant (account, club, role, granted_at) "
            + "values ($1, kit.club(), 'auditor', kit.now())",
        me.requireSubject()));
    Caller leaving = AuthNode.caller(node.pair(email));
    AuthPayload abroad = node.ask(leaving, SessionsGrpcClient.SwitchClub,
        SwitchClubRequest.newBuilder().setClubId(second.requireClub().toString()).build());
    assertThat(mine(me)).extracting(Session::getClubId).contains(second.requireClub().toString());
    EndMyOtherSessionsRequest all = EndMyOtherSessionsRequest.getDefaultInstance();
    assertThat(node.ask(me, SessionsGrpcClient.EndMyOtherSessions, all).getEnded()).isEqualTo(2);
    assertThat(node.ask(me, SessionsGrpcClient.EndMyOtherSessions, all).getEnded()).isZero();
    isOver(other);
    isOver(abroad);
    assertThat(told(abroad)).isEqualTo(SessionEnded.Cause.OWNER);
    assertThat(mine(AuthNode.caller(refresh(here)))).extracting(Session::getId)
        .containsExactly(session(here));
  }

  @Test
  void theOfficeSeesAndEndsTheSessionsOfItsOwnLoginsAndOfNoOthers() throws Exception {
    AuthPayload pair = node.pair(node.newUser(admin, "staff"));
    String user = pair.getUser().getId();
    AuthPayload second = node.pair(pair.getUser().getEmail());
    assertThat(of(admin, user)).extracting(Session::getId).containsExactlyInAnyOrder(session(pair),
        session(second));
    Caller stranger = node.newClub();
    assertRefused(() -> of(stranger, user), ErrorCode.NOT_FOUND, "NOT_FOUND");
    assertRefused(() -> endAll(stranger, user), ErrorCode.NOT_FOUND, "NOT_FOUND");
    assertRefused(() -> of(node.operator(), user), ErrorCode.NOT_FOUND, "NOT_FOUND");
    EndUserSessionsRequest one = EndUserSessionsRequest.newBuilder().setUserId(user).setId(session(pair))
        .build();
    assertThat(node.ask(admin, SessionsGrpcClient.EndUserSessions, one).getEnded()).isEqualTo(1);
    assertThat(node.ask(admin, SessionsGrpcClient.EndUserSessions, one).getEnded()).isZero();
    assertRefused(() -> node.ask(admin, SessionsGrpcClient.EndUserSessions,
        one.toBuilder().setUserId(admin.requireSubject().toString()).build()), ErrorCode.NOT_FOUND,
        "NOT_FOUND");
    isOver(pair);
    assertThat(told(pair)).isEqualTo(SessionEnded.Cause.OFFICE);
    assertThat(endAll(admin, user)).isEqualTo(1);
    isOver(second);
    assertInvalid(() -> endAll(admin, "x"), "userId");
    assertInvalid(
        () -> node.ask(admin, SessionsGrpcClient.EndUserSessions, one.toBuilder().setId("x").build()), "id");
  }

  @Test
  void nobodyEndsTheSessionsOfSomebodyWhoMayDoWhatTheyMayNot() {
    Caller weak = new Caller(Caller.Kind.PERSON, UUID.randomUUID(), admin.club(), null, null,
        Set.of("session.end", "visit.read"), Set.of("office"));
    AuthPayload manager = node.pair(node.newUser(admin, "manager"));
    assertRefused(() -> endAll(weak, manager.getUser().getId()), ErrorCode.UNAUTHORIZED,
        "RIGHTS_EXCEED_YOURS");
    refresh(manager);
    for (String role : List.of("member", "staff", "manager", "auditor")) {
      Caller without = node.login(node.newUser(admin, role));
      assertRefused(() -> endAll(without, manager.getUser().getId()), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
    }
    Caller auditor = node.login(node.newUser(admin, "auditor"));
    assertThat(of(auditor, manager.getUser().getId())).hasSize(1);
  }

  @Test
  void aDeviceHasNoSessions() {
    Caller kiosk = new Caller(Caller.Kind.DEVICE, UUID.randomUUID(), admin.club(), null, UUID.randomUUID(),
        Set.of("visit.create"), Set.of("kiosk"));
    assertRefused(() -> mine(kiosk), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
    assertRefused(() -> end(kiosk, UUID.randomUUID().toString()), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
  }

  @Test
  void sessionsThatWereOverLongAgoAreForgottenWithTheirTokensAndThoseThatRunAreNot() {
    String email = node.newUser(admin, "staff");
    AuthPayload ended = from("192.0.2.77", FIREFOX, email);
    AuthPayload running = node.pair(email);
    end(AuthNode.caller(running), session(ended));
    TimeOffset offset = new TimeOffset(DATABASE.store(), false);
    Duration before = offset.read();
    try {
      Upkeep.forget(DATABASE.store(), Duration.ofDays(7));
      assertThat(rows(ended)).isEqualTo(2);
      offset.set(before.plusDays(8));
      Upkeep.forget(DATABASE.store(), Duration.ofDays(7));
      assertThat(rows(ended)).isZero();
      assertThat(rows(running)).isEqualTo(2);
    } finally {
      offset.set(before);
    }
  }

  /** Of the session itself and of its tokens. */
  private static long rows(AuthPayload pair) {
    return DATABASE.admin("""
        select (select count(*) from auth.session where id = $1)
          + (select count(*) from auth.refresh_token where session = $1)""",
        UUID.fromString(session(pair))).iterator().next().getLong(0);
  }
}
