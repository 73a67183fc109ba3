package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.HalfLogins.complete;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.ChangePasswordRequest;
import org.reciprocalclubs.codecs.auth.v1.CredentialsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.LoginRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

/** Logins that are half done: what their challenge is good for, and for how long. */
final class ChallengesTest {
  private static final TestClock CLOCK = new TestClock(Instant.now());

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static AuthNode node;
  private static Caller admin;

  @BeforeAll
  static void start() {
    node = new AuthNode(DATABASE, AuthNode.asking(AuthSettings.Who.NOBODY), false, CLOCK);
    admin = node.newClub();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Authenticator enrolled() {
    return Authenticator.enrolled(node, CLOCK, node.pair(node.newUser(admin, "staff")));
  }

  private static String challenge(Authenticator who) {
    AuthPayload half = node.pair(who.email());
    assertThat(half).isEqualTo(AuthPayload.newBuilder().setChallenge(half.getChallenge()).build());
    return half.getChallenge();
  }

  private static void invalid(String challenge, String code) {
    assertRefused(() -> complete(node, challenge, code), ErrorCode.UNAUTHENTICATED, "CHALLENGE_INVALID");
  }

  private static void wrong(String challenge, String code) {
    assertRefused(() -> complete(node, challenge, code), ErrorCode.REFUSED, "CODE_WRONG");
  }

  @Test
  void aChallengeAndACodeAreASessionOnce() {
    Authenticator phone = enrolled();
    String challenge = challenge(phone);
    long sessions = sessions(phone);
    wrong(challenge, phone.wrong());
    wrong(challenge, "");
    wrong(challenge, "x".repeat(10_000));

    AuthPayload pair = complete(node, challenge, phone.code(1));

    assertThat(AuthNode.caller(pair).permissions()).contains("visit.create");
    assertThat(AuthNode.claims(pair.getToken()).getJsonArray("amr")).containsExactly("pwd", "mfa");
    assertThat(sessions(phone)).isEqualTo(sessions + 1);
    CLOCK.advance(Duration.ofMinutes(1));
    invalid(challenge, phone.code(0));
    assertThat(sessions(phone)).isEqualTo(sessions + 1);
  }

  private static long sessions(Authenticator who) {
    return DATABASE.count("select count(*) from auth.session where account = $1",
        who.caller().requireSubject());
  }

  @Test
  void aChallengeThatCameToNothingLeavesTheCodeGood() {
    Authenticator phone = enrolled();
    String used = challenge(phone);
    complete(node, used, phone.recoveryCodes().get(0));
    invalid(used, phone.recoveryCodes().get(1));
    assertThat(complete(node, challenge(phone), phone.recoveryCodes().get(1)).getToken()).isNotEmpty();
  }

  @Test
  void aChallengeIsForOneLogin() {
    Authenticator mine = enrolled();
    Authenticator hers = enrolled();
    wrong(challenge(hers), mine.code(1));
    wrong(challenge(hers), mine.recoveryCodes().getFirst());
    assertThat(complete(node, challenge(mine), mine.code(1)).getUser().getEmail()).isEqualTo(mine.email());
  }

  @Test
  void aChallengeEndsAfterFiveMinutes() {
    Authenticator phone = enrolled();
    String challenge = challenge(phone);
    TimeOffset offset = new TimeOffset(DATABASE.store(), false);
    offset.set(Duration.ofMinutes(6));
    try {
      invalid(challenge, phone.code(1));
      assertThat(complete(node, challenge(phone), phone.code(1)).getToken()).isNotEmpty();
      assertThat(DATABASE.count("""
          select count(*) from auth.login_challenge where account = $1""",
          phone.caller().requireSubject())).as("what has ended is forgotten").isZero();
    } finally {
      offset.set(Duration.ZERO);
    }
  }

  @Test
  void aPasswordThatChangedMeanwhileIsAskedForAgain() {
    Authenticator phone = enrolled();
    String challenge = challenge(phone);
    node.ask(phone.caller(), CredentialsGrpcClient.ChangePassword, ChangePasswordRequest.newBuilder()
        .setOldPassword(AuthNode.PASSWORD).setNewPassword("seven green umbrellas").build());
    invalid(challenge, phone.code(1));
  }

  @Test
  void whatIsNoChallengeIsNone() {
    Authenticator phone = enrolled();
    for (String text : List.of("", "x", "A".repeat(64), "B".repeat(64), "é".repeat(64),
        challenge(phone) + "A")) {
      invalid(text, phone.code(1));
    }
  }

  @Test
  void aWrongPasswordIsAnsweredAsWhereThereIsNoSecondFactor() {
    Authenticator phone = enrolled();
    Problem with = assertRefused(() -> login(phone.email()), ErrorCode.UNAUTHENTICATED,
        "INVALID_CREDENTIALS");
    Problem without = assertRefused(() -> login(node.newUser(admin, "staff")), ErrorCode.UNAUTHENTICATED,
        "INVALID_CREDENTIALS");
    assertThat(with.detail()).isEqualTo(without.detail());
  }

  private static void login(String email) {
    node.ask(Caller.ANONYMOUS, SessionsGrpcClient.Login,
        LoginRequest.newBuilder().setEmail(email).setPassword("wrong horse battery").build());
  }

  @Test
  void afterTenWrongCodesEvenTheRightOneMustWaitAlsoForAnotherChallenge() {
    Authenticator phone = enrolled();
    for (int i = 0; i < AuthSettings.DEFAULT.failuresMax(); i++) {
      wrong(challenge(phone), phone.wrong());
    }
    Problem problem = assertRefused(() -> complete(node, challenge(phone), phone.code(1)),
        ErrorCode.RATE_LIMITED, "RATE_LIMITED");
    assertThat(problem.retryAfter()).isNotNull().isLessThanOrEqualTo(Duration.ofMinutes(6));
    CLOCK.advance(AuthSettings.DEFAULT.failureWindow());
    assertThat(complete(node, challenge(phone), phone.code(1)).getToken()).isNotEmpty();
  }
}
