package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.FactorsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.LogoutRequest;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.StepUpRequest;
import org.reciprocalclubs.codecs.auth.v1.SteppedUp;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.TestDatabase;

/** Sensitive acts ask once more, where there is something to ask for. */
final class StepUpTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static TestClock clock;
  private static AuthNode node;
  private static Caller boss;
  private int users;

  @BeforeAll
  static void start() {
    clock = new TestClock(Instant.now());
    node = new AuthNode(DATABASE, AuthNode.asking(AuthSettings.Who.NOBODY), false, clock);
    boss = node.newClub();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** The kit goes by the real time: what is proven now by this clock was, for the kit, too long ago. */
  @BeforeEach
  void longAgo() {
    clock = new TestClock(Instant.now().minus(Duration.ofMinutes(11)));
    node.close();
    node = new AuthNode(DATABASE, AuthNode.asking(AuthSettings.Who.NOBODY), false, clock);
  }

  private static void now() {
    clock.advance(Duration.ofMinutes(11));
  }

  private Authenticator administrator() {
    return Authenticator.enrolled(node, clock, node.pair(node.newUser(boss, "club_admin")));
  }

  private static SteppedUp stepUp(Caller caller, String code, String password) {
    return node.ask(caller, FactorsGrpcClient.StepUp,
        StepUpRequest.newBuilder().setCode(code).setPassword(password).build());
  }

  private void create(Caller caller) {
    node.ask(caller, UsersGrpcClient.CreateUser,
        AuthNode.user("made" + System.nanoTime() + ++users + "@people.example", "staff"));
  }

  private static void asksForMore(Runnable act) {
    assertRefused(act::run, ErrorCode.UNAUTHORIZED, "STEP_UP_REQUIRED");
  }

  @Test
  void whoeverHasASecondFactorMustHaveProvenItLately() {
    Authenticator phone = administrator();
    asksForMore(() -> create(phone.caller()));
    asksForMore(() -> node.ask(phone.caller(), FactorsGrpcClient.RenewRecoveryCodes,
        org.reciprocalclubs.codecs.auth.v1.RenewRecoveryCodesRequest.getDefaultInstance()));
    now();
    SteppedUp proven = stepUp(phone.caller(), phone.code(0), "");
    Caller again = AuthNode.caller(proven.getToken());
    create(again);
    assertThat(again.session()).isEqualTo(phone.caller().session());
    assertThat(again.permissions()).isEqualTo(phone.caller().permissions());
    assertThat(proven.getProvenUntil().getSeconds())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(10)).getEpochSecond());
    asksForMore(() -> create(phone.caller()));
  }

  @Test
  void whoeverHasNoneIsNotAskedButForTheEnrolmentOfOne() {
    AuthPayload pair = node.pair(node.newUser(boss, "club_admin"));
    Caller me = AuthNode.caller(pair);
    create(me);
    now();
    asksForMore(() -> Authenticator.begin(node, me, "phone"));
    assertThat(assertRefused(() -> stepUp(me, "", "wrong horse battery"), ErrorCode.REFUSED,
        "PASSWORD_WRONG").field()).isEqualTo("password");
    Caller again = AuthNode.caller(stepUp(me, "", AuthNode.PASSWORD).getToken());
    assertThat(Authenticator.begin(node, again, "phone").getSecret()).isNotEmpty();
  }

  @Test
  void aFactorIsProvenWithACodeAndNotWithThePassword() {
    Authenticator phone = administrator();
    now();
    for (String code : List.of("", phone.wrong())) {
      assertRefused(() -> stepUp(phone.caller(), code, AuthNode.PASSWORD), ErrorCode.REFUSED, "CODE_WRONG");
    }
    create(AuthNode.caller(stepUp(phone.caller(), phone.recoveryCodes().getFirst(), "").getToken()));
    assertRefused(() -> stepUp(phone.caller(), phone.recoveryCodes().getFirst(), ""), ErrorCode.REFUSED,
        "CODE_WRONG");
  }

  @Test
  void whatWasProvenStaysWithTheSessionAndGetsNoYoungerByRefreshing() {
    Authenticator phone = administrator();
    clock.advance(Duration.ofMinutes(1));
    AuthPayload pair = HalfLogins.complete(node, node.pair(phone.email()).getChallenge(), phone.code(0));
    clock.advance(Duration.ofMinutes(10));
    AuthPayload later = refresh(pair);
    assertThat(AuthNode.caller(later).proof()).isEqualTo(AuthNode.caller(pair).proof());
    Caller proven = AuthNode.caller(stepUp(AuthNode.caller(later), phone.code(0), "").getToken());
    assertThat(AuthNode.caller(refresh(later)).proof()).isEqualTo(proven.proof());
  }

  private static AuthPayload refresh(AuthPayload pair) {
    return node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(pair.getRefreshToken()).build());
  }

  @Test
  void whoGuessesHasToWaitWithCodesAsWithPasswords() {
    Authenticator phone = administrator();
    Caller plain = node.login(node.newUser(boss, "member"));
    for (int i = 0; i < AuthSettings.DEFAULT.failuresMax(); i++) {
      assertRefused(() -> stepUp(phone.caller(), phone.wrong(), ""), ErrorCode.REFUSED, "CODE_WRONG");
      assertRefused(() -> stepUp(plain, "", "wrong"), ErrorCode.REFUSED, "PASSWORD_WRONG");
    }
    assertRefused(() -> stepUp(phone.caller(), phone.code(1), ""), ErrorCode.RATE_LIMITED, "RATE_LIMITED");
    assertRefused(() -> stepUp(plain, "", AuthNode.PASSWORD), ErrorCode.RATE_LIMITED, "RATE_LIMITED");
  }

  @Test
  void aSessionThatHasEndedProvesNothing() {
    Caller me = node.login(node.newUser(boss, "member"));
    node.ask(me, SessionsGrpcClient.Logout, LogoutRequest.getDefaultInstance());
    assertRefused(() -> stepUp(me, "", AuthNode.PASSWORD), ErrorCode.UNAUTHENTICATED, "SESSION_ENDED");
  }
}
